"""The authorization code flow with PKCE (RFC 6749, RFC 7636), and the way out (RP-Initiated
Logout 1.0)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, quote_plus, urlencode, urlsplit, urlunsplit

from chalicelib.adapters.openid.discovery import Discovery
from chalicelib.adapters.openid.id_tokens import IdTokens
from chalicelib.adapters.openid.keys import ProviderKeys
from chalicelib.adapters.openid.requests import ProviderRequests, Told
from chalicelib.core.clock import Clock
from chalicelib.domains.identity_providers.errors import (
    IdentityRejectedError,
    ProviderFailedError,
)
from chalicelib.domains.identity_providers.models import (
    AuthorizationRequest,
    ClientStanding,
    IdentityProvider,
    Metadata,
    ProvenIdentity,
    Redemption,
)
from chalicelib.domains.identity_providers.rules import is_enough

_BASIC, _POST = "client_secret_basic", "client_secret_post"
_NO_CODE = "hilo-tries-the-client-with-a-code-that-nobody-gave"


class OpenIdClient:
    """Implements chalicelib.domains.identity_providers.ports.OpenId."""

    def __init__(self, requests: ProviderRequests, clock: Clock) -> None:
        self._requests = requests
        self._discovery = Discovery(requests, clock)
        self._keys = ProviderKeys(requests, clock)
        self._id_tokens = IdTokens(self._keys)

    def is_secure(self, address: str) -> bool:
        return self._requests.is_secure(address)

    def metadata(self, issuer: str) -> Metadata:
        return self._discovery.of(issuer)

    def check_keys(self, issuer: str) -> None:
        self._keys.fetch(self.metadata(issuer).jwks_uri)

    def authorization_address(
        self, provider: IdentityProvider, request: AuthorizationRequest
    ) -> str:
        asked = {
            "response_type": "code",
            "client_id": provider.client_id,
            "redirect_uri": request.redirect_uri,
            "scope": " ".join(dict.fromkeys(("openid", *provider.scopes))),
            "state": request.state,
            "nonce": request.nonce,
            "code_challenge": _challenge(request.verifier),
            "code_challenge_method": "S256",
        }
        return _with_query(self.metadata(provider.issuer).authorization_endpoint, asked)

    def redeem(
        self, provider: IdentityProvider, secret: str, redemption: Redemption, now: datetime
    ) -> ProvenIdentity:
        metadata = self.metadata(provider.issuer)
        tokens = self._tokens(metadata, provider.client_id, secret, redemption)
        id_token = tokens.get("id_token")
        claims = self._id_tokens.read(
            id_token, metadata, client_id=provider.client_id, nonce=redemption.nonce, now=now
        )
        if not is_enough(provider, claims) and metadata.userinfo_endpoint:
            claims = self._further(metadata.userinfo_endpoint, tokens, claims)
        return ProvenIdentity(metadata.issuer, claims["sub"], claims, str(id_token))

    def client_standing(
        self, provider: IdentityProvider, secret: str, redirect_uri: str
    ) -> ClientStanding:
        """A code that nobody gave: who takes the client refuses the code."""
        redemption = Redemption(_NO_CODE, redirect_uri, "", "-" * 43)
        metadata = self.metadata(provider.issuer)
        told = self._asked(metadata, provider.client_id, secret, redemption)
        standings: dict[Any, ClientStanding] = {
            "invalid_grant": "accepted",
            "invalid_client": "refused",
            "unauthorized_client": "refused",
        }
        return standings.get(told.fields.get("error"), "unknown")

    def sign_out_address(
        self, provider: IdentityProvider, id_token: str, back_to: str
    ) -> str | None:
        endpoint = self.metadata(provider.issuer).end_session_endpoint
        if endpoint is None:
            return None
        asked = {
            "id_token_hint": id_token,
            "client_id": provider.client_id,
            "post_logout_redirect_uri": back_to,
        }
        return _with_query(endpoint, asked)

    def _tokens(
        self, metadata: Metadata, client_id: str, secret: str, redemption: Redemption
    ) -> dict[str, Any]:
        told = self._asked(metadata, client_id, secret, redemption)
        if told.status == 200:
            return told.fields
        reasons = {"invalid_client": "client_refused", "unauthorized_client": "client_refused"}
        reasons["invalid_grant"] = "code_refused"
        raise ProviderFailedError(reasons.get(str(told.fields.get("error")), "answered_error"))

    def _asked(
        self, metadata: Metadata, client_id: str, secret: str, redemption: Redemption
    ) -> Told:
        form = {
            "grant_type": "authorization_code",
            "code": redemption.code,
            "redirect_uri": redemption.redirect_uri,
            "code_verifier": redemption.verifier,
        }
        headers: Mapping[str, str] = {}
        if not secret:
            form["client_id"] = client_id
        elif _BASIC not in metadata.token_auth_methods and _POST in metadata.token_auth_methods:
            form |= {"client_id": client_id, "client_secret": secret}
        else:
            headers = {"Authorization": _basic(client_id, secret)}
        return self._requests.post(metadata.token_endpoint, form, headers)

    def _further(
        self, endpoint: str, tokens: Mapping[str, Any], claims: dict[str, Any]
    ) -> dict[str, Any]:
        """What the provider tells besides; the ID token goes before it (section 5.3.2)."""
        access_token = tokens.get("access_token")
        if not isinstance(access_token, str) or not access_token.isascii():
            return claims
        told = self._requests.read(endpoint, bearer=access_token)
        if told.get("sub") != claims["sub"]:
            raise IdentityRejectedError("userinfo_of_another")
        return {**told, **claims}


def _challenge(verifier: str) -> str:
    """S256 (RFC 7636, section 4.2)."""
    hashed = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()


def _basic(client_id: str, secret: str) -> str:
    """Both encoded as in forms first (RFC 6749, section 2.3.1)."""
    pair = f"{quote_plus(client_id)}:{quote_plus(secret)}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


def _with_query(address: str, asked: Mapping[str, str]) -> str:
    """What the address has of its own stays."""
    parts = urlsplit(address)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *asked.items()])
    return urlunsplit(parts._replace(query=query))
