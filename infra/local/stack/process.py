"""`python -m infra.local`: reads the settings, takes the port, serves until it is told to stop."""

from __future__ import annotations

import os
import socket
import sys

import uvicorn

from chalicelib.core.settings import SettingsError
from infra.local.engines.java import EngineFailedError, EngineMissingError
from infra.local.keeping.errors import KeepingError
from infra.local.lambdas.logs import log_to_stderr
from infra.local.settings import (
    LOG_LEVEL,
    LocalSettings,
    aws_defaults,
    read_local_settings,
)
from infra.local.workers.errors import WorkerFailedError

_MOST_FRAME_BYTES = 128 * 1024  # API Gateway's limit
_STOP_WITHIN_SECONDS = 10
_KEEP_ALIVE_SECONDS = 120


class PortTakenError(RuntimeError):
    """Somebody else listens there."""


_TOLD_IN_A_LINE = (
    SettingsError,
    PortTakenError,
    KeepingError,
    EngineMissingError,
    EngineFailedError,
    WorkerFailedError,
)


def main() -> None:
    """Serve; a wrong setting, or a port or folder that is taken, ends with one line about it."""
    try:
        settings = read_local_settings(os.environ)
        listening = _listen(settings)
        _prepare_environment(settings)
        server = _server(settings, listening)
    except _TOLD_IN_A_LINE as exc:
        sys.exit(f"hilo: {exc}")
    server.run(sockets=[listening])


def _listen(settings: LocalSettings) -> socket.socket:
    """The port, taken before anything else is done. Raises PortTakenError."""
    # With the protocol named, asyncio turns Nagle's algorithm off on what it accepts;
    # without it every answer waits 40 ms for the client's delayed acknowledgement.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(1024)
    except OSError as exc:
        raise PortTakenError(
            f"port {settings.port} is taken ({exc.strerror}). Stop what listens there, or choose "
            "another one: HILO_PORT=8001 make run"
        ) from exc
    return listening


def _prepare_environment(settings: LocalSettings) -> None:
    """What libraries read from the environment, where nothing else is set."""
    level = settings.log.upper()
    for name, value in {**aws_defaults(), LOG_LEVEL: level}.items():
        os.environ.setdefault(name, value)
    log_to_stderr(level)


class _Server(uvicorn.Server):
    """Says where it serves once it does."""

    def __init__(self, config: uvicorn.Config, port: int) -> None:
        super().__init__(config)
        self._port = port

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            sys.stdout.write(
                f"Hilo: http://localhost:{self._port}  (teléfono: /phone)  usuarios: "
                "admin, supervisora, agente1 … agente4 @hilo.test, contraseña Hilo-demo-2026\n"
            )
            sys.stdout.flush()


def _server(settings: LocalSettings, listening: socket.socket) -> uvicorn.Server:
    # Imported late: the environment is set, and a taken port is told at once.
    from infra.local.stack.front import Front  # noqa: PLC0415
    from infra.local.stack.stack import Stack, inherited_environment  # noqa: PLC0415

    front = Front(Stack(settings, inherited_environment()))
    config = uvicorn.Config(
        front.app,
        log_level="warning",
        access_log=False,
        ws="websockets-sansio",
        ws_max_size=_MOST_FRAME_BYTES,
        ws_ping_interval=None,
        ws_per_message_deflate=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_STOP_WITHIN_SECONDS,
    )
    return _Server(config, settings.port)
