"""Why somebody who knows the password is not let in yet, and what is refused of their account."""

from __future__ import annotations

from chalicelib.core.errors import ConflictError, InvalidRequestError, UnauthenticatedError


class SecondFactorRequiredError(UnauthenticatedError):
    """The password is right; carries the `challenge`, and `ways` of answering it."""

    code = "second_factor_required"
    detail = (
        "Send a code of your second factor to `POST /api/v1/auth/second-factor`, or ask"
        " `POST /api/v1/auth/passkey/options` what to ask a passkey."
    )


class EnrolmentRequiredError(UnauthenticatedError):
    """The role asks for a second factor that the person has not; carries the `challenge`."""

    code = "enrolment_required"
    detail = "Set up a second factor with `POST /api/v1/auth/enrolment` first."


class PasskeyRefusedError(UnauthenticatedError):
    """A passkey of another site, removed, copied or somebody else's: nobody learns which."""

    code = "passkey_refused"
    detail = "This passkey is not good here. Come in another way."


class PasskeyNotGoodError(InvalidRequestError):
    """What the browser answered registers nothing."""

    code = "passkey_not_good"
    detail = "No passkey came of this. Begin again at the product's own address."


class ChallengeOverError(UnauthenticatedError):
    """A challenge that was met, has expired or was tried too often: nobody learns which."""

    code = "challenge_over"
    detail = "This took too long or too many attempts. Sign in with your password again."


class InvalidCodeError(UnauthenticatedError):
    """A code that is wrong, or right and used before: nobody learns which."""

    code = "invalid_code"
    detail = "This code is not good. Wait for the next one, or use a recovery code."


class ChallengeSpentError(ConflictError):
    """`ChallengeOverError` for somebody whose session goes on."""

    code = "challenge_spent"
    detail = "This took too long or too many attempts. Begin again."


class WrongCodeError(InvalidRequestError):
    """`InvalidCodeError` for somebody whose session goes on."""

    code = "wrong_code"
    detail = "This code is not good. Wait for the next one and type that."


class WrongPasswordError(InvalidRequestError):
    """Who is signed in already has to know their password for this, and did not."""

    code = "wrong_password"
    detail = "This is not your present password."


class FactorEnrolledError(ConflictError):
    """There is one second factor of this kind at a time."""

    code = "factor_enrolled"
    detail = "A second factor is set up already. Remove it first."


class FactorNeededError(ConflictError):
    """The person's role asks for a second factor."""

    code = "factor_needed"
    detail = "Your role asks for a second factor. An administrator can take it away from you."


class NoFactorError(ConflictError):
    """There is no second factor to change."""

    code = "no_factor"
    detail = "No second factor is set up."
