"""Java engines: fetched once with Maven into infra/local/lib, then run as processes.

Says which Debian packages are missing instead of failing somewhere inside.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from infra.local.engines.process import (
    LIBRARIES,
    EngineFailedError,
    EngineMissingError,
    EngineProcess,
    free_port,
)

__all__ = [
    "PACKAGES",
    "EngineFailedError",
    "EngineMissingError",
    "JavaEngine",
    "JavaProcess",
    "free_port",
]

PACKAGES = "default-jre-headless maven"
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class JavaEngine:
    """An engine by name; `<name>.pom.xml` beside this module names its version."""

    name: str

    @property
    def library(self) -> Path:
        return LIBRARIES / self.name

    def fetch(self) -> None:
        """Bring the jars where they are not; Maven's own cache makes a repeat cheap."""
        if any(self.library.glob("*.jar")):
            return
        if shutil.which("mvn") is None or shutil.which("java") is None:
            raise EngineMissingError(f"{self.name}: install the Debian packages {PACKAGES}")
        LIBRARIES.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=LIBRARIES) as part:
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
    _process: EngineProcess = field(init=False)

    def __post_init__(self) -> None:
        jars = ("-cp", f"{self.engine.library}/*")
        command = ["java", *self.options, *jars, *self.arguments]
        self._process = EngineProcess(self.engine.name, self.port, command)

    @property
    def url(self) -> str:
        return self._process.url

    def start(self) -> None:
        """Return when it answers. Raises EngineMissingError or EngineFailedError."""
        self.engine.require()
        self._process.start()

    def stop(self) -> None:
        """End the process; nothing happens where there is none."""
        self._process.stop()
