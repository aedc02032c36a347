"""Engines that are processes of this machine: start, readiness, and an end with ours."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LIBRARIES = Path(__file__).parents[1] / "lib"
_START_SECONDS = 60
_STOP_SECONDS = 10


class EngineMissingError(RuntimeError):
    """The engine, or what it runs on, is not here; the text says how to get it."""


class EngineUnbuildableError(EngineMissingError):
    """No compiler here can make the engine, and no package of Debian helps: nobody's failure."""


class EngineFailedError(RuntimeError):
    """The engine did not start or could not be fetched; the text ends with its own words."""


@dataclass(slots=True)
class EngineProcess:
    """One running engine on a port of this machine; stop() ends it."""

    name: str
    port: int
    command: Sequence[str]
    environment: Mapping[str, str] | None = None
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _log: Path | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Return when it answers. Raises EngineFailedError."""
        with tempfile.NamedTemporaryFile(
            prefix=f"{self.name}-", suffix=".log", delete=False
        ) as log:
            self._log = Path(log.name)
            self._process = subprocess.Popen(
                [*_dying_with_us(), *self.command],
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment,
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
                raise EngineFailedError(f"{self.name} does not answer\n{words}")
            time.sleep(0.1)


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _dying_with_us() -> list[str]:
    """Lets the kernel end the engine where this process (its starting thread) is killed."""
    known = shutil.which("setpriv")
    return [known, "--pdeathsig", "KILL", "--"] if known else []


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
