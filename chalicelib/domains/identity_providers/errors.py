"""Why nobody comes in by an identity provider, and why one is not kept so."""

from __future__ import annotations

from http import HTTPStatus

from chalicelib.core.errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    HiloError,
    InvalidRequestError,
    UnauthenticatedError,
)


class ProviderFailedError(HiloError):
    """The identity provider does not answer as it should; carries the `reason`.

    Reasons: `insecure_address`, `unreachable`, `too_slow`, `too_large`, `redirected`,
    `not_found`, `not_json`, `incomplete`, `issuer_differs`, `client_refused`, `code_refused`,
    `answered_error`.
    """

    code = "provider_failed"
    status = HTTPStatus.FAILED_DEPENDENCY
    detail = "The identity provider does not answer as it should. Try again, or tell who runs it."

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason=reason)


class ProviderRefusedError(UnauthenticatedError):
    """The identity provider let nobody in; carries its `reason` (RFC 6749, section 4.1.2.1)."""

    code = "provider_refused"
    detail = "The identity provider did not let you in. Try again, or ask who runs it."


class SignInOverError(UnauthenticatedError):
    """A sign-in that was begun elsewhere, answered before, or too long ago: nobody learns which."""

    code = "provider_sign_in_over"
    detail = "This sign-in is over, or was begun in another browser. Begin again."


class IdentityRejectedError(UnauthenticatedError):
    """What the identity provider sent does not prove who somebody is; the record says why."""

    code = "identity_rejected"
    detail = "What the identity provider sent does not hold. Begin again, or tell who runs it."

    def __init__(self, flaw: str) -> None:
        self.flaw = flaw
        super().__init__()


class NotAdmittedError(ForbiddenError):
    """The provider knows them and the organisation does not let them in; carries the `reason`.

    Reasons: `no_account`, `no_role`, `email_missing`, `email_unverified`, `email_taken`,
    `unsound`.
    """

    code = "not_admitted"
    detail = "Your organisation's provider knows you, but nobody has let you in here yet."

    def __init__(self, reason: str, *, recorded: str = "") -> None:
        """`recorded` is what the record says instead, and the person is not told."""
        self.recorded = recorded or reason
        super().__init__(reason=reason)


class UnsoundProviderError(InvalidRequestError):
    """Fields that contradict what a provider may be; `errors` says which."""

    @classmethod
    def of(cls, field: str, code: str, detail: str) -> UnsoundProviderError:
        return cls(errors=[FieldProblem(field=field, code=code, detail=detail)])


class NoWayInError(ConflictError):
    """Passwords cannot be refused yet; carries the `reason`: `no_provider` or `no_emergency`."""

    code = "no_way_in"
    detail = (
        "Before passwords are refused, configure a provider and name an emergency administrator"
        " who has a password."
    )
