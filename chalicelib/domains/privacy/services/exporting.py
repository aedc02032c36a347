"""Makes archives of everything of a person, part by part, in the background.

A part is one ZIP: the first begins with `data.json`, and all have files of conversations. A part
that was made before a kill is made again, the same.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from dataclasses import replace
from itertools import islice
from typing import IO

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import new_id
from chalicelib.core.observability import logger
from chalicelib.core.pagination import Page
from chalicelib.domains.audit.models import Sighting
from chalicelib.domains.audit.ports import Witness
from chalicelib.domains.contacts.models import Contact
from chalicelib.domains.contacts.service import Contacts
from chalicelib.domains.conversations.models import Message
from chalicelib.domains.conversations.ports import FileUnavailableError
from chalicelib.domains.privacy import rules
from chalicelib.domains.privacy.errors import ErasureExistsError, ExportUnavailableError
from chalicelib.domains.privacy.models import Export, ExportId, ExportState
from chalicelib.domains.privacy.ports import Files, Requests
from chalicelib.domains.privacy.services.collecting import Collecting, file_name
from chalicelib.domains.privacy.services.erasing import Budget, archive_key
from chalicelib.domains.privacy.services.retention_book import RetentionBook

PART_BYTES = 60 * 1024 * 1024
_IN_MEMORY_BYTES = 8 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_TYPE = "application/zip"


class Exporting:
    """The use cases of whoever asks for an export, and of `clock`, which makes it."""

    def __init__(  # noqa: PLR0913, PLR0917 - what it reads, and where it tells of it
        self,
        requests: Requests,
        collecting: Collecting,
        contacts: Contacts,
        files: Files,
        book: RetentionBook,
        witness: Witness,
        clock: Clock,
        part_bytes: int = PART_BYTES,
    ) -> None:
        self._requests = requests
        self._collecting = collecting
        self._contacts = contacts
        self._files = files
        self._book = book
        self._witness = witness
        self._clock = clock
        self._part_bytes = part_bytes

    def of(self, contact: Contact) -> list[Export]:
        """Newest first."""
        ids = (contact.id, *contact.aliases)
        found = [export for one in ids for export in self._requests.exports_of(one)]
        return sorted(found, key=lambda one: one.id, reverse=True)

    def page(self, state: ExportState, before: str | None, limit: int) -> Page[Export]:
        """Of everybody, newest first."""
        return self._requests.exports(state, before, limit)

    def order(self, contact: Contact, change: Change, *, includes_notes: bool) -> Export:
        """Begin it. Raises ErasureExistsError, UnwitnessedError."""
        if self._requests.erasure(contact.id) or contact.erased_at_ms is not None:
            raise ErasureExistsError
        export = Export(
            id=ExportId(new_id(change.at_ms)),
            contact_id=contact.id,
            includes_notes=includes_notes,
            asked_by=change.actor,
            asked_at_ms=change.at_ms,
        )
        detail = {"includes_notes": includes_notes}
        self._witness.saw(Sighting("person_export.ordered", "contact", contact.id, detail), change)
        self._requests.add_export(export, replace(change, event="export.ordered"))
        return export

    def links(self, contact: Contact, export_id: str, change: Change) -> list[str]:
        """Addresses of its archives, good for minutes; on record before they are given.

        Raises NotFoundError, ExportUnavailableError, UnwitnessedError.
        """
        export = self._ready(contact, export_id)
        self._see("person_export.downloaded", contact, export_id, change)
        return [
            self._files.signed_url(
                archive_key(export.contact_id, export.id, part),
                content_type=_TYPE,
                filename=f"{export.contact_id}-{part + 1}.zip",
            )
            for part in range(export.parts)
        ]

    def remove(self, contact: Contact, export_id: str, change: Change) -> Export:
        """Before its time. Raises NotFoundError, ExportUnavailableError, UnwitnessedError."""
        export = self._ready(contact, export_id)
        self._see("person_export.removed", contact, export_id, change)
        return self._remove(export, change)

    def go_on(self, budget: Budget) -> None:
        """Make what was asked for, and remove what is past its time."""
        now_ms = self._now()
        for export in self._requests.oldest_exports("ready", 100):
            if export.expires_at_ms is not None and export.expires_at_ms <= now_ms:
                self._remove(export, self._change("export.removed"))
        for export in self._requests.oldest_exports("open", 20):
            self._carry_on(export, budget)

    def _carry_on(self, export: Export, budget: Budget) -> None:
        while budget.is_left() and export.state == "open":
            moved = self._part(export)
            if not self._requests.move_export(moved, self._change("export.moved")):
                return  # somebody else goes on with it
            export = moved

    def _part(self, export: Export) -> Export:
        """One archive more."""
        contact = self._contacts.standing(export.contact_id)
        if contact is None or contact.erased_at_ms is not None:
            return replace(export, state="gone", version=export.version + 1)
        with tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES) as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                if export.parts == 0:
                    self._write_data(archive, contact, export)
                moved = self._write_files(archive, file, contact, export)
            file.seek(0)
            self._put(archive_key(export.contact_id, export.id, export.parts), file)
        return replace(moved, parts=export.parts + 1, version=export.version + 1)

    def _write_data(self, archive: zipfile.ZipFile, contact: Contact, export: Export) -> None:
        everything = self._collecting.everything(contact, includes_notes=export.includes_notes)
        archive.writestr("data.json", json.dumps(everything, ensure_ascii=False, indent=1))

    def _write_files(
        self, archive: zipfile.ZipFile, file: IO[bytes], contact: Contact, export: Export
    ) -> Export:
        """Files until the part is full; the last part ends the export."""
        for message in islice(self._collecting.files(contact), export.place, None):
            if file.tell() > self._part_bytes:
                return export
            export = replace(export, place=export.place + 1)
            if self._write_file(archive, message):
                export = replace(export, files=export.files + 1)
            else:
                export = replace(export, left_out=export.left_out + 1)
        now_ms = self._now()
        kept_ms = self._book.rule("exports").days * rules.DAY_MS
        return replace(export, state="ready", finished_at_ms=now_ms, expires_at_ms=now_ms + kept_ms)

    def _write_file(self, archive: zipfile.ZipFile, message: Message) -> bool:
        """Whether it could be read."""
        key = message.media.key if message.media else None
        if key is None:
            return False
        try:
            chunks = self._files.chunks(key)
            with archive.open(file_name(message), "w") as entry:
                for chunk in chunks:
                    entry.write(chunk)
        except FileUnavailableError:
            logger.warning("file left out of an export", extra={"message_id": message.id})
            return False
        return True

    def _put(self, key: str, file: IO[bytes]) -> None:
        digest = hashlib.sha256()
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
        file.seek(0)
        self._files.put(key, file, _TYPE, sha256=digest.hexdigest())

    def _remove(self, export: Export, change: Change) -> Export:
        for part in range(export.parts):
            self._files.erase(archive_key(export.contact_id, export.id, part))
        gone = replace(export, state="gone", version=export.version + 1)
        self._requests.move_export(gone, replace(change, event="export.removed"))
        return gone

    def _ready(self, contact: Contact, export_id: str) -> Export:
        found = (self._requests.export(one, export_id) for one in (contact.id, *contact.aliases))
        export = next(filter(None, found), None)
        if export is None:
            raise NotFoundError
        if export.state != "ready":
            raise ExportUnavailableError
        return export

    def _see(self, event: str, contact: Contact, export_id: str, change: Change) -> None:
        sighting = Sighting(event, "contact", contact.id, {"export_id": export_id})
        self._witness.saw(sighting, replace(change, event=event))

    def _change(self, event: str) -> Change:
        return Change(event, "clock", self._now())

    def _now(self) -> int:
        return to_ms(self._clock.now())
