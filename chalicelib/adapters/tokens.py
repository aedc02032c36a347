"""Access tokens: ES256 JWTs by joserfc, signed with the key in the secret store.

The secret `hilo/signing-key` holds the private key under `jwk` (RFC 7517, JSON).
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.core.clock import from_seconds
from chalicelib.core.ids import UserId
from chalicelib.core.secret_store import SIGNING_KEY, SecretStore
from chalicelib.domains.access.errors import InvalidTokenError
from chalicelib.domains.access.models import Claims, SessionId

if TYPE_CHECKING:
    from joserfc.jwk import ECKey

ALGORITHM = "ES256"
ISSUER = "hilo"
AUDIENCE = "hilo-api"
_MAX_LENGTH = 2048


class JoseTokens:
    """AccessTokens; the key is read at the first token."""

    def __init__(self, secrets: SecretStore) -> None:
        self._secrets = secrets

    @cached_property
    def _key(self) -> ECKey:
        from joserfc.jwk import ECKey  # noqa: PLC0415 - paid at the first token

        return ECKey.import_key(json.loads(self._secrets.read(SIGNING_KEY)["jwk"]))

    def issue(self, claims: Claims) -> str:
        """The signed token."""
        from joserfc import jwt  # noqa: PLC0415

        payload = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": claims.user_id,
            "sid": claims.session_id,
            "epoch": claims.epoch,
            "iat": int(claims.issued_at.timestamp()),
            "exp": int(claims.expires_at.timestamp()),
        }
        header = {"alg": ALGORITHM, "typ": "at+jwt"}
        return jwt.encode(header, payload, self._key, algorithms=[ALGORITHM])

    def read(self, token: str, now: datetime) -> Claims:
        """The claims, once signature, algorithm, issuer, audience and expiry hold."""
        payload = self._verified(token)
        try:
            claims = Claims(
                user_id=UserId(_text(payload, "sub")),
                session_id=SessionId(_text(payload, "sid")),
                epoch=int(payload["epoch"]),
                issued_at=from_seconds(int(payload["iat"])),
                expires_at=from_seconds(int(payload["exp"])),
            )
        except (KeyError, TypeError, ValueError) as exc:
            raise InvalidTokenError("claims are missing") from exc
        if (payload.get("iss"), payload.get("aud")) != (ISSUER, AUDIENCE):
            raise InvalidTokenError("made by or for somebody else")
        if claims.expires_at <= now:
            raise InvalidTokenError("expired")
        return claims

    def _verified(self, token: str) -> dict[str, Any]:
        from joserfc import jwt  # noqa: PLC0415
        from joserfc.errors import JoseError  # noqa: PLC0415

        if len(token) > _MAX_LENGTH or not token.isascii():
            raise InvalidTokenError("not a token")
        try:
            return jwt.decode(token, self._key, algorithms=[ALGORITHM]).claims
        except (JoseError, ValueError) as exc:
            raise InvalidTokenError("not signed by us") from exc


def _text(payload: dict[str, Any], name: str) -> str:
    value = payload[name]
    if not isinstance(value, str):
        raise TypeError(name)
    return value
