"""Secrets in memory, with a cache to tell a fresh read from a cached one."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.core.secret_store import SecretMissingError, SecretsUnavailableError


class FakeSecretStore:
    """`stored` is the truth; reads that are not fresh answer what was read first."""

    def __init__(self, stored: dict[str, dict[str, str]] | None = None) -> None:
        self.stored = stored or {}
        self.fresh_reads = 0
        self.is_down = False
        self._cached: dict[str, Mapping[str, str]] = {}

    def check(self, name: str) -> None:
        if self.is_down:
            raise SecretsUnavailableError(name)
        if name not in self.stored:
            raise SecretMissingError(name)

    def read(self, name: str, *, fresh: bool = False) -> Mapping[str, str]:
        if self.is_down:
            raise SecretsUnavailableError(name)
        if fresh:
            self.fresh_reads += 1
        if fresh or name not in self._cached:
            if name not in self.stored:
                raise SecretMissingError(name)
            self._cached[name] = dict(self.stored[name])
        return self._cached[name]
