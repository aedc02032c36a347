"""OAuth 2.0 for applications: client credentials (RFC 6749, section 4.4), and RFC 8414.

Refusals have the form of RFC 6749. Tokens are not revoked one by one (RFC 7009): they live five
minutes, and ending a secret ends those that came with it.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any, get_args
from urllib.parse import unquote_plus

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import PUBLIC, endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.domains.access.models import Permission
from chalicelib.domains.applications.errors import (
    InvalidClientError,
    TokenRefusedError,
    UnsupportedGrantTypeError,
)
from chalicelib.domains.applications.models import TokenRequest

routes = Blueprint(__name__)

GRANT = "client_credentials"
_EXAMPLE_SECRET = "hilo_7QK3ZD9A_…"  # noqa: S105 - how one looks


class TokenForm(RequestModel):
    """The client's id and secret stand here, or in the header `Authorization: Basic`.

    `scope`: some of the permissions the application was given, with one blank between them;
    left out, all of them.
    """

    grant_type: str = Field(default="", max_length=100)
    scope: str | None = Field(default=None, max_length=4000)
    client_id: str | None = Field(default=None, max_length=128)
    client_secret: str | None = Field(default=None, max_length=256)


class ApplicationTokenView(TypedDict):
    """An access token of five minutes. Keep it for as long; there is no refresh token."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


@endpoint(
    routes,
    "POST",
    "/v1/auth/token",
    permission=PUBLIC,
    body=TokenForm,
    response=ApplicationTokenView,
    speaks="oauth",
    summary="Get an application's access token",
    example={
        "grant_type": GRANT,
        "scope": "conversations.read conversations.answer",
        "client_id": "01JDFK2M8Q6R4T9W1XY",
        "client_secret": _EXAMPLE_SECRET,
    },
    answers={
        "access_token": "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9…",
        "token_type": "Bearer",
        "expires_in": 300,
        "scope": "conversations.answer conversations.read",
    },
)
def give_token(call: Call[None, TokenForm, None]) -> ApplicationTokenView:
    """400 `invalid_request`, `unsupported_grant_type`, `invalid_scope`; 401 `invalid_client`;
    429 `too_many_requests` with `Retry-After`.
    """
    form = call.body
    if form.grant_type != GRANT:
        raise UnsupportedGrantTypeError if form.grant_type else TokenRefusedError
    client_id, client_secret = _credentials(call)
    given = call.container.application_tokens.give(
        TokenRequest(client_id, client_secret, form.scope),
        ip=call.ip,
        change=call.change("application.token_given"),
    )
    return ApplicationTokenView(
        access_token=given.access_token,
        token_type="Bearer",  # noqa: S106 - the scheme's name
        expires_in=given.expires_in_seconds,
        scope=" ".join(sorted(given.permissions)),
    )


class MetadataView(TypedDict):
    """What an OAuth client has to know of this server (RFC 8414)."""

    issuer: str
    token_endpoint: str
    token_endpoint_auth_methods_supported: list[str]
    grant_types_supported: list[str]
    response_types_supported: list[str]
    scopes_supported: list[str]
    service_documentation: str


@endpoint(
    routes,
    "GET",
    "/v1/auth/.well-known/oauth-authorization-server",
    permission=PUBLIC,
    response=MetadataView,
    summary="What an OAuth client has to know",
)
def oauth_metadata(call: Call[None, None, None]) -> MetadataView:
    """Addresses as the caller reached us, unless the deployment knows its own."""
    origin = call.container.settings.public_origin or f"http://{call.headers.get('host', '')}"
    return MetadataView(
        issuer=f"{origin}/api/v1/auth",
        token_endpoint=f"{origin}/api/v1/auth/token",
        token_endpoint_auth_methods_supported=["client_secret_basic", "client_secret_post"],
        grant_types_supported=[GRANT],
        response_types_supported=[],
        scopes_supported=sorted(get_args(Permission)),
        service_documentation=f"{origin}/help/api",
    )


def _credentials(call: Call[Any, TokenForm, Any]) -> tuple[str, str]:
    """From the header or the form, never from both. Raises TokenRefusedError."""
    form, header = call.body, call.headers.get("authorization")
    if header is None:
        return form.client_id or "", form.client_secret or ""
    if form.client_secret is not None:
        raise TokenRefusedError("Send the client's secret in the header or in the form, not both.")
    client_id, client_secret = _basic(header)
    if form.client_id not in (None, client_id):
        raise InvalidClientError
    return client_id, client_secret


def _basic(header: str) -> tuple[str, str]:
    """Both parts are encoded as in a form before they are joined (RFC 6749, section 2.3.1)."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        raise InvalidClientError
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, ValueError) as exc:
        raise InvalidClientError from exc
    client_id, _, client_secret = decoded.partition(":")
    return unquote_plus(client_id), unquote_plus(client_secret)
