"""Why something is not done with what is kept of a person."""

from __future__ import annotations

from http import HTTPStatus

from chalicelib.core.errors import ConflictError, FieldProblem, HiloError, InvalidRequestError


class UnderLegalHoldError(ConflictError):
    """Somebody has to be able to prove what is kept of this person yet."""

    code = "under_legal_hold"
    detail = "A legal hold stands on this person. Release it first, or wait until it ends."


class ErasureExistsError(ConflictError):
    """This person is being erased, or was."""

    code = "erasure_exists"
    detail = "This person is being erased already, or was. Look at how far it has come."


class NotConfirmedError(InvalidRequestError):
    """What was typed is not what stands there."""

    code = "not_confirmed"
    detail = "Type the phrase exactly as it is shown, to say that you mean this person."

    def __init__(self) -> None:
        wrong = FieldProblem(field="confirmation", code="not_confirmed", detail=self.detail)
        super().__init__(errors=[wrong])


class ExportUnavailableError(HiloError):
    """Not ready yet, or not there any more."""

    code = "export_unavailable"
    status = HTTPStatus.CONFLICT
    detail = "This export is not ready, or is not there any more. Ask for a new one."
