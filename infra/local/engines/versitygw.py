"""versitygw: an S3 that checks signatures, expiry and hashes, none of which moto does.

Built by Go from its source, once; Go's own caches make a repeat cheap. Where no Go is new
enough (Debian's is not), its tests are left out, even where all are wanted.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.engines.process import (
    LIBRARIES,
    EngineFailedError,
    EngineMissingError,
    EngineProcess,
    EngineUnbuildableError,
    free_port,
)

VERSION = "v1.8.0"
GO_NEEDED = (1, 25)
REGION = "us-east-1"
_MODULE = f"github.com/versity/versitygw/cmd/versitygw@{VERSION}"
_BUILD_SECONDS = 1_800


@dataclass(frozen=True, slots=True)
class VersityGWProgram:
    """The program of one version, built by `go` into the file `library`."""

    library: Path = LIBRARIES / f"versitygw-{VERSION}"
    go: str = "go"
    name: str = "versitygw"

    def fetch(self) -> None:
        """Build it where it is not. Raises EngineUnbuildableError, EngineFailedError."""
        if self.library.is_file():
            return
        self._require_go()
        self.library.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.library.parent) as part:
            done = subprocess.run(
                [self.go, "install", "-ldflags", "-s -w", _MODULE],
                env={**os.environ, "GOBIN": part},
                capture_output=True,
                text=True,
                check=False,
                timeout=_BUILD_SECONDS,
            )
            if done.returncode != 0:
                raise EngineFailedError(f"{self.name}: Go failed\n{done.stderr[-2000:]}")
            (Path(part) / self.name).rename(self.library)

    def require(self) -> None:
        """Raise EngineMissingError where it cannot be started."""
        if self.library.is_file():
            return
        self._require_go()
        raise EngineMissingError(f"{self.name} is not built: run `make engine`")

    def _require_go(self) -> None:
        """Raise EngineUnbuildableError where there is no Go, or an older one."""
        if self._go_version() < GO_NEEDED:
            wanted = ".".join(str(number) for number in GO_NEEDED)
            raise EngineUnbuildableError(f"{self.name}: Go {wanted} or later is needed to build it")

    def _go_version(self) -> tuple[int, int]:
        if shutil.which(self.go) is None:
            return 0, 0
        command = [self.go, "env", "GOVERSION"]
        asked = subprocess.run(command, capture_output=True, text=True, check=False)
        told = re.match(r"go(\d+)\.(\d+)", asked.stdout)
        return (int(told[1]), int(told[2])) if told else (0, 0)


VERSITYGW = VersityGWProgram()


class VersityGW:
    """One S3 of a single account with no buckets; objects are files of a temporary folder."""

    access_key, secret_key = "a-key", "a-secret"

    def __init__(self, port: int | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="versitygw-")
        objects, facts = (Path(self._folder.name) / name for name in ("objects", "facts"))
        objects.mkdir()
        facts.mkdir()
        port = port or free_port()
        self._process = EngineProcess(
            VERSITYGW.name,
            port,
            [
                *(str(VERSITYGW.library), "--port", f"127.0.0.1:{port}", "--region", REGION),
                # facts of objects in files: not every file system has attributes
                *("posix", "--sidecar", str(facts), str(objects)),
            ],
            {
                **os.environ,
                "ROOT_ACCESS_KEY": self.access_key,
                "ROOT_SECRET_KEY": self.secret_key,
            },
        )

    @property
    def url(self) -> str:
        return self._process.url

    def start(self) -> None:
        """Return when it answers. Raises EngineMissingError or EngineFailedError."""
        VERSITYGW.require()
        self._process.start()

    def stop(self) -> None:
        self._process.stop()
        self._folder.cleanup()

    def session(self, *, secret_key: str | None = None) -> Any:
        """A boto3 session of its account, or of somebody who guesses its secret."""
        import boto3  # noqa: PLC0415 - fetching needs none

        return boto3.Session(self.access_key, secret_key or self.secret_key, region_name=REGION)
