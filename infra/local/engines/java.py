"""Java engines: fetched once with Maven into infra/local/lib, then run as processes.

Owns fetching, start, readiness and stop. Says which Debian packages are missing instead of
failing somewhere inside.
"""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PACKAGES = "default-jre-headless maven"
_HERE = Path(__file__).parent
_LIBRARIES = _HERE.parent / "lib"
_START_SECONDS = 60
_STOP_SECONDS = 10


class EngineMissingError(RuntimeError):
    """Java or the engine's jars are not here; the text says how to get them."""


class EngineFailedError(RuntimeError):
    """The engine did not start or could not be fetched; the text ends with its own words."""


@dataclass(frozen=True, slots=True)
class JavaEngine:
    """An engine by name; `<name>.pom.xml` beside this module names its version."""

    name: str

    @property
    def library(self) -> Path:
        return _LIBRARIES / self.name

    def fetch(self) -> None:
        """Bring the jars where they are not; Maven's own cache makes a repeat cheap."""
        if any(self.library.glob("*.jar")):
            return
        if shutil.which("mvn") is None or shutil.which("java") is None:
            raise EngineMissingError(f"{self.name}: install the Debian packages {PACKAGES}")
        _LIBRARIES.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_LIBRARIES) as part:
            jars = Path(part) / "jars"
            command = [
                *("mvn", "-B", "-ntp", "-f", str(_HERE / f"{self.name}.pom.xml")),
                "dependency:copy-dependencies",
                *(f"-DoutputDirectory={jars}", "-DincludeScope=runtime"),
            ]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise EngineFailedError(f"{self.name}: Maven failed\n{done.stdout[-2000:]}")
            with suppress(OSError):  # not empty: somebody else was faster
                jars.rename(self.library)

    def require(self) -> None:
        """Raise EngineMissingError where it cannot be started."""
        if shutil.which("java") is None:
            raise EngineMissingError(f"{self.name}: install the Debian packages {PACKAGES}")
        if not any(self.library.glob("*.jar")):
            raise EngineMissingError(
                f"{self.name} is not fetched: run `make engine` (Debian packages: {PACKAGES})"
            )


@dataclass(slots=True)
class JavaProcess:
    """One running engine on a port of this machine; stop() ends it."""

    engine: JavaEngine
    port: int
    options: Sequence[str]
    arguments: Sequence[str]
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _log: Path | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Return when it answers. Raises EngineMissingError or EngineFailedError."""
        self.engine.require()
        with tempfile.NamedTemporaryFile(
            prefix=f"{self.engine.name}-", suffix=".log", delete=False
        ) as log:
            self._log = Path(log.name)
            command = [
                *_dying_with_us(),
                "java",
                *self.options,
                "-cp",
                f"{self.engine.library}/*",
                *self.arguments,
            ]
            self._process = subprocess.Popen(
                command,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,  # Ctrl-C is for us, who stop it last
            )
        self._wait_until_it_answers()

    def stop(self) -> None:
        """End the process; nothing happens where there is none."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._log is not None:
            self._log.unlink(missing_ok=True)
            self._log = None

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(self.port):
            ended = self._process is None or self._process.poll() is not None
            if ended or time.monotonic() > deadline:
                words = self._log.read_text(errors="replace")[-2000:] if self._log else ""
                self.stop()
                raise EngineFailedError(f"{self.engine.name} does not answer\n{words}")
            time.sleep(0.1)


def _dying_with_us() -> list[str]:
    """Lets the kernel end the engine where this process (its starting thread) is killed."""
    known = shutil.which("setpriv")
    return [known, "--pdeathsig", "KILL", "--"] if known else []


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
