"""Bringing a file in: announced, posted by the browser straight to storage, then used.

Nothing is written to a table: the form is signed for one file of one person, so storage
itself remembers what was announced.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import replace

from chalicelib.core.errors import FieldProblem, InvalidRequestError
from chalicelib.core.file_names import safe_file_name
from chalicelib.core.file_types import HEAD_BYTES
from chalicelib.core.ids import UserId
from chalicelib.domains.content_policies.rules import kinds_of_file
from chalicelib.domains.uploads import rules
from chalicelib.domains.uploads.errors import FileContradictsTypeError, UploadMissingError
from chalicelib.domains.uploads.models import Announced, Sendable, Uploaded, UploadForm
from chalicelib.domains.uploads.ports import UploadSpace

_UPLOAD_ID = re.compile(r"[A-Za-z0-9_-]{22}")


class Uploads:
    """Use cases of files on their way in; `sendable` are those that every channel takes."""

    def __init__(self, space: UploadSpace, sendable: Sendable) -> None:
        self._space = space
        self._sendable = sendable

    def begin(self, owner: UserId, announced: Announced) -> UploadForm:
        """A form for a file. Raises FileTypeRefusedError, FileTooLargeError."""
        name = safe_file_name(announced.filename)
        if not name:
            problem = FieldProblem(
                field="filename", code="no_name", detail="Give the file a name that can be seen."
            )
            raise InvalidRequestError(errors=[problem])
        named = replace(announced, filename=name)
        rules.acceptable(named, self._sendable)
        plain = replace(named, content_type=rules.plain_type(named.content_type))
        upload_id = _new_id()
        return self._space.form(upload_id, _key(owner, upload_id), plain)

    def require(self, owner: UserId, upload_id: str) -> Uploaded:
        """A file that its owner has brought in, looked at.

        Raises UploadMissingError, FileContradictsTypeError, FileTooLargeError,
        StorageUnavailableError.
        """
        if not _UPLOAD_ID.fullmatch(upload_id):
            raise UploadMissingError
        found = self._found(_key(owner, upload_id))
        if found is None:
            raise UploadMissingError
        return found

    def keep(self, file: Uploaded, target: str) -> None:
        """Copy for good to where it is used. Raises StorageUnavailableError."""
        self._space.keep(file.key, target, _announced(file))

    def shelve(self, file: Uploaded, place: str) -> None:
        """Copy for good to where it can be lent from. Raises StorageUnavailableError."""
        self._space.copy(file.key, place, _announced(file))

    def shelved(self, place: str) -> Uploaded | None:
        """What was shelved there, looked at as an upload is; None where nothing was."""
        return self._found(place)

    def lend(self, place: str, borrower: UserId) -> str:
        """The id of a fresh upload of a person, of what was shelved. Raises what `require` does."""
        file = self._found(place)
        if file is None:
            raise UploadMissingError
        upload_id = _new_id()
        self._space.copy(place, _key(borrower, upload_id), _announced(file))
        return upload_id

    def _found(self, key: str) -> Uploaded | None:
        stored = self._space.look(key, HEAD_BYTES)
        if stored is None:
            return None
        file = stored.announced
        kind = rules.acceptable(file, self._sendable)
        if not rules.is_as_announced(file, stored.start):
            raise FileContradictsTypeError(content_type=file.content_type)
        if kind == "sticker":
            rules.require_sticker_size(stored.start, file.size)
        is_voice_note = kind == "audio" and rules.is_voice_note(stored.start)
        return Uploaded(
            key=key,
            filename=file.filename,
            content_type=file.content_type,
            size=file.size,
            kind=kind,
            content_kinds=kinds_of_file(file.content_type, file.filename, stored.start),
            is_voice_note=is_voice_note,
        )


def _announced(file: Uploaded) -> Announced:
    return Announced(file.filename, file.content_type, file.size)


def _new_id() -> str:
    return secrets.token_urlsafe(16)


def _key(owner: UserId, upload_id: str) -> str:
    return f"uploads/{owner}/{upload_id}"
