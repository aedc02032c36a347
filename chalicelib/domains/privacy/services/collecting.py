"""Gathers everything of a person as JSON has it, by the names that the product itself uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from chalicelib.core.clock import rfc3339_ms
from chalicelib.core.ids import ContactId, ConversationId, MessageId
from chalicelib.domains.client_values.ports import ValueStore
from chalicelib.domains.contacts.models import Contact
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.conversations.ports import (
    ClosingStore,
    MessageStore,
    ThreadStore,
    TrayStore,
)
from chalicelib.domains.notes.models import NoteId, WhisperId
from chalicelib.domains.notes.ports import NoteStore, WhisperStore
from chalicelib.domains.privacy.models import Holding
from chalicelib.domains.privacy.ports import Cases, KnownContacts

_AT_ONCE = 200
_MOST_COUNTED = 50
_OUR_OWN = ("applied", "sent", "unsent", "carried")
"""How the product keeps count of a conversation; nothing of a person."""


class Collecting:
    """Reads; writes nothing."""

    def __init__(  # noqa: PLR0913 - each is one place where something lies
        self,
        *,
        contacts: KnownContacts,
        values: ValueStore,
        cases: Cases,
        trays: TrayStore,
        threads: ThreadStore,
        messages: MessageStore,
        notes: NoteStore,
        whispers: WhisperStore,
        closings: ClosingStore,
    ) -> None:
        self._contacts = contacts
        self._values = values
        self._cases = cases
        self._trays = trays
        self._threads = threads
        self._messages = messages
        self._notes = notes
        self._whispers = whispers
        self._closings = closings

    def holding(self, contact: Contact) -> Holding:
        """How much there is, counted within the newest conversations."""
        newest = self._trays.opened((contact.id, *contact.aliases), None, _MOST_COUNTED + 1)
        messages = files = 0
        for _, conversation_id in newest[:_MOST_COUNTED]:
            for message in self._all_messages(conversation_id):
                messages += 1
                files += _file_key(message) is not None
        is_partial = len(newest) > _MOST_COUNTED
        return Holding(min(len(newest), _MOST_COUNTED), messages, files, is_partial)

    def everything(self, contact: Contact, *, includes_notes: bool) -> dict[str, Any]:
        """One object; whatever has no value is null."""
        family = (contact.id, *contact.aliases)
        known = self._contacts.contacts(family)
        return {
            "contact": _plain(asdict(contact)),
            "merged_contacts": [_plain(asdict(one)) for one in known.values() if one != contact],
            "values": [_plain(asdict(one)) for one in self._values.of(family)],
            "consents": [_plain(asdict(c)) for one in family for c in self._cases.consents(one)],
            "legal_holds": [_plain(asdict(h)) for one in family for h in self._cases.holds(one)],
            "conversations": [
                self._conversation(one, includes_notes=includes_notes)
                for one in self._episodes(family)
            ],
        }

    def files(self, contact: Contact) -> Iterator[Message]:
        """Messages whose files we keep, in the order of their conversations."""
        for conversation_id in self._episodes((contact.id, *contact.aliases)):
            for message in self._all_messages(conversation_id):
                if _file_key(message) is not None:
                    yield message

    def _conversation(
        self, conversation_id: ConversationId, *, includes_notes: bool
    ) -> dict[str, Any]:
        head = self._threads.head(conversation_id)
        typified = self._closings.typified(conversation_id)
        past = self._closings.past(conversation_id)
        told = {
            **_told(head),
            "typifications": [_plain(asdict(one)) for one in (typified, *past) if one],
            "messages": [_message(one) for one in self._all_messages(conversation_id)],
        }
        return told | (self._said_in_the_house(conversation_id) if includes_notes else {})

    def _said_in_the_house(self, conversation_id: ConversationId) -> dict[str, Any]:
        notes: list[dict[str, Any]] = []
        before: NoteId | None = None
        while True:
            page = self._notes.page(conversation_id, before, _AT_ONCE)
            for note in page.items:
                earlier = self._notes.revisions(conversation_id, note.id)
                notes.append(
                    _plain({**asdict(note), "revisions": [asdict(one) for one in earlier]})
                )
            if not page.next_position:
                break
            before = NoteId(page.next_position[0])
        return {"notes": notes, "whispers": list(self._all_whispers(conversation_id))}

    def _all_whispers(self, conversation_id: ConversationId) -> Iterator[Any]:
        before: WhisperId | None = None
        while True:
            page = self._whispers.page(conversation_id, None, before, _AT_ONCE)
            yield from (_plain(asdict(one)) for one in page.items)
            if not page.next_position:
                return
            before = WhisperId(page.next_position[0])

    def _all_messages(self, conversation_id: ConversationId) -> Iterator[Message]:
        after: MessageId | None = None
        while True:
            page = self._messages.page_after(conversation_id, after, _AT_ONCE)
            yield from page.items
            if not page.next_position:
                return
            after = MessageId(page.next_position[0])

    def _episodes(self, family: tuple[ContactId, ...]) -> Iterator[ConversationId]:
        beyond: tuple[int, ConversationId] | None = None
        while found := self._trays.opened(family, beyond, _AT_ONCE, forward=True):
            yield from (conversation_id for _, conversation_id in found)
            beyond = found[-1]


def file_name(message: Message) -> str:
    """What a file is called in an archive: the message's id tells which one it is."""
    media = message.media
    name = media.filename if media and media.filename else ""
    ending = "" if name or media is None else f".{_ending(media.content_type)}"
    return f"files/{message.id}{'-' + name if name else ending}"


def _ending(content_type: str) -> str:
    return content_type.partition("/")[2].partition(";")[0] or "bin"


def _file_key(message: Message) -> str | None:
    media = message.media
    return media.key if media and media.state == "ready" else None


def _message(message: Message) -> Any:
    told = _plain(asdict(message))
    occurred = rules.occurred_at_ms(message.id, message.direction, is_echo=message.is_echo)
    file = file_name(message) if _file_key(message) else None
    status = rules.status_of(message)
    return {**told, "occurred_at": rfc3339_ms(occurred), "status": status, "file": file}


def _told(head: Conversation | None) -> dict[str, Any]:
    if head is None:
        return {}
    return {name: one for name, one in _plain(asdict(head)).items() if name not in _OUR_OWN}


def _plain(value: Any) -> Any:
    """What JSON can hold: instants as the contract writes them, sets as lists."""
    if isinstance(value, dict):
        return dict(_member(name, inner) for name, inner in value.items())
    if isinstance(value, str) or not isinstance(value, Iterable):
        return value
    items = [_plain(one) for one in value]
    return sorted(items) if isinstance(value, set | frozenset) else items


def _member(name: Any, value: Any) -> tuple[str, Any]:
    text = str(name)
    if text.endswith("_at_ms") and isinstance(value, int):
        return text.removesuffix("_ms"), rfc3339_ms(value)
    return text, _plain(value)
