"""Who hears of a change, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.change import Change
from chalicelib.core.clock import rfc3339_ms
from chalicelib.core.ids import ConversationId, QueueId, UserId
from chalicelib.domains.access.models import SessionId
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.repository import StreamImages
from chalicelib.domains.labels.models import Label, LabelId
from chalicelib.domains.notifications.models import Socket, SocketId
from chalicelib.domains.notifications.services.delivery import Delivery
from chalicelib.domains.notifications.services.push import Push, StreamChange
from chalicelib.domains.typifications.models import Choice
from tests.fakes.clock import START
from tests.fakes.images import Entity, record
from tests.fakes.presence import RecordedAttendance
from tests.fakes.sockets import FakeRealtime, MemorySockets
from tests.samples import (
    CHANGE,
    COBRANZAS,
    GENERAL,
    NOW_MS,
    heard,
    id_at,
    id_of,
    posted,
    written,
)
from tests.unit.domains.access.house import people_with
from tests.unit.domains.conversations.office import ANA, LUIS, STAFF, Office
from tests.unit.domains.typifications.trees import TREE

WAITING = heard("one", 0)
HELD = replace(WAITING, assignee_id=ANA, version=WAITING.version + 1)


class Hall:
    """An office whose people listen; a socket is named after its person."""

    def __init__(self) -> None:
        self.office = Office()
        self.sockets, self.realtime = MemorySockets(), FakeRealtime()
        self.attendance = RecordedAttendance()
        self.push = Push(
            StreamImages(),
            self.office.threads,
            self.sockets,
            Delivery(self.sockets, self.realtime, self.attendance, self.office.clock),
            self.office.reading,
            self.office.closing,
            self.office.colleagues,
            self.office.clock,
        )

    def connect(
        self,
        name: str,
        *,
        viewing: ConversationId | None = None,
        watching: QueueId | None = None,
        socket: str | None = None,
    ) -> None:
        expires_at = START + timedelta(hours=1)
        one = Socket(SocketId(socket or name), UserId(name), SessionId("S"), expires_at)
        self.sockets.add(one, CHANGE)
        if viewing:
            self.sockets.view(one, viewing, CHANGE)
        if watching:
            self.sockets.watch(one, watching, CHANGE)

    def handle(self, *changes: tuple[Entity | None, Entity | None]) -> None:
        """The store as the last of the changes left it."""
        for _, new in changes:
            if isinstance(new, Conversation):
                self.office.threads.rows[new.id] = new
        self.push.handle([record(*change, "conversation.changed") for change in changes])

    def heard_by(self, socket: str) -> list[str]:
        return [frame["type"] for frame in self.realtime.heard_by(socket)]


@pytest.fixture
def hall() -> Hall:
    return Hall()


class TestTypification:
    """What a conversation was closed with travels with the change that said so."""

    TODAY = Choice("cobranza", "HOY")

    @pytest.fixture
    def closed(self, hall: Hall) -> Conversation:
        """Ana closed it with a typification; Ana and Silvia look at it."""
        hall.connect("ana")
        hall.connect("silvia", viewing=HELD.id)
        hall.office.has(HELD, written(0))
        hall.office.tree_rows.rows[TREE.id] = TREE
        office = hall.office
        return office.closing.resolve(HELD, id_at(0), office.acting(), self.TODAY).head

    def told(self, hall: Hall, name: str) -> Any:
        (frame,) = hall.realtime.heard_by(name)
        return frame["type"], frame["data"]["typification"]

    def test_all_hear_it_when_it_is_closed(self, hall: Hall, closed: Conversation) -> None:
        hall.push.handle([record(HELD, closed, "conversation.resolved", "ana")])
        for name in ("ana", "silvia"):
            word, typification = self.told(hall, name)
            assert (word, typification["path"]) == ("conversation.resolved", ["PROMESA", "HOY"])
            assert typification["by"] == {"id": "ana", "name": "Ana"}

    def test_all_hear_it_when_it_is_corrected(self, hall: Hall, closed: Conversation) -> None:
        office, other = hall.office, Choice("cobranza", "NEGATIVA")
        corrected = office.closing.correct(closed, other, office.acting("silvia")).head
        hall.push.handle([record(closed, corrected, "conversation.typified", "silvia")])
        word, typification = self.told(hall, "ana")
        assert (word, typification["path"]) == ("conversation.typified", ["NEGATIVA"])

    def test_none_is_told_when_none_was_chosen(self, hall: Hall) -> None:
        hall.connect("ana")
        closed = rules.resolved(HELD, NOW_MS)
        hall.office.has(closed)
        hall.push.handle([record(HELD, closed, "conversation.resolved", "ana")])
        assert self.told(hall, "ana") == ("conversation.resolved", None)


class TestFrames:
    def test_a_conversation_travels_whole(self, hall: Hall) -> None:
        hall.connect("ana")
        hall.office.threads.rows[HELD.id] = HELD
        hall.push.handle([record(WAITING, HELD, "conversation.assigned")])
        assert hall.realtime.heard_by("ana") == [
            {
                "type": "conversation.assigned",
                "at": rfc3339_ms(NOW_MS),
                "data": {
                    "conversation": dict(hall.office.reading.view(HELD)),
                    "by": None,
                    "previous_assignee_id": None,
                },
            }
        ]

    def test_a_change_names_the_person_who_made_it(self, hall: Hall) -> None:
        """So that a holder learns who took a conversation away, whether they see it yet or not."""
        hall.connect("ana")
        released = replace(HELD, assignee_id=None, version=HELD.version + 1)
        for after in (released, replace(released, queue_id=COBRANZAS)):
            hall.office.threads.rows[HELD.id] = after
            hall.push.handle([record(HELD, after, "conversation.released", actor="silvia")])
        by = {"id": "silvia", "name": "Silvia"}
        frames = hall.realtime.heard_by("ana")
        told = [(one["type"], one["data"]["by"]) for one in frames]
        assert told == [("conversation.released", by), ("conversation.left", by)]
        assert {one["data"]["previous_assignee_id"] for one in frames} == {ANA}

    def test_a_holder_is_told_who_took_it_when_more_happened_since(self, hall: Hall) -> None:
        hall.connect("ana")
        released = replace(HELD, assignee_id=None, version=HELD.version + 1)
        taken = replace(released, assignee_id=LUIS, version=released.version + 1)
        hall.office.threads.rows[HELD.id] = taken
        hall.push.handle(
            [
                record(HELD, released, "conversation.released", actor="silvia"),
                record(released, taken, "conversation.assigned", actor="luis"),
            ]
        )
        (frame,) = hall.realtime.heard_by("ana")
        assert frame["data"]["by"]["id"] == "silvia"
        assert frame["data"]["previous_assignee_id"] == ANA

    def test_each_role_is_shown_the_labels_it_sees(self, hall: Hall) -> None:
        secret = Label(LabelId("SECRET"), "Riesgo", seen_by=frozenset({"supervisor"}))
        hall.office.label_rows.add(secret, CHANGE)
        for name in ("luis", "silvia"):
            hall.connect(name, viewing=WAITING.id, watching=GENERAL)
        labelled = replace(WAITING, labels=(secret.id,), version=WAITING.version + 1)
        message = written(0, labels=(secret.id,), version=2)
        hall.handle((WAITING, labelled), (written(0), message))
        frames = {name: hall.realtime.heard_by(name) for name in ("luis", "silvia")}
        assert "SECRET" not in str(frames["luis"])
        changed, marked, queue = frames["silvia"]
        assert changed["data"]["conversation"]["labels"] == ["SECRET"]
        assert marked["data"]["message"]["labels"] == ["SECRET"]
        assert queue["data"]["head"][0]["labels"] == ["SECRET"]
        assert len(frames["luis"]) == 3

    def test_a_message_travels_without_its_conversation(self, hall: Hall) -> None:
        hall.connect("ana")
        hall.office.has(HELD)
        hall.push.handle([record(None, written(0), "message.received")])
        (frame,) = hall.realtime.heard_by("ana")
        assert frame["type"] == "message.received"
        assert frame["data"]["conversation"] is None
        assert frame["data"]["message"] == hall.office.reading.message_view(written(0))

    def test_a_plain_change_travels_with_a_new_message(self, hall: Hall) -> None:
        hall.connect("ana")
        newer = rules.received(HELD, written(1), NOW_MS)
        hall.office.has(newer)
        changed = record(HELD, newer, "conversation.changed")
        hall.push.handle([changed, record(None, written(1), "message.received")])
        (frame,) = hall.realtime.heard_by("ana")
        assert frame["type"] == "message.received"
        assert frame["data"] == {
            "message": hall.office.reading.message_view(written(1)),
            "conversation": hall.office.reading.view(newer),
        }

    def test_each_change_is_shown_once_when_there_are_more_than_messages(self, hall: Hall) -> None:
        hall.connect("ana")
        newer = rules.received(HELD, written(1), NOW_MS)
        newest = rules.received(newer, written(2), NOW_MS)
        hall.office.has(newest)
        hall.push.handle(
            [
                record(None, posted(1), "message.queued"),
                record(HELD, newer, "conversation.changed"),
                record(newer, newest, "conversation.changed"),
            ]
        )
        shown = [
            (frame["type"], frame["data"]["conversation"]["version"])
            for frame in hall.realtime.heard_by("ana")
        ]
        assert shown == [
            ("message.queued", newer.version),
            ("conversation.changed", newest.version),
        ]

    def test_what_was_done_to_a_conversation_keeps_its_own_frame(self, hall: Hall) -> None:
        hall.connect("ana")
        hall.office.has(HELD)
        hall.push.handle(
            [
                record(WAITING, HELD, "conversation.assigned"),
                record(None, written(1), "message.received"),
            ]
        )
        assert hall.heard_by("ana") == ["conversation.assigned", "message.received"]

    def test_a_batch_keeps_its_order(self, hall: Hall) -> None:
        hall.connect("ana")
        newer = rules.received(HELD, written(1), NOW_MS)
        hall.handle((None, written(0)), (HELD, newer), (None, written(1)))
        assert hall.heard_by("ana") == ["conversation.changed"] * 3
        versions = [
            frame["data"]["conversation"] and frame["data"]["conversation"]["version"]
            for frame in hall.realtime.heard_by("ana")
        ]
        assert versions == [None, newer.version, None]

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (HELD, replace(HELD, unsent=frozenset({id_at(1)}))),
            (posted(1), replace(posted(1), attempted_at_ms=NOW_MS, attempts=1)),
            (HELD, None),
        ],
        ids=["lane's list", "attempt", "removed"],
    )
    def test_what_keeps_its_version_is_not_shown(
        self, hall: Hall, old: Entity, new: Entity | None
    ) -> None:
        hall.connect("ana", viewing=HELD.id)
        hall.office.has(HELD)
        hall.push.handle([record(old, new)])
        assert hall.realtime.frames == []

    def test_pins_and_pointers_are_not_shown(self, hall: Hall) -> None:
        hall.connect("ana", viewing=HELD.id)
        pin: dict[str, Any] = {"pk": {"S": "X#wa#1"}, "sk": {"S": "I"}, "cv": {"S": HELD.id}}
        hall.push.handle([StreamChange(None, pin)])
        assert hall.realtime.frames == []


class TestAudience:
    def test_the_holder_and_those_who_look_on(self, hall: Hall) -> None:
        hall.connect("ana")
        hall.connect("ana", socket="ana's other", viewing=HELD.id)
        hall.connect("silvia", viewing=HELD.id)
        hall.connect("admin", viewing=HELD.id)
        hall.connect("luis")
        hall.connect("rosa")
        hall.handle((HELD, replace(HELD, version=9)))
        assert {socket for socket, _ in hall.realtime.frames} == {
            "ana",
            "ana's other",
            "silvia",
            "admin",
        }
        assert len(hall.realtime.frames) == 4

    def test_who_looks_at_another_hears_nothing(self, hall: Hall) -> None:
        hall.connect("silvia", viewing=id_of("two"))
        hall.handle((HELD, replace(HELD, version=9)))
        assert hall.realtime.frames == []

    @pytest.mark.parametrize("name", ["luis", "rosa", "ida", "nobody"])
    def test_who_may_not_see_it_is_told_to_leave(self, hall: Hall, name: str) -> None:
        """Of another holder, of another queue, inactive, unknown."""
        hall.connect(name, viewing=HELD.id)
        hall.handle((WAITING, HELD))
        (frame,) = hall.realtime.heard_by(name)
        assert (frame["type"], frame["data"]) == (
            "conversation.left",
            {"conversation_id": HELD.id, "by": None, "previous_assignee_id": None},
        )
        assert hall.sockets.viewers(HELD.id) == []
        hall.handle((HELD, replace(HELD, version=9)))
        assert len(hall.realtime.frames) == 1

    def test_the_scope_is_that_of_now(self, hall: Hall) -> None:
        hall.connect("silvia", viewing=HELD.id)
        moved = [
            replace(one, queue_ids=frozenset({COBRANZAS})) if one.id == "silvia" else one
            for one in STAFF
        ]
        hall.office.people = people_with(*moved)
        hall.handle((WAITING, HELD))
        assert hall.heard_by("silvia") == ["conversation.left"]

    def test_the_old_holder_leaves_and_the_new_one_comes(self, hall: Hall) -> None:
        for name in ("ana", "luis"):
            hall.connect(name)
        hall.handle((HELD, replace(HELD, assignee_id=LUIS, version=9)))
        assert hall.heard_by("ana") == ["conversation.left"]
        assert hall.heard_by("luis") == ["conversation.changed"]

    def test_who_gave_it_back_sees_it_wait(self, hall: Hall) -> None:
        hall.connect("ana")
        hall.handle((HELD, replace(HELD, assignee_id=None, version=9)))
        assert hall.heard_by("ana") == ["conversation.changed"]

    def test_every_holder_of_a_batch_hears_its_end(self, hall: Hall) -> None:
        for name in ("ana", "luis"):
            hall.connect(name)
        to_luis = replace(HELD, assignee_id=LUIS, version=8)
        hall.handle((HELD, to_luis), (to_luis, replace(to_luis, version=9, assignee_id=ANA)))
        assert hall.heard_by("ana") == ["conversation.changed"] * 2
        assert hall.heard_by("luis") == ["conversation.left"]

    def test_a_message_is_not_shown_to_who_may_not_see_it(self, hall: Hall) -> None:
        hall.connect("luis", viewing=HELD.id)
        hall.connect("ana")
        hall.office.has(HELD)
        hall.push.handle([record(None, written(0), "message.received")])
        assert [socket for socket, _ in hall.realtime.frames] == ["ana"]

    def test_what_closed_into_a_conversation_is_shown_to_who_sees_that(self, hall: Hall) -> None:
        merged = replace(heard("two", 0), resolved_at_ms=NOW_MS, merged_into=HELD.id)
        hall.office.has(HELD, merged)
        for name in ("ana", "luis"):
            hall.connect(name, viewing=merged.id)
        late = written(0, conversation_id=merged.id)
        hall.push.handle([record(None, late, "message.received")])
        assert [socket for socket, _ in hall.realtime.frames] == ["ana"]

    def test_a_message_without_a_head_is_shown_to_nobody(self, hall: Hall) -> None:
        hall.connect("admin", viewing=HELD.id)
        hall.push.handle([record(None, written(0), "message.received")])
        assert hall.realtime.frames == []

    def test_nothing_reaches_a_socket_whose_session_is_over(self, hall: Hall) -> None:
        """The store forgets what expired when it likes."""
        hall.connect("ana")
        hall.connect("silvia", viewing=HELD.id)
        hall.connect("luis", watching=GENERAL)
        hall.office.clock.advance(3600)
        hall.handle((WAITING, HELD), (None, written(0)))
        assert hall.realtime.frames == []

    def test_a_socket_that_is_gone_is_forgotten(self, hall: Hall) -> None:
        hall.connect("ana")
        hall.connect("silvia", viewing=HELD.id)
        hall.sockets.make_ready(SocketId("ana"), Change("socket.ready", "ana", 1))
        hall.realtime.gone.add("ana")
        hall.handle((None, written(0)), (HELD, replace(HELD, version=9)))
        assert hall.sockets.get(SocketId("ana")) is None
        assert hall.heard_by("silvia") == ["conversation.changed"] * 2

    def test_a_socket_still_opening_is_kept_though_no_frame_reaches_it(self, hall: Hall) -> None:
        hall.connect("ana")
        hall.realtime.gone.add("ana")
        hall.handle((None, written(0)), (HELD, replace(HELD, version=9)))
        assert hall.sockets.get(SocketId("ana")) is not None


class TestQueues:
    def test_watchers_see_who_waits(self, hall: Hall) -> None:
        hall.connect("luis", watching=GENERAL)
        hall.connect("rosa", watching=COBRANZAS)
        hall.handle((None, WAITING))
        (frame,) = hall.realtime.heard_by("luis")
        assert frame["type"] == "queue.changed"
        assert frame["data"] == {
            "queue_id": "general",
            "waiting": 1,
            "oldest_waiting_since": rfc3339_ms(WAITING.waiting_since_ms),
            "head": [dict(hall.office.reading.view(WAITING))],
        }
        assert hall.heard_by("rosa") == []

    def test_once_for_a_batch(self, hall: Hall) -> None:
        hall.connect("luis", watching=GENERAL)
        hall.handle(*((None, heard(str(number), 0)) for number in range(5)))
        (frame,) = hall.realtime.heard_by("luis")
        assert frame["data"]["waiting"] == 5

    def test_one_that_was_taken_leaves_the_queue(self, hall: Hall) -> None:
        hall.connect("luis", watching=GENERAL)
        hall.handle((WAITING, HELD))
        (frame,) = hall.realtime.heard_by("luis")
        assert (frame["data"]["waiting"], frame["data"]["head"]) == (0, [])

    def test_nobody_waits_in_a_chat(self, hall: Hall) -> None:
        hall.connect("luis", watching=GENERAL)
        hall.handle((HELD, replace(HELD, version=9)), (None, written(0)))
        assert hall.realtime.frames == []

    def test_who_serves_the_queue_no_more_hears_no_more(self, hall: Hall) -> None:
        hall.connect("rosa", watching=GENERAL)
        hall.connect("ida", watching=GENERAL)
        hall.handle((None, WAITING))
        assert hall.realtime.frames == []
        assert hall.sockets.watchers(GENERAL) == []


ACTS = ["claim", "release", "read", "write"]


@given(st.lists(st.sampled_from(ACTS), min_size=1, max_size=8), st.data())
def test_the_highest_version_is_the_end_in_whatever_order(
    acts: list[str], data: st.DataObject
) -> None:
    """A client keeps of each conversation the frame with the highest version."""
    hall = Hall()
    hall.connect("admin", viewing=WAITING.id)
    heads = [WAITING]
    for second, act in enumerate(acts, start=1):
        heads.append(_after(act, heads[-1], second))
    changes = [record(old, new) for old, new in pairwise(heads)]
    hall.office.threads.rows[WAITING.id] = heads[-1]
    while changes:
        size = data.draw(st.integers(1, len(changes)))
        for _ in range(data.draw(st.integers(1, 2))):
            hall.push.handle(changes[:size])
        changes = changes[size:]
    frames = data.draw(st.permutations(hall.realtime.heard_by("admin")))
    kept: dict[str, Any] = {}
    for frame in frames:
        shown = frame["data"]["conversation"]
        if not kept or shown["version"] > kept["version"]:
            kept = shown
    assert kept == hall.office.reading.view(heads[-1])
    versions = {frame["data"]["conversation"]["version"] for frame in frames}
    assert versions == {head.version for head in heads[1:]}


def _after(act: str, head: Conversation, second: int) -> Conversation:
    now_ms = NOW_MS + second * 1000
    if act == "claim":
        return rules.assigned(head, ANA, now_ms)
    if act == "release":
        return rules.assigned(head, None, now_ms)
    if act == "read":
        return rules.read(head, id_at(second), 0, now_ms)
    return rules.received(head, written(second), now_ms)
