"""An identity provider that a test may make lie."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import RSAKey

from chalicelib.adapters.openid.client import OpenIdClient
from chalicelib.adapters.openid.requests import OpenIdSettings, ProviderRequests
from chalicelib.core.clock import Clock

ISSUER = "https://login.provider.test/realms/hilo"
CLIENT_ID, CLIENT_SECRET = "hilo", "a secret: with signs & blanks"
_MADE = [RSAKey.generate_key(2048, {"kid": f"key-{number}", "use": "sig"}) for number in (1, 2)]


@dataclass(slots=True)
class _Code:
    asked: dict[str, str]
    claims: dict[str, Any]
    is_spent: bool = False


@dataclass
class FakeProvider:
    """Answers as a provider does; what it `lies` goes over what it should say in an ID token.

    `requests` are the paths asked for; `metadata` and `userinfo` may be changed, `answers` put
    other answers at paths. `key` is the one it signs with, `published` those it shows.
    """

    clock: Clock
    issuer: str = ISSUER
    lies: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256"})
    userinfo: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, httpx.Response] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    key: RSAKey = field(default_factory=lambda: _MADE[0])
    published: list[RSAKey] = field(default_factory=lambda: [_MADE[0]])

    def __post_init__(self) -> None:
        self._codes: dict[str, _Code] = {}
        self._numbers = itertools.count(1)
        self._subject = ""
        self.metadata: dict[str, Any] = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize?theme=dark",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/logout",
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }

    def client(self, other: FakeProvider | None = None) -> OpenIdClient:
        """The product's client, with nothing but this provider in its world, or one more."""

        def answered(request: httpx.Request) -> httpx.Response:
            is_others = other is not None and str(request.url).startswith(other.issuer)
            return (other if other and is_others else self).answer(request)

        requests = ProviderRequests(OpenIdSettings(), transport=httpx.MockTransport(answered))
        return OpenIdClient(requests, self.clock)

    def rotate(self) -> None:
        """Sign with another key, and show that alone."""
        self.key = _MADE[1]
        self.published = [self.key]

    def authorize(self, address: str, **claims: Any) -> dict[str, str]:
        """What somebody's browser comes back with who signs in here as these claims say."""
        asked = dict(parse_qsl(urlsplit(address).query))
        code = f"code-{next(self._numbers)}"
        self._codes[code] = _Code(asked, claims)
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def answer(self, request: httpx.Request) -> httpx.Response:
        """To a request of any kind."""
        path = request.url.path
        self.requests.append(path.rpartition("/")[2])
        if path in self.answers:
            return self.answers[path]
        match self.requests[-1]:
            case "openid-configuration":
                return httpx.Response(200, json=self.metadata)
            case "jwks":
                keys = [one.as_dict(private=False) for one in self.published]
                return httpx.Response(200, json={"keys": keys})
            case "userinfo":
                return httpx.Response(200, json={"sub": self._subject, **self.userinfo})
            case "token":
                return self._tokens(request)
        return httpx.Response(404)

    def _tokens(self, request: httpx.Request) -> httpx.Response:
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        pair = "hilo:a+secret%3A+with+signs+%26+blanks"
        expected = "Basic " + base64.b64encode(pair.encode()).decode()
        if request.headers.get("authorization") != expected:
            return httpx.Response(401, json={"error": "invalid_client"})
        code = self._codes.get(form["code"])
        if code is None or code.is_spent or not _is_proven(code, form):
            return httpx.Response(400, json={"error": "invalid_grant"})
        code.is_spent = True
        body = {"access_token": "at", "token_type": "Bearer", "id_token": self._id_token(code)}
        return httpx.Response(200, json=body)

    def _id_token(self, code: _Code) -> str:
        now = int(self.clock.now().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": code.asked["nonce"],
            **code.claims,
            **self.lies,
        }
        told = {name: value for name, value in claims.items() if value is not None}
        self._subject = told.get("sub", "")
        header = {"kid": self.key.kid, **self.header}
        return jwt.encode(header, told, self.key, algorithms=[header["alg"]])


def _is_proven(code: _Code, form: dict[str, str]) -> bool:
    hashed = hashlib.sha256(form["code_verifier"].encode()).digest()
    challenge = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
    same = code.asked["redirect_uri"] == form["redirect_uri"]
    return same and challenge == code.asked["code_challenge"]


def unsigned(claims: dict[str, Any]) -> str:
    """A token that nobody has signed."""
    parts = ({"alg": "none"}, claims)
    written = (base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in parts)
    return b".".join(written).decode() + "."
