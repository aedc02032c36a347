"""DynamoDB Local: AWS's own engine, for what moto cannot prove (units, races, capacity)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from infra.local.engines.java import JavaEngine, JavaProcess, free_port

DYNAMODB_LOCAL = JavaEngine("dynamodb_local")
# Starts with half the work and needs less for the first thousands of requests, which is most runs.
_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_MAIN = "software.amazon.dynamodb.services.local.main.ServerRunner"


class DynamoDBLocal:
    """One engine process; in memory unless a directory for its file is given."""

    def __init__(self, port: int | None = None, directory: Path | None = None) -> None:
        self._directory = directory
        storage = ["-inMemory"] if directory is None else ["-dbPath", str(directory)]
        port = port or free_port()
        self._process = JavaProcess(
            DYNAMODB_LOCAL,
            port,
            ["-Xmx512m", *_QUICK, f"-Djava.library.path={DYNAMODB_LOCAL.library}"],
            [_MAIN, "-port", str(port), "-sharedDb", "-disableTelemetry", *storage],
        )

    @property
    def url(self) -> str:
        """Where DynamoDB and its streams both answer."""
        return self._process.url

    def start(self) -> None:
        """Return when it answers. Raises EngineMissingError or EngineFailedError."""
        if self._directory is not None:
            self._directory.mkdir(parents=True, exist_ok=True)
        self._process.start()

    def stop(self) -> None:
        self._process.stop()

    def client(self, service: str = "dynamodb") -> Any:
        """A boto3 client of `dynamodb` or `dynamodbstreams`."""
        return local_client(service, self.url)


def local_client(service: str, url: str) -> Any:
    """A boto3 client of an engine of this machine; credentials are not checked there."""
    session: Any = boto3.session.Session()
    return session.client(
        service,
        endpoint_url=url,
        config=Config(region_name="us-east-1", max_pool_connections=50),
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
