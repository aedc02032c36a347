"""Access tokens: ES256 JWTs by joserfc, signed with the key in the secret store.

The secret `hilo/signing-key` holds the private key under `jwk` (RFC 7517, JSON). A person's
token names a session (`sid`), an application's the client and the secret that it came with
(`client_id`, `csid`; `scope` as in RFC 9068). One that names both is nobody's.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.core.clock import from_seconds
from chalicelib.core.ids import ApplicationId, UserId
from chalicelib.core.secret_store import SIGNING_KEY, SecretStore
from chalicelib.domains.access.errors import InvalidTokenError
from chalicelib.domains.access.models import ApplicationClaims, Claims, SessionId

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

    def issue(self, claims: Claims | ApplicationClaims) -> str:
        """The signed token."""
        from joserfc import jwt  # noqa: PLC0415

        payload = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            **(_of_person(claims) if isinstance(claims, Claims) else _of_application(claims)),
            "iat": int(claims.issued_at.timestamp()),
            "exp": int(claims.expires_at.timestamp()),
        }
        header = {"alg": ALGORITHM, "typ": "at+jwt"}
        return jwt.encode(header, payload, self._key, algorithms=[ALGORITHM])

    def read(self, token: str, now: datetime) -> Claims | ApplicationClaims:
        """The claims, once signature, algorithm, issuer, audience and expiry hold."""
        payload = self._verified(token)
        try:
            claims = _claims(payload)
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


def _of_person(claims: Claims) -> dict[str, Any]:
    return {"sub": claims.user_id, "sid": claims.session_id, "epoch": claims.epoch}


def _of_application(claims: ApplicationClaims) -> dict[str, Any]:
    return {
        "sub": claims.application_id,
        "client_id": claims.application_id,
        "csid": claims.secret_id,
        "scope": " ".join(sorted(claims.permissions)),
    }


def _claims(payload: dict[str, Any]) -> Claims | ApplicationClaims:
    """Raises KeyError, TypeError, ValueError where they are not whole."""
    issued_at = from_seconds(int(payload["iat"]))
    expires_at = from_seconds(int(payload["exp"]))
    subject = _text(payload, "sub")
    if "client_id" not in payload:
        session_id, epoch = SessionId(_text(payload, "sid")), int(payload["epoch"])
        return Claims(UserId(subject), session_id, epoch, issued_at, expires_at)
    if "sid" in payload or payload["client_id"] != subject:
        raise ValueError("of a person and of an application at once")
    scope, secret_id = _text(payload, "scope"), _text(payload, "csid")
    return ApplicationClaims(
        ApplicationId(subject), secret_id, frozenset(scope.split()), issued_at, expires_at
    )


def _text(payload: dict[str, Any], name: str) -> str:
    value = payload[name]
    if not isinstance(value, str):
        raise TypeError(name)
    return value
