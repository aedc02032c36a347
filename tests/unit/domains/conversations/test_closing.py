"""Closing: who may, what must have been seen, and what it is closed with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.errors import (
    ConversationOpenError,
    NewMessageError,
    NotHolderError,
    UnknownReferenceError,
)
from chalicelib.domains.conversations.models import Conversation, Pointer
from chalicelib.domains.conversations.services.closing import Closed
from chalicelib.domains.typifications.errors import (
    TypificationNotChoosableError,
    TypificationRequiredError,
)
from chalicelib.domains.typifications.models import Choice, NodeId, Tree, Typified
from tests.samples import CHANGE, COBRANZAS, NOW_MS, PRINCIPAL, heard, id_at, id_of, posted, written
from tests.unit.domains.conversations.office import ANA, Office
from tests.unit.domains.typifications.trees import NODES, TREE

HELD = replace(heard("one", 0, 1), assignee_id=ANA)
DUE = replace(TREE, is_mandatory=True)
TODAY, REFUSED = Choice("cobranza", "HOY", "llama a las 5"), Choice("cobranza", "NEGATIVA")


@pytest.fixture
def room(office: Office) -> Office:
    """Ana holds what she has read."""
    office.has(HELD, written(0), written(1))
    office.threads.move_pointer(Pointer(HELD.contact_id, PRINCIPAL, HELD.id, None, 1), CHANGE)
    office.threads.changes.clear()
    return office


def has_tree(room: Office, tree: Tree) -> None:
    """Without the seconds that the snapshot may be old."""
    room.tree_rows.rows[tree.id] = tree
    room.tree_rows.changes.append(CHANGE)
    room.clock.advance(60)


def close(room: Office, choice: Choice | None = None, name: str = "ana") -> Closed:
    return room.closing.resolve(room.head(), id_at(1), room.acting(name), choice)


def reopen(room: Office) -> Conversation:
    return room.desk.reopen(room.head(), room.acting())


def paths(typified: list[Typified]) -> list[tuple[str, ...]]:
    return [one.chosen.path for one in typified]


class TestResolve:
    @pytest.mark.parametrize("name", ["ana", "silvia"])
    def test_it_closes(self, room: Office, name: str) -> None:
        closed = room.closing.resolve(HELD, id_at(1), room.acting(name)).head
        assert room.head() == closed
        assert (rules.state_of(closed), closed.assignee_id) == ("resolved", ANA)
        assert room.events == [("conversation.resolved", name)]

    def test_a_colleague_may_not(self, room: Office) -> None:
        with pytest.raises(NotHolderError):
            room.closing.resolve(HELD, id_at(1), room.acting("luis"))

    def test_not_before_the_newest_was_seen(self, room: Office) -> None:
        with pytest.raises(NewMessageError):
            room.closing.resolve(HELD, id_at(0), room.acting())
        assert room.head() == HELD

    def test_a_message_that_was_quicker_is_seen_first(self, room: Office) -> None:
        quicker = rules.received(HELD, written(9), NOW_MS)
        room.has(written(9))
        room.threads.interruptions.append(quicker)
        with pytest.raises(NewMessageError):
            room.closing.resolve(HELD, id_at(1), room.acting())
        assert room.head() is quicker

    def test_also_one_that_is_on_its_way_to_the_store(self, room: Office) -> None:
        head = room.threads.rows[HELD.id] = rules.received(HELD, written(9), NOW_MS)
        with pytest.raises(NewMessageError):
            room.closing.resolve(head, id_at(1), room.acting())

    def test_ones_own_answer_need_not_be_seen(self, room: Office) -> None:
        room.has(posted(9))
        head = room.threads.rows[HELD.id] = rules.answered(HELD, posted(9), [], NOW_MS)
        assert room.closing.resolve(head, id_at(1), room.acting()).head.is_resolved

    def test_an_answer_hides_no_message_behind_the_seen_one(self, room: Office) -> None:
        room.has(posted(9))
        head = room.threads.rows[HELD.id] = rules.answered(HELD, posted(9), [], NOW_MS)
        with pytest.raises(NewMessageError):
            room.closing.resolve(head, id_at(0), room.acting())

    def test_twice_is_once(self, room: Office) -> None:
        closed = room.closing.resolve(HELD, id_at(1), room.acting()).head
        assert room.closing.resolve(closed, id_at(1), room.acting()).head is closed
        assert len(room.events) == 1

    def test_the_seen_one_is_of_this_conversation(self, room: Office) -> None:
        room.has(written(7, conversation_id=id_of("two")))
        with pytest.raises(UnknownReferenceError) as caught:
            room.closing.resolve(HELD, id_at(7), room.acting())
        assert caught.value.facts == {"field": "last_seen_message_id"}


class TestTypification:
    def test_it_is_closed_with_what_was_chosen(self, room: Office) -> None:
        has_tree(room, DUE)
        closed = close(room, TODAY)
        assert closed.head == room.head()
        typified = closed.typified
        assert typified is not None
        assert (typified.version, typified.by) == (1, ANA)
        assert typified.closed_at_ms == closed.head.resolved_at_ms
        assert typified.chosen.path == ("PROMESA", "HOY")
        assert (typified.chosen.tree_version, typified.chosen.comment) == (3, "llama a las 5")
        assert room.closing.closed(room.head()) == closed
        assert room.events == [("conversation.resolved", "ana")]

    @pytest.mark.parametrize("name", ["ana", "silvia"])
    def test_it_stays_open_when_a_choice_is_due(self, room: Office, name: str) -> None:
        has_tree(room, DUE)
        with pytest.raises(TypificationRequiredError):
            close(room, name=name)
        assert room.head() == HELD

    def test_it_closes_without_one_elsewhere(self, room: Office) -> None:
        has_tree(room, replace(DUE, queue_ids=frozenset({COBRANZAS})))
        assert close(room).typified is None

    def test_who_may_not_close_is_told_that_first(self, room: Office) -> None:
        has_tree(room, DUE)
        with pytest.raises(NotHolderError):
            close(room, name="luis")

    def test_what_cannot_be_chosen_closes_nothing(self, room: Office) -> None:
        has_tree(room, TREE)
        with pytest.raises(TypificationNotChoosableError):
            close(room, Choice("cobranza", "PROMESA"))
        assert room.head() == HELD

    def test_edits_of_the_tree_change_nothing_of_the_past(self, room: Office) -> None:
        has_tree(room, DUE)
        before = close(room, TODAY)
        renamed = tuple(replace(one, name="Otro", is_retired=True) for one in NODES)
        has_tree(room, replace(DUE, version=4, name="Otra", nodes=renamed))
        assert room.closing.closed(room.head()) == before

    def test_a_message_that_is_quicker_is_seen_first(self, room: Office) -> None:
        has_tree(room, DUE)
        room.has(written(9))
        room.threads.interruptions.append(rules.received(HELD, written(9), NOW_MS))
        with pytest.raises(NewMessageError):
            close(room, TODAY)
        assert room.closings.rows == {}

    def test_closed_again_it_says_what_holds_now(self, room: Office) -> None:
        has_tree(room, TREE)
        close(room, TODAY)
        opened = reopen(room)
        assert room.closing.closed(opened).typified is None
        room.clock.advance(1)
        again = close(room, REFUSED).typified
        assert again is not None
        assert again.version == 2
        assert paths(room.closing.history(HELD.id)) == [("NEGATIVA",), ("PROMESA", "HOY")]

    def test_closed_again_without_one_it_says_nothing_of_before(self, room: Office) -> None:
        has_tree(room, TREE)
        close(room, TODAY)
        reopen(room)
        room.clock.advance(1)
        closed = close(room)
        assert closed.typified is None
        assert room.closing.closed(closed.head).typified is None
        assert room.closing.typified_of([closed.head]) == []
        assert paths(room.closing.history(HELD.id)) == [("PROMESA", "HOY")]

    def test_of_many_those_that_are_closed_are_told(self, room: Office) -> None:
        has_tree(room, TREE)
        other = heard("two")
        room.has(other)
        closed = close(room, TODAY)
        assert room.closing.typified_of([closed.head, other]) == [closed.typified]


class TestCorrection:
    def test_what_was_said_stays_in_the_history(self, room: Office) -> None:
        has_tree(room, TREE)
        first = close(room, TODAY)
        room.clock.advance(60)
        corrected = room.closing.correct(first.head, REFUSED, room.acting("silvia"))
        assert room.head() == corrected.head
        assert corrected.head.resolved_at_ms == first.head.resolved_at_ms
        assert corrected.head.version == first.head.version + 1
        assert corrected.typified is not None
        assert (corrected.typified.by, corrected.typified.version) == ("silvia", 2)
        assert room.closing.history(HELD.id) == [corrected.typified, first.typified]
        assert room.events[-1] == ("conversation.typified", "silvia")

    def test_also_of_one_that_was_closed_without(self, room: Office) -> None:
        closed = close(room)
        has_tree(room, TREE)
        corrected = room.closing.correct(closed.head, TODAY, room.acting("silvia"))
        assert paths(room.closing.history(HELD.id)) == [("PROMESA", "HOY")]
        assert room.closing.closed(corrected.head) == corrected

    def test_to_say_the_same_again_changes_nothing(self, room: Office) -> None:
        has_tree(room, TREE)
        closed = close(room, TODAY)
        assert room.closing.correct(closed.head, TODAY, room.acting("silvia")) == closed
        assert len(room.events) == 1

    def test_two_at_once_are_both_kept(self, room: Office) -> None:
        has_tree(room, TREE)
        closed = close(room, TODAY)
        room.closing.correct(closed.head, REFUSED, room.acting("silvia"))
        late = Choice("cobranza", "EQUIVOCADO")
        room.closing.correct(closed.head, late, room.acting("admin"))
        history = room.closing.history(HELD.id)
        assert [one.chosen.node_id for one in history] == [
            NodeId("EQUIVOCADO"),
            NodeId("NEGATIVA"),
            NodeId("HOY"),
        ]

    def test_an_open_one_has_none_yet(self, room: Office) -> None:
        has_tree(room, TREE)
        with pytest.raises(ConversationOpenError):
            room.closing.correct(HELD, TODAY, room.acting("silvia"))
