"""The oracle sees what it is for: evidence is falsified, and each lie is found."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

import pytest

from infra.local.engines.moto_engine import MotoEngine
from infra.local.engines.tables import create_tables
from tests.engines import EngineTables
from tests.faults.evidence import Evidence
from tests.faults.oracle import judge
from tests.faults.rounds import Round
from tests.faults.world import World


@dataclass(slots=True)
class Case:
    """A round that was played without findings, and its evidence to be falsified."""

    world: World
    evidence: Evidence

    def found(self) -> set[str]:
        return {finding.kind for finding in judge(self.world, self.evidence, Random(1))}


@pytest.fixture(scope="module")
def played() -> Iterator[Round]:
    with MotoEngine() as engine:
        client = engine.client("dynamodb")
        create_tables(client, "oracle-")
        streams = engine.client("dynamodbstreams")
        tables = EngineTables(client, streams, "oracle-", None, engine.client)
        made = Round(tables, "oracle", 24)
        assert made.play().findings == []
        yield made


@pytest.fixture
def case(played: Round) -> Case:
    return Case(played.world, copy.deepcopy(played.evidence()))


def stored(case: Case, direction: str) -> int:
    """The place of one message among those stored."""
    messages = case.evidence.stored.messages
    return next(place for place, one in enumerate(messages) if one.direction == direction)


def loses_what_a_customer_said(case: Case) -> None:
    del case.evidence.stored.messages[stored(case, "in")]


def loses_what_an_agent_wrote(case: Case) -> None:
    del case.evidence.stored.messages[stored(case, "out")]


def stores_twice(case: Case) -> None:
    messages = case.evidence.stored.messages
    messages.append(messages[stored(case, "in")])


def sends_twice(case: Case) -> None:
    next(one for one in case.evidence.sent.values() if one.taken).taken.append("once more")


def sends_the_later_first(case: Case) -> None:
    case.evidence.order[:] = ["conversation.2", "conversation.1"]


def shows_a_status_nobody_told(case: Case) -> None:
    next(one for one in case.evidence.sent.values() if "delivered" in one.said).said.clear()


def counts_one_too_many(case: Case) -> None:
    heads = case.evidence.stored.heads
    head = next(iter(heads.values()))
    heads[head.id] = replace(head, unread=head.unread + 1)


def shows_what_is_not_so(case: Case) -> None:
    _, screen = case.evidence.screens[0]
    entity = screen.entities[screen.conversation_id]
    screen.entities[screen.conversation_id] = entity | {"version": 10_000}


def opens_an_episode_that_no_pointer_names(case: Case) -> None:
    case.evidence.stored.pointers.clear()


def leaves_a_message_due(case: Case) -> None:
    messages, place = case.evidence.stored.messages, stored(case, "out")
    messages[place] = replace(messages[place], due_at_ms=1)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("falsify", "kind"),
    [
        (loses_what_a_customer_said, "lost"),
        (loses_what_an_agent_wrote, "lost"),
        (stores_twice, "doubled"),
        (sends_twice, "doubled"),
        (sends_the_later_first, "out of order"),
        (shows_a_status_nobody_told, "lying status"),
        (counts_one_too_many, "wrong count"),
        (shows_what_is_not_so, "wrong screen"),
        (opens_an_episode_that_no_pointer_names, "astray"),
        (leaves_a_message_due, "not at rest"),
    ],
)
def test_it_finds(case: Case, falsify: Callable[[Case], None], kind: str) -> None:
    assert case.found() == set()
    falsify(case)
    assert kind in case.found()
