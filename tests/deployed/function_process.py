"""A function's process as Lambda runs it: awslambdaric, the template's handler and environment."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from tests.deployed.folders import Folders, interpreter
from tests.deployed.runtime_api import Answer, NoAnswerError, RuntimeApi
from tests.deployed.template import ACCOUNT, REGION, Deployed

_PATIENCE_SECONDS = 60.0


class FunctionProcess:
    """Started at once; `invoke` waits for its answer."""

    def __init__(
        self, name: str, one: Deployed, folders: Folders, log: Path, reachable: Mapping[str, str]
    ) -> None:
        arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}"
        self._log = log
        self._api = RuntimeApi(arn, one.timeout_seconds)
        self._output: IO[bytes] = log.open("wb")
        environment = {
            **one.environment,
            **_of_lambda(name, one, folders.package),
            "AWS_LAMBDA_RUNTIME_API": self._api.address,
            "PYTHONPATH": os.pathsep.join(str(path) for path in folders.of(one.layers)),
            **reachable,
        }
        self._process = subprocess.Popen(
            [*interpreter(), "-m", "awslambdaric", one.handler],
            cwd=folders.package,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
        )

    def invoke(self, event: Any) -> Answer:
        """Raises NoAnswerError with what the process wrote."""
        try:
            return self._api.invoke(event, _PATIENCE_SECONDS)
        except NoAnswerError as exc:
            raise NoAnswerError(f"{exc}: {self.output()[-3000:]}") from None

    def output(self) -> str:
        """Everything it wrote so far."""
        return self._log.read_text(errors="replace")

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._output.close()
        self._api.stop()


def _of_lambda(name: str, one: Deployed, package: Path) -> dict[str, str]:
    """What Lambda itself puts into the environment. The key id says who asks."""
    return {
        "AWS_ACCESS_KEY_ID": name,
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(one.memory_mb),
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/hilo/{name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "test",
        "LAMBDA_TASK_ROOT": str(package),
        "_HANDLER": one.handler,
        "PATH": os.environ.get("PATH", ""),
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
    }
