"""Why an application is not kept so, and why a client gets no token."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar

from chalicelib.core.errors import (
    ConflictError,
    ForbiddenError,
    HiloError,
    InvalidRequestError,
    UnauthenticatedError,
)


class BeyondOwnRightsError(ForbiddenError):
    """The application may do or see more than whoever keeps it; carries what exceeds.

    `permissions` are those that the person lacks, `sight` whether it sees more than they do.
    """

    code = "beyond_own_rights"
    detail = "Nobody grants what they do not hold. Leave out what you may not do yourself."


class TooManySecretsError(ConflictError):
    """Two secrets serve already: one has to end before there is a third."""

    code = "too_many_secrets"
    detail = "Two secrets of this application are in use. End one of them first."


class ApplicationRetiredError(ConflictError):
    """A retired application gets no secret."""

    code = "application_retired"
    detail = "This application is retired. Restore it first."


class UnknownQueuesError(InvalidRequestError):
    """An application that sees queues names some, and such as there are."""


class PeopleOnlyError(ForbiddenError):
    """An application asks for what only a person does."""

    code = "people_only"
    detail = "Only a person can do this: it needs somebody who is signed in, not an application."


class ApplicationEndedError(UnauthenticatedError):
    """The token's application is retired, or the secret it came with has ended."""

    code = "application_ended"
    detail = "This application or its secret is in use no more. Ask for a token with another one."


class TokenRefusedError(HiloError):
    """Base of what the token endpoint refuses: `code` is the `error` of RFC 6749, section 5.2."""

    code: ClassVar[str] = "invalid_request"
    status = HTTPStatus.BAD_REQUEST
    detail = "Send `grant_type=client_credentials` as a form, and the client's id and secret."


class InvalidClientError(TokenRefusedError):
    """Unknown or retired client, wrong or ended secret: nobody learns which."""

    code = "invalid_client"
    status = HTTPStatus.UNAUTHORIZED
    detail = "Client id or secret are wrong, or in use no more."


class UnsupportedGrantTypeError(TokenRefusedError):
    """Another way to a token than by a client's own credentials."""

    code = "unsupported_grant_type"
    detail = "Send `grant_type=client_credentials`; there is no other."


class InvalidScopeError(TokenRefusedError):
    """A scope that the application was not given."""

    code = "invalid_scope"
    detail = "Ask only for scopes that the application was given, with one blank between them."


class TooManyTokensError(TokenRefusedError):
    """The client or the address asks too often; carries when to come back."""

    code = "too_many_requests"
    status = HTTPStatus.TOO_MANY_REQUESTS
    detail = "Keep the token for as long as it lives. Come back after `Retry-After` seconds."
