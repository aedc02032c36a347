"""Quick replies: kept by administrators, brought into messages by whoever may use them.

A file of a reply is kept under the reply for good, and lent as a fresh upload of the person who
sends it: what is sent goes the way of every message with a file.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.errors import FieldProblem, NotFoundError
from chalicelib.core.ids import MessageId, UserId, base32, new_id
from chalicelib.domains.access.models import Principal
from chalicelib.domains.configuration.service import Catalogue
from chalicelib.domains.quick_replies import rules
from chalicelib.domains.quick_replies.errors import ShortcutTakenError, UnsoundReplyError
from chalicelib.domains.quick_replies.models import (
    FileId,
    LentFile,
    QuickReply,
    QuickReplyId,
    ReplyFile,
    Uses,
    WantedFile,
)
from chalicelib.domains.quick_replies.ports import UseStore
from chalicelib.domains.uploads.service import Uploads

_FILE_LETTERS = 10


class QuickReplies:
    """Use cases of quick replies."""

    def __init__(self, catalogue: Catalogue[QuickReply], uses: UseStore, uploads: Uploads) -> None:
        self._catalogue = catalogue
        self._uses = uses
        self._uploads = uploads

    def all(self) -> list[QuickReply]:
        """Every one, by name."""
        return self._catalogue.all()

    def uses(self) -> dict[QuickReplyId, Uses]:
        """How often each was sent; those that never were are left out."""
        return self._uses.all()

    @staticmethod
    def is_used(reply: QuickReply, principal: Principal) -> bool:
        """Whether somebody writes with it."""
        return not reply.is_retired and rules.is_used(reply, principal)

    def create(
        self, fields: Mapping[str, Any], files: Sequence[WantedFile], change: Change
    ) -> QuickReply:
        """Raises UnsoundReplyError, NameTakenError, ShortcutTakenError, and what refuses files."""
        new = QuickReply(id=QuickReplyId(new_id(change.at_ms)), **fields)
        self._require_right(new, has_files=bool(files))
        made = replace(new, files=self._kept(new, files, change))
        return self._catalogue.create(made, change)

    def edit(
        self,
        reply_id: str,
        fields: Mapping[str, Any],
        files: Sequence[WantedFile] | None,
        *,
        expected_version: int,
        change: Change,
    ) -> QuickReply:
        """`files` None leaves them. Raises what `create` raises, and what the catalogue does."""
        old = self._catalogue.current(reply_id, expected_version)
        changes = dict(fields)
        has_files = bool(old.files if files is None else files)
        self._require_right(replace(old, **changes), has_files=has_files)
        if files is not None:
            changes["files"] = self._kept(old, files, change)
        return self._catalogue.edit(
            reply_id, changes, expected_version=expected_version, change=change
        )

    def access(self, principal: Principal, reply_id: str) -> QuickReply:
        """One that somebody uses. Raises NotFoundError, also for one that is retired."""
        reply = self._catalogue.by_id(reply_id)
        if reply is None or not self.is_used(reply, principal):
            raise NotFoundError
        return reply

    def lend(self, reply: QuickReply, borrower: UserId) -> list[LentFile]:
        """Its files as uploads of a person. Raises UploadMissingError, StorageUnavailableError."""
        return [
            LentFile(self._uploads.lend(_place(reply.id, file.id), borrower), file)
            for file in reply.files
        ]

    def count(
        self,
        reply_ids: Iterable[str],
        message_id: MessageId,
        principal: Principal,
        change: Change,
    ) -> None:
        """Those of the replies that somebody uses are in a message that was accepted."""
        for identifier in dict.fromkeys(reply_ids):
            reply = self._catalogue.by_id(identifier)
            if reply is not None and rules.is_used(reply, principal):
                self._uses.count(reply.id, message_id, change)

    def _kept(
        self, reply: QuickReply, wanted: Sequence[WantedFile], change: Change
    ) -> tuple[ReplyFile, ...]:
        owner = UserId(change.actor)
        return tuple(
            self._kept_file(reply, one, owner, f"files.{index}") for index, one in enumerate(wanted)
        )

    def _kept_file(
        self, reply: QuickReply, wanted: WantedFile, owner: UserId, field: str
    ) -> ReplyFile:
        if wanted.upload_id is not None:
            upload = self._uploads.require(owner, wanted.upload_id)
            identifier = FileId(base32(secrets.randbits(5 * _FILE_LETTERS), _FILE_LETTERS))
            self._uploads.shelve(upload, _place(reply.id, identifier))
            return ReplyFile(identifier, upload.filename, upload.content_type, upload.size)
        for file in reply.files:
            if file.id == wanted.id:
                return file
        identifier = FileId(wanted.id or "")
        earlier = self._uploads.shelved(_place(reply.id, identifier))
        if earlier is None:
            detail = "Name a file of this reply, or an upload of yours."
            raise UnsoundReplyError(FieldProblem(field=field, code="unknown_file", detail=detail))
        return ReplyFile(identifier, earlier.filename, earlier.content_type, earlier.size)

    def _require_right(self, reply: QuickReply, *, has_files: bool) -> None:
        """Of two who choose the same shortcut at the same moment both have it: they are shown
        both, and nothing depends on it."""
        rules.require_sound(reply, has_files=has_files)
        for one in self._catalogue.all():
            if reply.shortcut and one.id != reply.id and one.shortcut == reply.shortcut:
                raise ShortcutTakenError({"id": one.id, "name": one.name})


def _place(reply_id: QuickReplyId, file_id: FileId) -> str:
    return f"quick-replies/{reply_id}/{file_id}"
