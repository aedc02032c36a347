"""Queues in the journal: messages, how often each was received, deduplication ids.

Deliveries are not kept: whoever had received a message died with this process.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from chalicelib.core.queues import QueueMessage
from infra.local.keeping.journal import Journal
from infra.local.keeping.records import Change, key_of, text_of
from infra.local.queues.messages import StoredMessage

PART = "queues"
_MESSAGE, _RECEIVED, _KNOWN = "message", "received", "known"


class KeptQueues:
    """Collects what an operation changes; note() keeps it, all or nothing.

    Callers hold the lock of the queues. Without a journal nothing is kept.
    """

    def __init__(self, journal: Journal | None) -> None:
        self._journal = journal
        self._changes: list[Change] = []

    def came(self, queue: str, message: StoredMessage) -> None:
        if self._journal is not None:
            text = text_of(
                {
                    "sequence": message.sequence,
                    "sent": asdict(message.sent),
                    "sent_at": message.sent_at,
                    "dead_letter_source": message.dead_letter_source,
                }
            )
            self._changes.append((key_of(_MESSAGE, queue, message.message_id), text))

    def received(self, queue: str, message: StoredMessage) -> None:
        if self._journal is not None:
            text = text_of([message.receive_count, message.first_received_at])
            self._changes.append((key_of(_RECEIVED, queue, message.message_id), text))

    def left(self, queue: str, message: StoredMessage) -> None:
        if self._journal is not None:
            kinds = (_MESSAGE, _RECEIVED) if message.receive_count else (_MESSAGE,)
            self._changes += [(key_of(kind, queue, message.message_id), None) for kind in kinds]

    def remembered(self, queue: str, deduplication_id: str, ends: float) -> None:
        if self._journal is not None:
            self._changes.append((key_of(_KNOWN, queue, deduplication_id), text_of(ends)))

    def forgot(self, queue: str, deduplication_ids: Sequence[str]) -> None:
        if self._journal is not None:
            self._changes += [(key_of(_KNOWN, queue, one), None) for one in deduplication_ids]

    def note(self) -> None:
        """Raises JournalFailedError."""
        if self._journal is not None and self._changes:
            changes, self._changes = self._changes, []
            self._journal.note(PART, changes)

    def purged(self) -> None:
        """Every queue is empty and remembers nothing. Raises JournalFailedError."""
        if self._journal is not None:
            self._journal.clear(PART)

    def messages(self) -> Iterator[tuple[str, StoredMessage]]:
        """Every message that was kept with its queue, in the order in which they were sent."""
        kept = self._of_kind(_MESSAGE)
        received = self._of_kind(_RECEIVED)
        for place, fields in sorted(kept.items(), key=lambda one: int(one[1]["sequence"])):
            queue, message_id = place
            receive_count, first_received_at = received.get(place, (0, None))
            yield (
                queue,
                StoredMessage(
                    message_id,
                    fields["sequence"],
                    QueueMessage(**fields["sent"]),
                    fields["sent_at"],
                    receive_count=receive_count,
                    first_received_at=first_received_at,
                    dead_letter_source=fields["dead_letter_source"],
                ),
            )

    def deduplication_ids(self) -> Iterator[tuple[str, str, float]]:
        """Queue, id and end of the window, earliest end first."""
        known = [(float(ends), *place) for place, ends in self._of_kind(_KNOWN).items()]
        for ends, queue, deduplication_id in sorted(known):
            yield queue, deduplication_id, ends

    def _of_kind(self, wanted: str) -> dict[tuple[str, str], Any]:
        texts = self._journal.kept.texts(PART) if self._journal is not None else {}
        found = ((json.loads(key), text) for key, text in texts.items())
        return {
            (queue, name): json.loads(text) for (kind, queue, name), text in found if kind == wanted
        }
