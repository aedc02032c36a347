"""What may be wrong with a private note or a whisper."""

from __future__ import annotations

from http import HTTPStatus

from chalicelib.core.errors import ConflictError, ForbiddenError, HiloError
from chalicelib.domains.conversations.errors import HolderFacts


class NoteTooLongError(HiloError):
    """Longer than a note may be; `limit` and `length` in code points."""

    code = "note_too_long"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    detail = "The note is too long. Shorten it or write it in parts."


class UnknownColleagueError(HiloError):
    """Somebody mentioned is nobody active, the author, or may not see the conversation."""

    code = "unknown_colleague"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    detail = "Mention only colleagues who may see this conversation; leave the others out."


class NotAuthorError(ForbiddenError):
    """Nobody changes or removes what somebody else wrote."""

    code = "not_author"
    detail = "Only its author may change this note. Write one of your own."


class NoteFixedError(ConflictError):
    """The time to change it is over since `editable_until`."""

    code = "note_fixed"
    detail = "This note can no longer be changed. Write another one."


class NoteRemovedError(ConflictError):
    """Its author took it away."""

    code = "note_removed"
    detail = "This note was removed. Write another one."


class NobodyHoldsError(ConflictError):
    """Nobody holds the conversation, so there is nobody to whisper with."""

    code = "nobody_holds"
    detail = "Nobody holds this conversation. Write a note, or assign it first."


class HolderChangedError(ConflictError):
    """The conversation changed hands; `holder` names who has it now."""

    told = HolderFacts

    code = "holder_changed"
    detail = "Somebody else holds this conversation now. Look who, then whisper to them."
