"""Secrets from AWS Secrets Manager, kept in memory for some minutes.

A store that does not answer does not stop us: what was read before goes on serving.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chalicelib.core.clock import Clock
from chalicelib.core.secret_store import SecretMissingError, SecretsUnavailableError

if TYPE_CHECKING:
    import boto3
    from mypy_boto3_secretsmanager import SecretsManagerClient

CACHED_FOR = timedelta(minutes=5)
_MISSING_FOR = timedelta(seconds=30)
_MAX_MISSING = 256


def connect_secrets(session: boto3.Session) -> SecretsManagerClient:
    """A client that gives up within seconds: a webhook is waiting."""
    from botocore.config import Config  # noqa: PLC0415 - not paid by who opens no client

    config = Config(
        connect_timeout=1,
        read_timeout=2,
        retries={"mode": "standard", "total_max_attempts": 2},
    )
    return session.client("secretsmanager", config=config)


@dataclass(frozen=True, slots=True)
class _Cached:
    fields: Mapping[str, str] | None  # None: there is no such secret
    until: datetime


class SecretsManagerStore:
    """The SecretStore on AWS; `open_client` is called at the first read."""

    def __init__(self, open_client: Callable[[], SecretsManagerClient], clock: Clock) -> None:
        self._open_client = open_client
        self._clock = clock
        self._client: SecretsManagerClient | None = None
        self._cache: dict[str, _Cached] = {}
        self._lock = threading.Lock()

    def read(self, name: str, *, fresh: bool = False) -> Mapping[str, str]:
        with self._lock:
            cached = self._cache.get(name)
            if cached is None or fresh or cached.until <= self._clock.now():
                cached = self._refreshed(name, cached)
        if cached.fields is None:
            raise SecretMissingError(name)
        return cached.fields

    def check(self, name: str) -> None:
        with self._lock:
            if self._fetch(name) is None:
                raise SecretMissingError(name)

    def _refreshed(self, name: str, before: _Cached | None) -> _Cached:
        try:
            fields = self._fetch(name)
        except SecretsUnavailableError:
            if before is None or before.fields is None:
                raise
            fields = before.fields
        now = self._clock.now()
        cached = _Cached(fields, now + (_MISSING_FOR if fields is None else CACHED_FOR))
        if len(self._cache) >= _MAX_MISSING:
            self._forget_missing()
        self._cache[name] = cached
        return cached

    def _fetch(self, name: str) -> Mapping[str, str] | None:
        from botocore.exceptions import (  # noqa: PLC0415 - loaded with the client
            BotoCoreError,
            ClientError,
        )

        if self._client is None:
            self._client = self._open_client()
        try:
            answer = self._client.get_secret_value(SecretId=name)
        except ClientError as exc:
            if exc.response.get("Error", {}).get("Code") == "ResourceNotFoundException":
                return None
            raise SecretsUnavailableError(name) from exc
        except BotoCoreError as exc:
            raise SecretsUnavailableError(name) from exc
        return _fields(name, answer.get("SecretString", ""))

    def _forget_missing(self) -> None:
        """Names that strangers made up must not fill the memory."""
        self._cache = {name: kept for name, kept in self._cache.items() if kept.fields is not None}


def _fields(name: str, text: str) -> Mapping[str, str]:
    """The JSON object of texts that a secret holds."""
    try:
        fields = json.loads(text)
    except ValueError as exc:
        raise SecretsUnavailableError(f"{name} holds no JSON") from exc
    if not isinstance(fields, dict):
        raise SecretsUnavailableError(f"{name} holds no JSON object")
    return {str(key): str(value) for key, value in fields.items()}
