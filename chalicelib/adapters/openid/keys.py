"""Keys that providers sign with: kept for an hour, and fetched once more for one unknown.

A provider that changes its keys is followed at once; tokens with made-up keys cause one fetch
in half a minute and no more.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.openid.requests import ProviderRequests
from chalicelib.core.clock import Clock
from chalicelib.domains.identity_providers.errors import ProviderFailedError

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

KEPT_FOR = timedelta(hours=1)
MISSED_EVERY = timedelta(seconds=30)
_MOST_KEPT = 32
_TYPES = ("RSA", "EC", "OKP")  # what anybody may verify with; no shared secrets


@dataclass(slots=True)
class _Kept:
    keys: KeySet
    fetched_at: datetime
    missed_at: datetime | None = None


class ProviderKeys:
    """Reads and keeps key sets by their address."""

    def __init__(self, requests: ProviderRequests, clock: Clock) -> None:
        self._requests = requests
        self._clock = clock
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.Lock()

    def at(self, address: str) -> KeySet:
        """An hour old at most. Raises ProviderFailedError."""
        now = self._clock.now()
        with self._lock:
            kept = self._kept.get(address)
        if kept is not None and now - kept.fetched_at < KEPT_FOR:
            return kept.keys
        return self.fetch(address)

    def after_unknown(self, address: str) -> KeySet | None:
        """The set as it is now, since a token names a key that is not in the one we have.

        None where that was looked at a moment ago. Raises ProviderFailedError.
        """
        now = self._clock.now()
        with self._lock:
            kept = self._kept.get(address)
            if kept is None or (kept.missed_at and now - kept.missed_at < MISSED_EVERY):
                return None
            kept.missed_at = now
        return self.fetch(address, missed_at=now)

    def fetch(self, address: str, *, missed_at: datetime | None = None) -> KeySet:
        """Anew. Raises ProviderFailedError."""
        keys = _key_set(self._requests.read(address))
        with self._lock:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[address] = _Kept(keys, self._clock.now(), missed_at)
        return keys


def _key_set(told: dict[str, Any]) -> KeySet:
    from joserfc.errors import JoseError  # noqa: PLC0415 - paid at the first sign-in
    from joserfc.jwk import JWKRegistry, KeySet  # noqa: PLC0415

    keys = []
    listed = told.get("keys")
    for one in listed if isinstance(listed, list) else ():
        if not isinstance(one, dict) or one.get("kty") not in _TYPES or one.get("use") == "enc":
            continue
        try:
            keys.append(JWKRegistry.import_key(one))
        except (JoseError, ValueError, KeyError, TypeError):  # of a kind that we do not know
            continue
    if not keys:
        raise ProviderFailedError("incomplete")
    return KeySet(keys)
