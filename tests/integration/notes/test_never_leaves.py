"""Whatever people write among themselves, no word of it reaches a channel.

The real services, stores, stream and functions run with a fake provider behind them; what
notes and whispers leave in the table is also offered to every consumer of its stream.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.core.queues import AUDIT
from chalicelib.domains.notifications.services.push import StreamChange
from chalicelib.domains.notifications.services.relay import Event
from functions.definition import StreamTrigger
from functions.registry import FUNCTIONS
from tests.integration.journey.customers import START_SECOND, Written
from tests.integration.notes.floor import AGENT, SUPERVISOR, Floor

few = settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
INSIDE, OUTSIDE = "interno", "publico"


class Shift:
    """One conversation and everything that is said on it and about it."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self._numbers = itertools.count(1)
        self.notes: list[dict[str, Any]] = []
        self.public: list[str] = []

    def text(self, where: str) -> str:
        return f"{where}-{next(self._numbers)}"

    def customer_writes(self) -> None:
        number = next(self._numbers)
        self.floor.world.receive(
            Written(self.floor.customer, f"cliente {number}", START_SECOND + number)
        )

    def agent_answers(self) -> None:
        text = self.text(OUTSIDE)
        body = {"kind": "text", "text": text}
        if self.floor.call("POST", "messages", body).status == 201:
            self.public.append(text)

    def agent_types(self) -> None:
        self.floor.call("POST", "typing", {})

    def agent_notes(self) -> None:
        self._note(AGENT)

    def supervisor_notes(self) -> None:
        self._note(SUPERVISOR)

    def agent_mentions(self) -> None:
        self._note(AGENT, SUPERVISOR)

    def agent_edits(self) -> None:
        for one in self.notes[-1:]:
            path, version = f"notes/{one['id']}", str(one["version"])
            body = {"text": self.text(INSIDE)}
            answer = self.floor.call("PATCH", path, body, if_match=version)
            if answer.status == 200:
                self.notes[-1] = answer.json

    def agent_removes(self) -> None:
        for one in self.notes[-1:]:
            self.floor.call("POST", f"notes/{one['id']}/remove", {})

    def supervisor_whispers(self) -> None:
        self._whisper(SUPERVISOR)

    def agent_whispers(self) -> None:
        self._whisper(AGENT)

    def agent_resolves(self) -> None:
        last = self.floor.call("GET", "messages?limit=1").json["items"][0]
        self.floor.call("POST", "resolve", {"last_seen_message_id": last["id"]})

    def agent_reopens(self) -> None:
        self.floor.call("POST", "reopen", {})

    def minute_passes(self) -> None:
        self.floor.world.tick()

    def _note(self, name: str, *mentions: str) -> None:
        body = {"text": self.text(INSIDE), "mentions": list(mentions)}
        answer = self.floor.call("POST", "notes", body, name=name)
        assert answer.status == 201, answer.text
        if name == AGENT:
            self.notes.append(answer.json)

    def _whisper(self, name: str) -> None:
        body = {"text": self.text(INSIDE), "agent_id": AGENT}
        answer = self.floor.call("POST", "whispers", body, name=name)
        assert answer.status == 201, answer.text


DEEDS: list[Callable[[Shift], None]] = [
    Shift.customer_writes,
    Shift.agent_answers,
    Shift.agent_types,
    Shift.agent_notes,
    Shift.supervisor_notes,
    Shift.agent_mentions,
    Shift.agent_edits,
    Shift.agent_removes,
    Shift.supervisor_whispers,
    Shift.agent_whispers,
    Shift.agent_resolves,
    Shift.agent_reopens,
    Shift.minute_passes,
]


@few
@given(deeds=st.lists(st.sampled_from(DEEDS), min_size=3, max_size=14), calm=st.booleans())
def test_no_word_of_the_house_reaches_the_channel(
    floor: Floor, deeds: list[Callable[[Shift], None]], calm: bool
) -> None:
    floor.begin()
    shift, sender = Shift(floor), floor.world.sender
    before = len(sender.taken)
    for deed in [Shift.agent_notes, Shift.agent_answers, *deeds]:
        deed(shift)
        if not calm:
            floor.world.run_down()
    floor.world.settle()
    floor.sign_in_again()
    assert shift.public
    assert [message.text for _, message in sender.taken[before:]] == shift.public
    assert INSIDE not in str((sender.calls, sender.taken, sender.taken_files, sender.signals))
    assert INSIDE not in str(floor.call("GET", "messages?limit=100").json)
    head = floor.world.head(floor.conversation_id)
    assert INSIDE not in str(head)


@pytest.fixture
def told(floor: Floor) -> list[dict[str, Any]]:
    """What the stream tells of every kind of thing that is kept of the house's talk."""
    floor.world.run_down()
    shift = Shift(floor)
    shift.agent_mentions()
    shift.agent_edits()
    shift.agent_removes()
    shift.supervisor_whispers()
    body = {"note_ids": [shift.notes[0]["id"]]}
    floor.call("POST", "/v1/me/mentions/read", body, name=SUPERVISOR)
    return floor.world.stream_records()


def test_of_the_stream_only_screens_and_the_audit_hear_of_it(told: list[dict[str, Any]]) -> None:
    kinds = {one["dynamodb"]["Keys"]["sk"]["S"].split("#")[0][:2] for one in told}
    assert {"N", "NR", "W"} < kinds
    triggers = {
        one.name: one.trigger for one in FUNCTIONS if isinstance(one.trigger, StreamTrigger)
    }
    called = {name for name, trigger in triggers.items() if any(map(trigger.lets_through, told))}
    assert called == {"push", "relay"}


def test_the_relay_makes_no_work_of_it_but_for_the_audit(
    floor: Floor, told: list[dict[str, Any]]
) -> None:
    events = [
        Event(
            one["eventID"],
            StreamChange(one["dynamodb"].get("OldImage"), one["dynamodb"].get("NewImage")),
        )
        for one in told
    ]
    floor.world.container.relay.handle(events)
    counts = floor.world.queues.counts().items()
    busy = {name for name, one in counts if one["waiting"] + one["in_flight"] + one["delayed"]}
    assert busy <= {AUDIT}
