"""Why somebody is not let in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from http import HTTPStatus
from typing import Any

from chalicelib.core.errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    HiloError,
    InvalidRequestError,
    UnauthenticatedError,
)


class InvalidCredentialsError(UnauthenticatedError):
    """Unknown user, inactive user or wrong password: nobody learns which."""

    code = "invalid_credentials"
    detail = "E-mail or password are wrong. Check both and try again."


class ProviderRequiredError(UnauthenticatedError):
    """The password is right, and the organisation signs in by its identity provider alone."""

    code = "provider_required"
    detail = "Your organisation signs in by its identity provider. Use the button of the provider."


class PasswordChangeRequiredError(UnauthenticatedError):
    """The password is right and good for one thing only: to be replaced."""

    code = "password_change_required"
    detail = "This password serves once. Choose your own with `POST /api/v1/auth/first-password`."


class OneTimePasswordExpiredError(UnauthenticatedError):
    """The password was right, and nobody used it in time."""

    code = "one_time_password_expired"
    detail = "This one-time password has expired. Ask whoever gave it to you for another one."


class PasswordNotOneTimeError(ConflictError):
    """Only a one-time password is replaced this way."""

    code = "password_not_one_time"
    detail = "This account has a password of its own already. Sign in with it."


class PasswordRefusedError(InvalidRequestError):
    """The new password is too weak; carries the `reason` and the `minimum_length`."""

    code = "password_refused"
    detail = "Choose a longer password that is new and does not contain your address."


class LinkNotGoodError(HiloError):
    """A link of a mail that was used, replaced, withdrawn or has expired: nobody learns which."""

    code = "link_not_good"
    status = HTTPStatus.GONE
    detail = "This link was used, has expired or was replaced by a newer one. Ask for another one."


class TooManyAttemptsError(HiloError):
    """The account or the address is locked out; carries when to come back."""

    code = "too_many_attempts"
    status = HTTPStatus.TOO_MANY_REQUESTS
    detail = "Too many attempts. Wait as many seconds as `Retry-After` says, then try again."


class SessionEndedError(UnauthenticatedError):
    """Signed out, expired, or ended because a spent refresh token came back."""

    code = "session_ended"
    detail = "This session has ended. Sign in again."


class InvalidTokenError(Exception):
    """An access token that is malformed, forged or expired."""


class NotYoursToGrantError(ForbiddenError):
    """Nobody grants what they do not hold; carries the `role` and the `permissions` they lack."""

    code = "not_yours_to_grant"
    detail = "This role has more than your own. Ask somebody who has all of it."


class LastAdministratorError(ConflictError):
    """Nobody would be left who manages people and roles and sees everything."""

    code = "last_administrator"
    detail = "Somebody has to be left who manages people and roles. Give it to another first."


class RoleInUseError(ConflictError):
    """Active people have the role; carries how many (`people`)."""

    code = "role_in_use"
    detail = "People have this role. Give them another one first, then retire it."


class RoleFlawedError(InvalidRequestError):
    """Permissions that say nothing without others or with so narrow a scope, or rules about no
    field; each is named.
    """

    @classmethod
    def of_needs(cls, lacking: Mapping[str, Collection[str]]) -> RoleFlawedError:
        return cls(
            errors=[
                FieldProblem(
                    field=f"permissions.{one}",
                    code="needs_permission",
                    detail=f"It says nothing without {', '.join(sorted(lacking[one]))}.",
                )
                for one in sorted(lacking)
            ]
        )

    @classmethod
    def of_scope(cls, permissions: Iterable[str]) -> RoleFlawedError:
        detail = (
            "It reaches customers of every queue: give the role the scope `all`, or leave it out."
        )
        return cls(
            errors=[
                FieldProblem(field=f"permissions.{one}", code="needs_scope_all", detail=detail)
                for one in sorted(permissions)
            ]
        )

    @classmethod
    def of_fields(cls, names: Iterable[str]) -> RoleFlawedError:
        detail = "Name fields of `GET /api/v1/permissions`, or `client.<key>`."
        return cls(
            errors=[
                FieldProblem(field=f"field_rules.{one}", code="unknown_field", detail=detail)
                for one in names
            ]
        )


class FieldReadOnlyError(ForbiddenError):
    """The role may not change these fields; `errors` names each."""

    code = "field_read_only"
    detail = "Your role does not change these fields. Leave them out, or ask who does."

    @classmethod
    def of(cls, names: Iterable[str]) -> FieldReadOnlyError:
        return cls(
            errors=[FieldProblem(field=one, code=cls.code, detail=cls.detail) for one in names]
        )


class IdentifierTakenError(ConflictError):
    """Somebody else has this user name, address or file number; `holder` says who, if known."""

    code = "identifier_taken"
    detail = "Somebody else has it, perhaps deactivated. Choose another one, or edit that person."

    def __init__(self, field: str, holder: dict[str, Any] | None = None) -> None:
        self.field = field
        problem = FieldProblem(field=field, code=self.code, detail=self.detail)
        super().__init__(errors=[problem], holder=holder)
