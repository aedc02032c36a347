"""Every store of notes, whispers and mentions keeps the same promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.change import Change
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import ConversationId, UserId, base32
from chalicelib.domains.conversations.ports import MessageStore
from chalicelib.domains.conversations.repository import DynamoMessageStore, DynamoThreadStore
from chalicelib.domains.notes.models import Mention, Note, NoteId, Revision, Whisper, WhisperId
from chalicelib.domains.notes.ports import MentionStore, NoteStore, WhisperStore
from chalicelib.domains.notes.repository import (
    DynamoMentionStore,
    DynamoNoteStore,
    DynamoWhisperStore,
)
from tests.fakes.notes import MemoryMentions, MemoryNotes, MemoryWhispers
from tests.samples import CHANGE, NOW_MS, heard, id_of, written

ONE, TWO = id_of("one"), id_of("two")
ANA, LUIS = UserId("ana"), UserId("luis")


def note_id(number: int) -> NoteId:
    return NoteId(base32(NOW_MS + number, 9) + "0" * 10)


def note(number: int = 1, conversation_id: ConversationId = ONE) -> Note:
    return Note(note_id(number), conversation_id, ANA, f"Nota {number} ñ", (LUIS,))


def whisper(number: int, agent_id: UserId = ANA) -> Whisper:
    return Whisper(WhisperId(note_id(number)), ONE, agent_id, UserId("silvia"), f"Oído {number}")


def at(milliseconds: int) -> Change:
    return replace(CHANGE, at_ms=milliseconds)


@pytest.fixture
def notes(storage: Dynamo | None) -> NoteStore:
    return MemoryNotes() if storage is None else DynamoNoteStore(storage)


@pytest.fixture
def whispers(storage: Dynamo | None) -> WhisperStore:
    return MemoryWhispers() if storage is None else DynamoWhisperStore(storage)


@pytest.fixture
def mentions(storage: Dynamo | None) -> MentionStore:
    return MemoryMentions() if storage is None else DynamoMentionStore(storage)


class TestNotes:
    def test_one_is_kept_as_it_is(self, notes: NoteStore) -> None:
        assert notes.put(note(), CHANGE) is None
        assert notes.note(ONE, note().id) == note()
        assert notes.note(TWO, note().id) is None

    def test_the_first_stands_when_it_is_put_again(self, notes: NoteStore) -> None:
        notes.put(note(), CHANGE)
        assert notes.put(replace(note(), text="otra"), CHANGE) == note()
        assert notes.note(ONE, note().id) == note()

    def test_pages_go_newest_first_and_end(self, notes: NoteStore) -> None:
        for number in (2, 1, 3):
            notes.put(note(number), CHANGE)
        notes.put(note(4, TWO), CHANGE)
        first = notes.page(ONE, None, 2)
        assert first == ([note(3), note(2)], [note_id(2)])
        assert notes.page(ONE, note_id(2), 2) == ([note(1)], None)
        assert notes.page(ONE, None, 3).next_position is None
        assert notes.page(id_of("three"), None, 2) == ([], None)

    def test_those_named_are_found_wherever_they_are(self, notes: NoteStore) -> None:
        notes.put(note(1), CHANGE)
        notes.put(note(2, TWO), CHANGE)
        keys = [(ONE, note_id(1)), (TWO, note_id(2)), (ONE, note_id(3)), (ONE, note_id(1))]
        assert notes.named(keys) == {note_id(1): note(1), note_id(2): note(2, TWO)}

    def test_what_it_said_is_kept_when_it_changes(self, notes: NoteStore) -> None:
        notes.put(note(), CHANGE)
        edited = replace(note(), text="b", mentions=(), version=2, edited_at_ms=NOW_MS + 5)
        removed = replace(edited, text="", version=3, removed_at_ms=NOW_MS + 9)
        assert notes.save(note(), edited, at(NOW_MS + 5))
        assert notes.note(ONE, note().id) == edited
        assert notes.save(edited, removed, at(NOW_MS + 9))
        assert notes.note(ONE, note().id) == removed
        assert notes.revisions(ONE, note().id) == [
            Revision(1, note().text, (LUIS,), NOW_MS + 5),
            Revision(2, "b", (), NOW_MS + 9),
        ]
        assert notes.page(ONE, None, 9).items == [removed]

    def test_a_change_from_an_old_version_is_refused(self, notes: NoteStore) -> None:
        notes.put(note(), CHANGE)
        edited = replace(note(), text="b", version=2, edited_at_ms=NOW_MS + 5)
        notes.save(note(), edited, at(NOW_MS + 5))
        assert not notes.save(note(), replace(edited, text="c"), at(NOW_MS + 6))
        assert notes.note(ONE, note().id) == edited
        assert notes.revisions(ONE, note().id) == [Revision(1, note().text, (LUIS,), NOW_MS + 5)]


class TestWhispers:
    def test_one_is_kept_once(self, whispers: WhisperStore) -> None:
        assert whispers.put(whisper(1), CHANGE) is None
        assert whispers.put(replace(whisper(1), text="otro"), CHANGE) == whisper(1)
        assert whispers.whisper(ONE, whisper(1).id) == whisper(1)
        assert whispers.whisper(TWO, whisper(1).id) is None

    def test_each_agent_has_a_line(self, whispers: WhisperStore) -> None:
        for one in (whisper(1), whisper(2, LUIS), whisper(3)):
            whispers.put(one, CHANGE)
        assert whispers.page(ONE, None, None, 9) == (
            [whisper(3), whisper(2, LUIS), whisper(1)],
            None,
        )
        assert whispers.page(ONE, LUIS, None, 9) == ([whisper(2, LUIS)], None)
        assert whispers.page(TWO, ANA, None, 9) == ([], None)

    def test_a_walk_through_ones_line_passes_over_those_of_others(
        self, whispers: WhisperStore
    ) -> None:
        for number in range(1, 8):
            whispers.put(whisper(number, LUIS if number > 2 else ANA), CHANGE)
        walked: list[Whisper] = []
        before: WhisperId | None = None
        while True:
            page = whispers.page(ONE, ANA, before, 2)
            walked += page.items
            if page.next_position is None:
                break
            before = WhisperId(page.next_position[0])
        assert walked == [whisper(2), whisper(1)]


class TestMentions:
    def test_they_are_kept_per_person_newest_first(self, mentions: MentionStore) -> None:
        stored = [Mention(ANA, ONE, note_id(1)), Mention(ANA, TWO, note_id(2))]
        for one in (*stored, Mention(LUIS, ONE, note_id(1))):
            mentions.add(one, CHANGE)
        assert mentions.page(ANA, None, 1) == ([stored[1]], [note_id(2)])
        assert mentions.page(ANA, note_id(2), 1) == ([stored[0]], None)
        assert mentions.page(UserId("rosa"), None, 9) == ([], None)

    def test_reading_is_set_once_and_survives_another_mention(self, mentions: MentionStore) -> None:
        mentions.add(Mention(ANA, ONE, note_id(1)), CHANGE)
        mentions.mark_read(ANA, note_id(1), NOW_MS + 1, CHANGE)
        mentions.mark_read(ANA, note_id(1), NOW_MS + 2, CHANGE)
        mentions.add(Mention(ANA, ONE, note_id(1)), CHANGE)
        assert mentions.page(ANA, None, 9).items == [Mention(ANA, ONE, note_id(1), NOW_MS + 1)]

    def test_nothing_is_read_that_there_is_not(self, mentions: MentionStore) -> None:
        mentions.mark_read(LUIS, note_id(1), NOW_MS, CHANGE)
        assert mentions.page(LUIS, None, 9).items == []


class TestBesideMessages:
    """On the engines: the partition of a conversation holds all of them."""

    def test_no_list_shows_what_belongs_to_another(self, dynamo: Dynamo) -> None:
        messages: MessageStore = DynamoMessageStore(dynamo)
        threads = DynamoThreadStore(dynamo)
        notes, whispers = DynamoNoteStore(dynamo), DynamoWhisperStore(dynamo)
        threads.create_head(heard("one", 0), CHANGE)
        messages.put(written(0), CHANGE)
        notes.put(note(), CHANGE)
        notes.save(note(), replace(note(), text="b", version=2), CHANGE)
        whispers.put(whisper(2), CHANGE)
        assert messages.page(ONE, None, 9).items == [written(0)]
        assert messages.received_after(ONE, None) == [written(0).id]
        assert [one.text for one in notes.page(ONE, None, 9).items] == ["b"]
        assert whispers.page(ONE, None, None, 9).items == [whisper(2)]
        assert threads.head(ONE) == heard("one", 0)
