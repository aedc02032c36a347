"""Who may do what with a conversation, and who wins a race for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.errors import ConflictError, NotFoundError
from chalicelib.core.ids import ContactId, UserId
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.errors import (
    AlreadyAssignedError,
    ConversationOpenError,
    ConversationResolvedError,
    NotHolderError,
    NotReopenableError,
    UnknownReferenceError,
)
from chalicelib.domains.conversations.models import Conversation, Pointer
from tests.samples import (
    CHANGE,
    COBRANZAS,
    NOW_MS,
    PRINCIPAL,
    heard,
    id_at,
    id_of,
    written,
)
from tests.unit.domains.conversations.office import ANA, LUIS, Office

WAITING = heard("one", 0, 1)
HELD = replace(WAITING, assignee_id=ANA)
CLOSED = replace(HELD, resolved_at_ms=NOW_MS + 5)
POINTER = Pointer(WAITING.contact_id, PRINCIPAL, WAITING.id, None, 1)


class TestSight:
    @pytest.mark.parametrize(
        ("name", "fields", "sees"),
        [
            ("ana", {}, True),
            ("ana", {"assignee_id": ANA}, True),
            ("ana", {"assignee_id": LUIS}, False),
            ("ana", {"resolved_at_ms": 1}, False),
            ("ana", {"resolved_at_ms": 1, "assignee_id": ANA}, True),
            ("ana", {"queue_id": COBRANZAS}, False),
            ("ana", {"queue_id": COBRANZAS, "assignee_id": ANA}, True),
            ("silvia", {"assignee_id": ANA}, True),
            ("silvia", {"resolved_at_ms": 1}, True),
            ("silvia", {"queue_id": COBRANZAS}, False),
            ("admin", {"queue_id": COBRANZAS, "assignee_id": ANA, "resolved_at_ms": 1}, True),
        ],
    )
    def test_access(self, office: Office, name: str, fields: dict[str, Any], sees: bool) -> None:
        office.has(head := replace(WAITING, **fields))
        principal = office.principal(name)
        if sees:
            assert office.desk.access_conversation(principal, head.id) == head
        else:
            with pytest.raises(NotFoundError):
                office.desk.access_conversation(principal, head.id)

    def test_a_member_of_its_queue_is_told_who_was_quicker(self, office: Office) -> None:
        office.has(HELD)
        luis, rosa = office.principal("luis"), office.principal("rosa")
        assert office.desk.access_conversation(luis, HELD.id, to_claim=True) == HELD
        with pytest.raises(NotFoundError):
            office.desk.access_conversation(rosa, HELD.id, to_claim=True)

    def test_what_closed_into_another_is_in_sight_with_it(self, office: Office) -> None:
        """Also if somebody else held it, and over several steps."""
        merged = replace(heard("two", 0), assignee_id=LUIS, merged_into=HELD.id, resolved_at_ms=1)
        earlier = replace(heard("three", 0), merged_into=merged.id, resolved_at_ms=1)
        office.has(HELD, merged, earlier)
        for one in (merged, earlier):
            assert office.desk.access_conversation(office.principal("ana"), one.id) == one
            with pytest.raises(NotFoundError):
                office.desk.access_conversation(office.principal("rosa"), one.id)
        with pytest.raises(NotFoundError):
            office.desk.access_conversation(office.principal("luis"), HELD.id)

    def test_who_held_a_closed_one_is_told_to_nobody(self, office: Office) -> None:
        office.has(CLOSED)
        with pytest.raises(NotFoundError):
            office.desk.access_conversation(office.principal("luis"), CLOSED.id, to_claim=True)

    def test_what_does_not_exist_is_not_found(self, office: Office) -> None:
        with pytest.raises(NotFoundError):
            office.desk.access_conversation(office.principal("admin"), id_of("nobody"))


class TestClaim:
    def test_a_waiting_one_is_taken(self, office: Office) -> None:
        office.has(WAITING)
        taken = office.desk.claim(WAITING, office.acting("ana"))
        assert office.head() == taken
        assert (taken.assignee_id, taken.version) == (ANA, WAITING.version + 1)
        assert rules.state_of(taken) == "pending"
        assert (taken.unread, taken.unanswered) == (2, 2)
        assert office.events == [("conversation.assigned", "ana")]

    def test_ones_own_stays_as_it_is(self, office: Office) -> None:
        office.has(HELD)
        assert office.desk.claim(HELD, office.acting("ana")) is HELD
        assert office.events == []

    def test_somebody_elses_is_refused_with_the_holder(self, office: Office) -> None:
        office.has(HELD)
        with pytest.raises(AlreadyAssignedError) as caught:
            office.desk.claim(HELD, office.acting("luis"))
        assert caught.value.facts == {"holder": {"id": "ana", "name": "Ana"}}
        assert office.head() == HELD

    def test_who_loses_the_race_is_told_the_winner(self, office: Office) -> None:
        office.has(WAITING)
        office.threads.interruptions.append(rules.assigned(WAITING, LUIS, NOW_MS))
        with pytest.raises(AlreadyAssignedError) as caught:
            office.desk.claim(WAITING, office.acting("ana"))
        assert caught.value.facts["holder"] == {"id": "luis", "name": "Luis"}
        assert office.head().assignee_id == LUIS

    def test_a_message_that_was_quicker_costs_nobody_the_claim(self, office: Office) -> None:
        office.has(WAITING)
        office.threads.interruptions.append(rules.received(WAITING, written(9), NOW_MS))
        taken = office.desk.claim(WAITING, office.acting("ana"))
        assert (taken.assignee_id, taken.unread) == (ANA, 3)

    def test_a_resolved_one_is_refused(self, office: Office) -> None:
        office.has(CLOSED)
        for name in ("ana", "luis"):
            with pytest.raises(ConversationResolvedError):
                office.desk.claim(CLOSED, office.acting(name))


class TestAssign:
    @pytest.mark.parametrize("head", [WAITING, replace(HELD, assignee_id=LUIS)])
    def test_to_somebody_of_its_queue(self, office: Office, head: Conversation) -> None:
        office.has(head)
        given = office.desk.assign(head, ANA, office.acting("silvia"))
        assert office.head() == given
        assert given.assignee_id == ANA
        assert office.events == [("conversation.assigned", "silvia")]

    def test_to_its_holder_changes_nothing(self, office: Office) -> None:
        office.has(HELD)
        assert office.desk.assign(HELD, ANA, office.acting("silvia")) is HELD
        assert office.events == []

    @pytest.mark.parametrize("name", ["rosa", "nobody", "ida"])
    def test_to_nobody_else(self, office: Office, name: str) -> None:
        """Of another queue, unknown, inactive."""
        office.has(WAITING)
        with pytest.raises(UnknownReferenceError) as caught:
            office.desk.assign(WAITING, UserId(name), office.acting("silvia"))
        assert caught.value.facts == {"field": "user_id"}
        assert office.head() == WAITING

    def test_a_resolved_one_is_refused(self, office: Office) -> None:
        office.has(CLOSED)
        with pytest.raises(ConversationResolvedError):
            office.desk.assign(CLOSED, LUIS, office.acting("silvia"))


class TestRelease:
    @pytest.mark.parametrize("name", ["ana", "silvia", "admin"])
    def test_it_goes_back_to_its_queue(self, office: Office, name: str) -> None:
        office.has(HELD)
        released = office.desk.release(HELD, office.acting(name))
        assert office.head() == released
        assert rules.state_of(released) == "new"
        assert office.events == [("conversation.released", name)]

    def test_a_colleague_may_not(self, office: Office) -> None:
        office.has(HELD)
        with pytest.raises(NotHolderError):
            office.desk.release(HELD, office.acting("luis"))
        assert office.head() == HELD

    def test_one_that_waits_already(self, office: Office) -> None:
        office.has(WAITING)
        assert office.desk.release(WAITING, office.acting("silvia")) is WAITING
        with pytest.raises(NotHolderError):
            office.desk.release(WAITING, office.acting("ana"))

    def test_a_resolved_one_is_refused(self, office: Office) -> None:
        office.has(CLOSED)
        with pytest.raises(ConversationResolvedError):
            office.desk.release(CLOSED, office.acting("ana"))


class TestReopen:
    @pytest.mark.parametrize("name", ["ana", "silvia"])
    def test_it_opens_again_with_its_holder(self, office: Office, name: str) -> None:
        office.has(CLOSED)
        office.threads.move_pointer(POINTER, CHANGE)
        opened = office.desk.reopen(CLOSED, office.acting(name))
        assert office.head() == opened
        assert (rules.state_of(opened), opened.assignee_id) == ("pending", ANA)
        assert office.threads.pointers(CLOSED.contact_id) == [replace(POINTER, generation=2)]
        assert office.events[-1] == ("conversation.reopened", name)

    @pytest.mark.parametrize(
        "pointer",
        [
            None,
            replace(POINTER, conversation_id=id_of("newer")),
            replace(POINTER, forward_to=ContactId(id_of("José"))),
        ],
        ids=["none", "newer episode", "merged"],
    )
    def test_not_where_the_thread_goes_on_elsewhere(
        self, office: Office, pointer: Pointer | None
    ) -> None:
        office.has(CLOSED)
        if pointer:
            office.threads.move_pointer(pointer, CHANGE)
        with pytest.raises(NotReopenableError):
            office.desk.reopen(CLOSED, office.acting())
        assert office.head() == CLOSED

    def test_not_what_closed_into_another_even_while_the_pointer_names_it_yet(
        self, office: Office
    ) -> None:
        office.has(merged := replace(CLOSED, merged_into=id_of("newer")))
        office.threads.move_pointer(POINTER, CHANGE)
        with pytest.raises(NotReopenableError):
            office.desk.reopen(merged, office.acting())

    @pytest.mark.parametrize(
        ("name", "head", "error"),
        [("luis", CLOSED, NotHolderError), ("ana", HELD, ConversationOpenError)],
    )
    def test_refusals(
        self, office: Office, name: str, head: Conversation, error: type[ConflictError]
    ) -> None:
        office.has(head)
        office.threads.move_pointer(POINTER, CHANGE)
        with pytest.raises(error):
            office.desk.reopen(head, office.acting(name))

    def test_it_is_decided_again_on_what_was_quicker(self, office: Office) -> None:
        office.has(CLOSED)
        office.threads.move_pointer(POINTER, CHANGE)
        office.threads.interruptions.append(rules.reopened(CLOSED, NOW_MS + 9))
        with pytest.raises(ConversationOpenError):
            office.desk.reopen(CLOSED, office.acting())


class TestRead:
    @pytest.fixture
    def room(self, office: Office) -> Office:
        office.has(HELD, written(0), written(1))
        return office

    @pytest.mark.parametrize(("up_to", "unread"), [(0, 1), (1, 0)])
    def test_what_is_behind_the_message_stays_unread(
        self, room: Office, up_to: int, unread: int
    ) -> None:
        read = room.desk.read(HELD, id_at(up_to), room.acting())
        assert room.head() == read
        assert (read.unread, read.read_up_to) == (unread, id_at(up_to))
        assert read.unanswered == HELD.unanswered
        assert room.events == [("conversation.read", "ana")]

    def test_twice_is_once(self, room: Office) -> None:
        read = room.desk.read(HELD, id_at(0), room.acting())
        assert room.desk.read(read, id_at(0), room.acting()) is read
        read = room.desk.read(read, id_at(1), room.acting())
        assert room.desk.read(read, id_at(1), room.acting()) is read
        assert len(room.events) == 2

    def test_what_was_read_does_not_come_back(self, room: Office) -> None:
        read = room.desk.read(HELD, id_at(1), room.acting())
        assert room.desk.read(read, id_at(0), room.acting()) is read

    @pytest.mark.parametrize("name", ["silvia", "admin"])
    def test_whoever_looks_on_reads_for_nobody(self, room: Office, name: str) -> None:
        assert room.desk.read(HELD, id_at(1), room.acting(name)) is HELD
        assert room.events == []

    @pytest.mark.parametrize("name", ["luis", "silvia"])
    def test_a_waiting_one_is_read_for_all(self, room: Office, name: str) -> None:
        room.threads.rows[WAITING.id] = WAITING
        assert room.desk.read(WAITING, id_at(1), room.acting(name)).unread == 0

    def test_a_message_that_was_quicker_stays_unread(self, room: Office) -> None:
        room.has(written(9))
        room.threads.interruptions.append(rules.received(HELD, written(9), NOW_MS))
        assert room.desk.read(HELD, id_at(1), room.acting()).unread == 1

    def test_the_message_is_of_this_conversation(self, room: Office) -> None:
        room.has(written(7, conversation_id=id_of("two")))
        with pytest.raises(UnknownReferenceError) as caught:
            room.desk.read(HELD, id_at(7), room.acting())
        assert caught.value.facts == {"field": "message_id"}


class TestMarkUnread:
    READ = replace(HELD, unread=0, read_up_to=id_at(1))

    @pytest.mark.parametrize(
        ("head", "name", "error"),
        [
            (READ, "luis", NotHolderError),
            (READ, "silvia", NotHolderError),
            (replace(READ, resolved_at_ms=NOW_MS), "ana", ConversationResolvedError),
        ],
    )
    def test_refusals(
        self, office: Office, head: Conversation, name: str, error: type[ConflictError]
    ) -> None:
        office.has(head)
        with pytest.raises(error):
            office.desk.mark_unread(head, office.acting(name))
        assert office.events == []

    @pytest.mark.parametrize(("unanswered", "unread"), [(0, 1), (1, 1), (2, 2)])
    def test_what_waits_for_an_answer_is_unread_again(
        self, office: Office, unanswered: int, unread: int
    ) -> None:
        head = replace(self.READ, unanswered=unanswered)
        office.has(head, written(1))
        marked = office.desk.mark_unread(head, office.acting())
        assert (marked.unread, marked.unanswered) == (unread, unanswered)
        assert office.desk.mark_unread(marked, office.acting()) is marked
        assert office.desk.read(marked, id_at(1), office.acting()).unread == 0
        assert office.events == [("conversation.changed", "ana"), ("conversation.read", "ana")]

    def test_a_waiting_one_is_marked_by_anybody_of_its_queue(self, office: Office) -> None:
        head = replace(WAITING, unread=0)
        office.has(head)
        assert office.desk.mark_unread(head, office.acting("luis")).unread == 2


def test_a_conversation_that_vanished_is_not_found(office: Office) -> None:
    with pytest.raises(NotFoundError):
        office.desk.claim(WAITING, office.acting())
