"""`python -m infra.advisories`: asks for known vulnerabilities of what is deployed.

Ends with 1 where there are some; where nobody answers, it says so and ends with 0.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from infra.advisories.verdicts import Verdict, exit_status, of_npm, of_pip_audit, told

_ROOT = Path(__file__).parents[2]
_TOOL = _ROOT / ".build" / "pip-audit"
_LOCK = _ROOT / "requirements.lock"
_SECONDS = 180


def main() -> int:
    """Both verdicts, one after the other."""
    verdicts = [_of_python(), of_npm(_ask_npm())]
    sys.stdout.write("\n".join(map(told, verdicts)) + "\n")
    return exit_status(verdicts)


def _of_python() -> Verdict:
    """An index that knows nothing of the first package is not asked for all of them."""
    pinned = [one for one in _LOCK.read_text().splitlines() if "==" in one]
    python = _tool()
    first = of_pip_audit(_ask_pip_audit(python, pinned[:1]))
    return first if first.silence else of_pip_audit(_ask_pip_audit(python, pinned))


def _tool() -> Path:
    """pip-audit in an environment of its own: its packages are none of ours."""
    python = _TOOL / "bin" / "python"
    if not python.exists():
        with suppress(OSError, subprocess.CalledProcessError):  # then nobody can be asked
            venv.create(_TOOL, with_pip=True)
    wanted = ["-r", str(Path(__file__).with_name("requirements.txt"))]
    _run([str(python), "-m", "pip", "install", "--quiet", *wanted])
    return python


def _ask_pip_audit(python: Path, pinned: Sequence[str]) -> str:
    options = ["--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "asked.txt"
        asked.write_text("\n".join(pinned) + "\n")
        return _run([str(python), "-m", "pip_audit", "-r", str(asked), *options])


def _ask_npm() -> str:
    return _run(["npm", "audit", "--omit=dev", "--json"], cwd=_ROOT / "web")


def _run(command: Sequence[str], cwd: Path = _ROOT) -> str:
    """What it wrote; nothing where it cannot be run or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603 - our own command lines
            command, cwd=cwd, capture_output=True, text=True, check=False, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
