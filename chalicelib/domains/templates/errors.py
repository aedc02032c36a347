"""Why a template cannot be sent, or is not known."""

from __future__ import annotations

from http import HTTPStatus

from chalicelib.core.errors import ConflictError, HiloError


class TemplateRefusedError(HiloError):
    """Base of what is wrong with a template that somebody wants to send."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TemplateUnknownError(TemplateRefusedError):
    """The account has no template of this name in this language."""

    code = "template_unknown"
    detail = "The account has no template of this name in this language. Choose one of its list."


class TemplateNotSendableError(TemplateRefusedError):
    """The template exists and cannot be sent from here; `reason` says why."""

    code = "template_not_sendable"
    detail = "This template cannot be sent now; `reason` says why. Choose another one."


class TemplateParametersError(TemplateRefusedError):
    """Values are missing or not as the provider takes them; `errors` has one entry for each."""

    code = "template_parameters_invalid"
    detail = "Mend the values listed under `errors` and send the template again."


class TemplateTooLongError(TemplateRefusedError):
    """Filled in, its text is longer than the channel takes; `limit` and `length` in code points."""

    code = "template_too_long"
    detail = "With these values the text is longer than the channel allows. Shorten them."


class TemplateFileMissingError(TemplateRefusedError):
    """Its header shows a file and none was brought in, or one of another `kind`."""

    code = "template_file_missing"
    detail = "The header of this template shows a file. Upload one of the kind it names."


class AccountUnknownError(ConflictError):
    """Nobody has told which account of the provider holds the connection."""

    code = "account_unknown"
    detail = (
        "The account that holds this number is not known yet, so its templates cannot be read. "
        "An administrator sets `waba_id` of the connection; it is also learnt from its messages."
    )
