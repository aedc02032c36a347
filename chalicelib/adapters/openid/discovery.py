"""What providers say of themselves (OpenID Connect Discovery 1.0), kept for some minutes."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

from chalicelib.adapters.openid.requests import ProviderRequests
from chalicelib.core.clock import Clock
from chalicelib.domains.identity_providers.errors import ProviderFailedError
from chalicelib.domains.identity_providers.models import BASIC_ALONE, Metadata

WELL_KNOWN = "/.well-known/openid-configuration"
KEPT_FOR = timedelta(minutes=10)
_MOST_KEPT = 32
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_FURTHER = ("userinfo_endpoint", "end_session_endpoint")


class Discovery:
    """Reads and keeps metadata by issuer."""

    def __init__(self, requests: ProviderRequests, clock: Clock) -> None:
        self._requests = requests
        self._clock = clock
        self._kept: dict[str, tuple[Metadata, datetime]] = {}
        self._lock = threading.Lock()

    def of(self, issuer: str) -> Metadata:
        """Raises ProviderFailedError."""
        now = self._clock.now()
        with self._lock:
            kept = self._kept.get(issuer)
        if kept is not None and now - kept[1] < KEPT_FOR:
            return kept[0]
        read = self._read(issuer)
        with self._lock:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[issuer] = (read, now)
        return read

    def _read(self, issuer: str) -> Metadata:
        told = self._requests.read(issuer.rstrip("/") + WELL_KNOWN)
        if told.get("issuer") != issuer:
            raise ProviderFailedError("issuer_differs")
        known = {name: self._endpoint(told, name) for name in (*_ENDPOINTS, *_FURTHER)}
        if not all(known[name] for name in _ENDPOINTS):
            raise ProviderFailedError("incomplete")
        methods = _texts(told.get("token_endpoint_auth_methods_supported"))
        challenges = told.get("code_challenge_methods_supported")
        return Metadata(
            issuer=issuer,
            authorization_endpoint=known["authorization_endpoint"] or "",
            token_endpoint=known["token_endpoint"] or "",
            jwks_uri=known["jwks_uri"] or "",
            userinfo_endpoint=known["userinfo_endpoint"],
            end_session_endpoint=known["end_session_endpoint"],
            token_auth_methods=methods or BASIC_ALONE,
            names_itself=told.get("authorization_response_iss_parameter_supported") is True,
            takes_s256=None if challenges is None else "S256" in _texts(challenges),
        )

    def _endpoint(self, told: dict[str, Any], name: str) -> str | None:
        address = told.get(name)
        if address is None:
            return None
        if not isinstance(address, str) or not self._requests.is_secure(address):
            raise ProviderFailedError("insecure_address")
        return address


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
