"""What a person may choose about the local stack, and the environment it gives the product."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from chalicelib.core.settings import SettingsError, load_settings

REGION = "us-east-1"
BODIES_BUCKET, MEDIA_BUCKET = "hilo-bodies", "hilo-media"
SEALS_BUCKET = "hilo-seals"
MEDIA_PATH = "/local/media"
MOTO, DYNAMODB_LOCAL = ENGINES = ("moto", "dynamodb-local")
IN_MEMORY = "memory"
TABLES_ADDRESS = "AWS_ENDPOINT_URL_DYNAMODB"
LOG_LEVEL = "POWERTOOLS_LOG_LEVEL"
_HOST = "127.0.0.1"
_CHECKOUT = Path(__file__).parents[2]
_FEWEST_WORKERS, _MOST_WORKERS = 2, 4  # by default; each takes up to 250 MB


@dataclass(frozen=True, slots=True)
class LocalSettings:
    """Read from HILO_PORT, HILO_ENGINE, HILO_DATA, HILO_DEMO, HILO_LOG, HILO_WORKERS."""

    port: int = 8000
    engine: str = "moto"
    data: str = str(_CHECKOUT / ".local")
    demo: bool = True
    log: str = "warning"
    workers: int = 0

    @property
    def origin(self) -> str:
        """Where the stack serves, as its own parts call it."""
        return f"http://{_HOST}:{self.port}"

    @property
    def host(self) -> str:
        return _HOST

    @property
    def folder(self) -> Path | None:
        """Where the state is kept, apart for each engine; None where it is not."""
        return None if self.data == IN_MEMORY else Path(self.data).absolute() / self.engine


def read_local_settings(environment: Mapping[str, str]) -> LocalSettings:
    """Raises SettingsError naming the variable that is wrong."""
    settings = load_settings(LocalSettings, environment)
    if settings.engine not in ENGINES:
        raise SettingsError(f"HILO_ENGINE: one of {', '.join(ENGINES)}, not {settings.engine!r}")
    if not settings.data:
        raise SettingsError(f"HILO_DATA: a folder, or {IN_MEMORY!r} to keep nothing")
    if settings.workers < 0:
        raise SettingsError("HILO_WORKERS: a number of processes, or 0 for none")
    if settings.workers and settings.engine == MOTO:
        raise SettingsError("HILO_WORKERS: moto keeps everything in one process, take 0")
    if "HILO_WORKERS" not in environment and settings.engine == DYNAMODB_LOCAL:
        settings = replace(settings, workers=_default_workers())
    if "HILO_DATA" not in environment and TABLES_ADDRESS in environment:
        return replace(settings, data=IN_MEMORY)  # half of the state is not ours to keep
    return settings


def _default_workers() -> int:
    return min(max(os.cpu_count() or 1, _FEWEST_WORKERS), _MOST_WORKERS)


def product_environment(environment: Mapping[str, str], settings: LocalSettings) -> dict[str, str]:
    """The environment of the product: what is set, else the local defaults."""
    return {
        "HILO_SECURE_COOKIES": "false",
        "HILO_LOCKOUT_SECONDS": "30",
        "HILO_OPENID_ALLOWS_HTTP": "true",
        "HILO_GRAPH_BASE_URL": f"{settings.origin}/local/graph",
        "HILO_BODIES_BUCKET": BODIES_BUCKET,
        "HILO_MEDIA_BUCKET": MEDIA_BUCKET,
        "HILO_SEALS_BUCKET": SEALS_BUCKET,
        "HILO_MEDIA_ENDPOINT_URL": settings.origin + MEDIA_PATH,
        "HILO_PUBLIC_ADDRESS": f"http://localhost:{settings.port}",
        "HILO_MAIL_FROM": "Hilo <hilo@hilo.test>",
        "HILO_MAIL_CARRIER": "smtp",
        **environment,
    }


def aws_defaults() -> dict[str, str]:
    """What boto3 wants to see before it talks to an engine that checks nothing."""
    return {
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
