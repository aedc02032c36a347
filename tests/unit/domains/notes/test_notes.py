"""Who writes, changes and reads private notes, and whom they may mention."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from chalicelib.core.clock import to_ms
from chalicelib.core.errors import NotFoundError, VersionConflictError
from chalicelib.core.ids import UserId, base32, digest
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.notes.errors import (
    NotAuthorError,
    NoteFixedError,
    NoteRemovedError,
    NoteTooLongError,
    UnknownColleagueError,
)
from chalicelib.domains.notes.models import Mention, Note, NoteId, NotePolicy, Writing
from chalicelib.domains.notes.services.mentions import Mentions
from chalicelib.domains.notes.services.notes import Notes
from chalicelib.domains.notes.services.views import NoteViews
from tests.fakes.notes import MemoryMentions, MemoryNotes
from tests.samples import NOW_MS, heard
from tests.unit.domains.access.house import people_with
from tests.unit.domains.conversations.office import ADMIN, ANA, LUIS, SILVIA, STAFF, Office

POLICY = NotePolicy(note_limit=20, note_edit_seconds=900)
HELD = heard("one", 0, assignee_id=ANA)
WAITING = heard("two", 0)


def id_named(name: str) -> str:
    return base32(NOW_MS, 9) + digest(name, 10)


@dataclass
class Room:
    """Notes on an office; a request is named by its pin."""

    office: Office = field(default_factory=Office)
    store: MemoryNotes = field(default_factory=MemoryNotes)
    mention_rows: MemoryMentions = field(default_factory=MemoryMentions)

    def __post_init__(self) -> None:
        office = self.office
        office.has(HELD, WAITING)
        self.notes = Notes(
            self.store, self.mention_rows, office.colleagues, office.desk, office.clock, POLICY
        )
        self.mentions = Mentions(
            self.mention_rows, self.store, office.threads, office.desk, office.clock
        )

    def writing(self, name: str, pin: str = "a", *, repeated: bool = False) -> Writing:
        identifier = id_named(pin)
        earlier = identifier if repeated else None
        change = self.office.change(name)
        return Writing(self.office.principal(name), change, lambda: identifier, lambda: earlier)

    def write(
        self, text: str = "hola", *mentions: UserId, name: str = "ana", pin: str = "a"
    ) -> Note:
        return self.notes.write(HELD, text, mentions, self.writing(name, pin))

    def edit(self, note: Note, text: str, *mentions: UserId, name: str = "ana") -> Note:
        return self.notes.edit(
            HELD,
            note.id,
            note.version,
            text,
            mentions,
            author=self.office.principal(name),
            change=self.office.change(name),
        )

    def remove(self, note: Note, name: str = "ana") -> Note:
        author = self.office.principal(name)
        return self.notes.remove(HELD, note.id, author=author, change=self.office.change(name))

    def mentioned(self, name: str, *, only_unread: bool = False) -> list[str]:
        """The texts that name somebody, newest first."""
        principal = self.office.principal(name)
        page = self.mentions.page(principal, None, 50, only_unread=only_unread)
        return [one.note.text for one in page.items]


@pytest.fixture
def room() -> Room:
    return Room()


class TestWriting:
    def test_the_note_is_kept_under_its_author(self, room: Room) -> None:
        note = room.write("Llamar mañana")
        assert note == Note(NoteId(id_named("a")), HELD.id, ANA, "Llamar mañana")
        assert note.written_at_ms == NOW_MS
        assert room.notes.page(HELD, None, 50).items == [note]
        assert [(one.event, one.actor) for one in room.store.changes] == [("note.added", "ana")]

    def test_head_and_messages_stay_as_they_were(self, room: Room) -> None:
        room.remove(room.edit(room.write("uno"), "dos", SILVIA))
        assert room.office.threads.changes == []
        assert room.office.messages.changes == []
        assert room.office.head() == HELD

    def test_a_repeated_request_finds_its_note_whatever_it_says_by_now(self, room: Room) -> None:
        changed = room.edit(room.write("uno", SILVIA), "dos")
        room.office.people = people_with(STAFF[0])  # whom it mentions may be gone
        again = room.notes.write(HELD, "uno", [SILVIA], room.writing("ana", repeated=True))
        assert again == changed

    def test_a_request_that_died_before_its_note_is_done_again(self, room: Room) -> None:
        lone = Mention(SILVIA, HELD.id, NoteId(id_named("a")))
        room.mention_rows.add(lone, room.office.change("ana"))
        assert room.mentioned("silvia") == []
        note = room.notes.write(HELD, "uno", [SILVIA], room.writing("ana", repeated=True))
        assert room.notes.page(HELD, None, 50).items == [note]
        assert room.mentioned("silvia") == ["uno"]

    def test_code_points_are_counted_when_a_text_is_too_long(self, room: Room) -> None:
        room.write("ñ" * 20)
        with pytest.raises(NoteTooLongError) as refused:
            room.write("🙂" * 21, pin="b")
        assert refused.value.facts == {"limit": 20, "length": 21}


class TestMentioning:
    @pytest.mark.parametrize(
        ("conversation", "name", "expected"),
        [
            (HELD, "ana", ["admin", "silvia"]),
            (HELD, "silvia", ["admin", "ana"]),
            (WAITING, "ana", ["admin", "luis", "silvia"]),
        ],
        ids=["holder", "supervisor", "waiting"],
    )
    def test_those_who_may_see_it_now_are_offered(
        self, room: Room, conversation: Conversation, name: str, expected: list[str]
    ) -> None:
        offered = room.notes.mentionable(conversation, room.office.principal(name))
        assert [one.user_id for one in offered] == expected

    @pytest.mark.parametrize("name", ["luis", "rosa", "ida", "ana", "nobody", ""])
    def test_others_are_refused_by_name(self, room: Room, name: str) -> None:
        """Of another holder, of another queue, inactive, oneself, unknown."""
        with pytest.raises(UnknownColleagueError) as refused:
            room.write("hola", SILVIA, UserId(name))
        assert refused.value.facts == {"unknown": [name]}
        assert room.store.rows == {}
        assert room.mention_rows.rows == {}

    def test_each_is_mentioned_once(self, room: Room) -> None:
        assert room.write("hola", SILVIA, ADMIN, SILVIA).mentions == (SILVIA, ADMIN)
        assert room.mentioned("silvia") == ["hola"]

    def test_reading_is_remembered(self, room: Room) -> None:
        first = room.write("uno", SILVIA, pin="a")
        room.write("dos", SILVIA, pin="b")
        principal, change = room.office.principal("silvia"), room.office.change("silvia")
        room.mentions.mark_read(principal, [first.id, NoteId("0" * 19)], change)
        assert sorted(room.mentioned("silvia")) == ["dos", "uno"]
        assert room.mentioned("silvia", only_unread=True) == ["dos"]

    def test_what_went_out_of_sight_is_not_shown(self, room: Room) -> None:
        note = room.notes.write(WAITING, "uno", [LUIS], room.writing("ana"))
        assert room.mentioned("luis") == ["uno"]
        room.office.threads.rows[WAITING.id] = replace(WAITING, assignee_id=ANA)
        assert room.mentioned("luis") == []
        assert note.mentions == (LUIS,)

    def test_a_note_that_names_somebody_no_more_is_not_shown_to_them(self, room: Room) -> None:
        note = room.edit(room.write("uno", SILVIA), "dos", ADMIN)
        assert room.mentioned("silvia") == []
        assert room.mentioned("admin") == ["dos"]
        room.remove(note)
        assert room.mentioned("admin") == []

    def test_who_was_mentioned_before_may_stay_though_they_see_it_no_more(self, room: Room) -> None:
        note = room.write("uno", SILVIA)
        room.office.people = people_with(*(one for one in STAFF if one.id != SILVIA))
        assert room.edit(note, "dos", SILVIA).mentions == (SILVIA,)


class TestChanging:
    def test_what_it_said_before_is_kept(self, room: Room) -> None:
        edited = room.edit(room.write("uno"), "dos")
        assert (edited.text, edited.version) == ("dos", 2)
        assert edited.edited_at_ms == to_ms(room.office.clock.now())
        (revision,) = room.notes.revisions(HELD, edited.id)
        assert (revision.version, revision.text) == (1, "uno")

    def test_the_same_words_change_nothing(self, room: Room) -> None:
        note = room.write("uno", SILVIA)
        assert room.edit(note, "uno", SILVIA) == note
        assert room.notes.revisions(HELD, note.id) == []

    def test_an_edit_from_an_old_version_is_refused(self, room: Room) -> None:
        note = room.write("uno")
        room.edit(note, "dos")
        with pytest.raises(VersionConflictError):
            room.edit(note, "tres")
        assert room.store.rows[HELD.id, note.id].text == "dos"

    def test_an_edit_that_loses_a_race_is_refused(self, room: Room) -> None:
        note = room.write("uno")
        room.store.interruptions.append(replace(note, text="dos", version=2))
        with pytest.raises(VersionConflictError):
            room.edit(note, "tres")

    @pytest.mark.parametrize("name", ["silvia", "admin"])
    def test_nobody_touches_what_somebody_else_wrote(self, room: Room, name: str) -> None:
        note = room.write("uno")
        with pytest.raises(NotAuthorError):
            room.edit(note, "dos", name=name)
        with pytest.raises(NotAuthorError):
            room.remove(note, name)
        gone = room.remove(note)
        with pytest.raises(NotAuthorError):
            room.remove(gone, name)

    def test_after_a_while_it_stays_as_it_is(self, room: Room) -> None:
        note = room.write("uno")
        room.office.clock.advance(POLICY.note_edit_seconds)
        note = room.edit(note, "dos")
        room.office.clock.advance(1)
        with pytest.raises(NoteFixedError):
            room.edit(note, "tres")
        with pytest.raises(NoteFixedError) as refused:
            room.remove(note)
        assert list(refused.value.facts) == ["editable_until"]

    def test_a_removed_one_leaves_a_trace_without_text(self, room: Room) -> None:
        gone = room.remove(room.write("secreto", SILVIA))
        shown = NoteViews(room.office.colleagues, POLICY).note(gone)
        assert (shown["text"], shown["mentions"], shown["version"]) == (None, [], 2)
        assert shown["removed_at"] is not None
        assert shown["author"] == {"id": "ana", "name": "Ana"}
        assert [one.text for one in room.notes.revisions(HELD, gone.id)] == ["secreto"]

    def test_removing_again_changes_nothing_however_late(self, room: Room) -> None:
        gone = room.remove(room.write("uno"))
        room.office.clock.advance(POLICY.note_edit_seconds + 1)
        assert room.remove(gone) == gone

    def test_removing_wins_over_an_edit_that_came_between(self, room: Room) -> None:
        note = room.write("uno")
        room.store.interruptions.append(replace(note, text="dos", version=2))
        assert room.remove(note).version == 3

    def test_a_removed_one_is_not_edited(self, room: Room) -> None:
        gone = room.remove(room.write("uno"))
        with pytest.raises(NoteRemovedError):
            room.edit(gone, "dos")

    def test_a_note_of_another_conversation_is_not_found(self, room: Room) -> None:
        note = room.write("uno")
        principal, change = room.office.principal("ana"), room.office.change("ana")
        with pytest.raises(NotFoundError):
            room.notes.remove(WAITING, note.id, author=principal, change=change)
        with pytest.raises(NotFoundError):
            room.notes.revisions(WAITING, note.id)
