"""ID tokens (OpenID Connect Core 1.0, section 3.1.3.7), verified by joserfc."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.adapters.openid.keys import ProviderKeys
from chalicelib.domains.identity_providers.errors import IdentityRejectedError
from chalicelib.domains.identity_providers.models import Metadata

SKEW_SECONDS = 120
"""By how much the provider's clock may differ from ours."""
ALGORITHMS = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "Ed25519",
    "EdDSA",
]
"""Signatures that anybody can verify; no shared secrets, and never none."""
_MAX_LENGTH = 64 * 1024
_LONGEST_SUBJECT = 255


class IdTokens:
    """Reads ID tokens with the provider's keys."""

    def __init__(self, keys: ProviderKeys) -> None:
        self._keys = keys

    def read(
        self, token: Any, metadata: Metadata, *, client_id: str, nonce: str, now: datetime
    ) -> dict[str, Any]:
        """The claims, once signature, issuer, audience, times and nonce hold.

        Raises IdentityRejectedError, ProviderFailedError.
        """
        if not isinstance(token, str) or len(token) > _MAX_LENGTH or not token.isascii():
            raise IdentityRejectedError("no_id_token")
        claims = self._verified(token, metadata.jwks_uri)
        _require_for_us(claims, metadata.issuer, client_id, nonce, now)
        return claims

    def _verified(self, token: str, jwks_uri: str) -> dict[str, Any]:
        from joserfc import jwt  # noqa: PLC0415 - paid at the first sign-in
        from joserfc.errors import InvalidKeyIdError, JoseError  # noqa: PLC0415

        keys = self._keys.at(jwks_uri)
        try:
            try:
                return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
            except InvalidKeyIdError:
                renewed = self._keys.after_unknown(jwks_uri)
                if renewed is None:
                    raise
                return jwt.decode(token, renewed, algorithms=ALGORITHMS).claims
        except InvalidKeyIdError as exc:
            raise IdentityRejectedError("unknown_key") from exc
        except (JoseError, ValueError, TypeError) as exc:
            raise IdentityRejectedError("bad_signature") from exc


def _require_for_us(
    claims: dict[str, Any], issuer: str, client_id: str, nonce: str, now: datetime
) -> None:
    from joserfc.errors import InvalidClaimError, JoseError, MissingClaimError  # noqa: PLC0415
    from joserfc.jwt import JWTClaimsRegistry  # noqa: PLC0415

    registry = JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=SKEW_SECONDS,
        iss={"essential": True, "value": issuer},
        sub={"essential": True},
        aud={"essential": True, "value": client_id},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
        azp={"value": client_id},
    )
    try:
        registry.validate(claims)
    except (InvalidClaimError, MissingClaimError) as exc:
        raise IdentityRejectedError(f"claim_{exc.claim}") from exc
    except JoseError as exc:
        raise IdentityRejectedError("expired") from exc
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims:
        raise IdentityRejectedError("claim_azp")
    if len(claims["sub"]) > _LONGEST_SUBJECT:
        raise IdentityRejectedError("claim_sub")
