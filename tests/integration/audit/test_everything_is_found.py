"""Ten thousand mixed actions of three people: each is found with what was before and after."""

from __future__ import annotations

import itertools
from collections import defaultdict
from random import Random
from typing import Any, NamedTuple

from pynamodb.models import Model

from chalicelib.adapters.stored_names import StoredNames
from chalicelib.core.change import CHANGE_ATTRIBUTE, Change
from chalicelib.core.queues import AUDIT
from chalicelib.domains.access.repository import QueueRow, UserRow
from chalicelib.domains.audit import rules
from chalicelib.domains.audit.models import Act, ActId, Wanted
from chalicelib.domains.audit.services.chaining import Chaining
from chalicelib.domains.audit.services.recording import Recording, StreamRecord
from chalicelib.domains.audit.services.sealing import Sealing
from chalicelib.domains.audit.services.search import AuditSearch
from chalicelib.domains.conversations.repository.rows import HeadRow
from chalicelib.domains.labels.repository import LabelRow
from tests.fakes.audit import MemoryRecord
from tests.fakes.clock import FakeClock
from tests.fakes.queues import FakeQueues
from tests.fakes.seals import MemorySeals
from tests.samples import NOW_MS

ACTIONS = 10_000
PEOPLE = ("U-ana", "U-eva", "U-luis")


class Done(NamedTuple):
    """What somebody did, as they would tell it."""

    actor: str
    event: str
    kind: str
    id: str
    version: int
    before: dict[str, Any]
    after: dict[str, Any]


class Office:
    """Three people at work; what they write comes out as records of a stream."""

    def __init__(self) -> None:
        self._random = Random(6)
        self._standing: dict[tuple[str, str], dict[str, Any]] = {}
        self._versions: dict[tuple[str, str], int] = defaultdict(int)
        self.done: list[Done] = []

    def work(self, number: int) -> StreamRecord:
        kind = self._random.choice(("label", "queue", "user", "conversation"))
        identifier = f"{kind}-{self._random.randrange(25)}"
        actor, key = self._random.choice(PEOPLE), (kind, identifier)
        self._versions[key] += 1
        version, old = self._versions[key], self._standing.get(key)
        name = "assignee_id" if kind == "conversation" else "name"
        before = {} if old is None else {name: old[name]}
        new = (old or {}) | {name: f"{self._random.choice(PEOPLE)} {number}"}
        self._standing[key] = new
        event = f"{kind}.{'assigned' if kind == 'conversation' else 'changed'}"
        self.done.append(Done(actor, event, kind, identifier, version, before, {name: new[name]}))
        change = Change(event, actor, NOW_MS + number, role="administrator", ip="192.0.2.1")
        return StreamRecord(
            f"event-{number}",
            NOW_MS,
            None if old is None else self._image(kind, identifier, version - 1, old, change),
            self._image(kind, identifier, version, new, change),
        )

    @staticmethod
    def _image(
        kind: str, identifier: str, version: int, values: dict[str, Any], change: Change
    ) -> dict[str, Any]:
        rows: dict[str, tuple[type[Model], tuple[str, str]]] = {
            "label": (LabelRow, ("label", identifier)),
            "queue": (QueueRow, ("queue", identifier)),
            "user": (UserRow, ("user", identifier)),
            "conversation": (HeadRow, (f"C#{identifier}", "H")),
        }
        row, (pk, sk) = rows[kind]
        names = {name: one.attr_name for name, one in row.get_attributes().items()}
        stored = {names[name]: {"S": value} for name, value in values.items()}
        said = {
            key: {"N": str(value)} if isinstance(value, int) else {"S": value}
            for key, value in change.stored().items()
        }
        keys = {"pk": {"S": pk}, "sk": {"S": sk}, names["version"]: {"N": str(version)}}
        return {**stored, **keys, CHANGE_ATTRIBUTE: {"M": said}}


def walked(search: AuditSearch, wanted: Wanted) -> list[Act]:
    acts: list[Act] = []
    before: ActId | None = None
    while True:
        page = search.page(wanted, before, 5_000)
        acts += search.whole(page)
        if page.next_position is None:
            return acts
        before = ActId(page.next_position[0])


def told(act: Act) -> Done:
    return Done(
        act.actor,
        act.event,
        act.entity_kind,
        act.entity_id,
        act.version or 0,
        dict(act.before),
        dict(act.after),
    )


def test_every_action_is_found_with_before_and_after_and_no_version_is_missing() -> None:
    office, queues, record = Office(), FakeQueues(), MemoryRecord()
    recording = Recording(StoredNames(), queues)
    chaining, clock = Chaining(record), FakeClock()
    numbers = iter(range(ACTIONS))
    while batch := list(itertools.islice(numbers, 100)):
        records = [office.work(number) for number in batch]
        recording.handle(records)
        recording.handle(records[-10:])  # a stream may tell again
    for message in queues.sent[AUDIT]:
        chaining.add(rules.read(message.body))

    clock.advance(60)
    search = AuditSearch(record, clock)
    assert [told(one) for one in walked(search, Wanted())] == office.done[::-1]
    for person in PEOPLE:
        wanted = [one for one in office.done[::-1] if one.actor == person]
        assert [told(one) for one in walked(search, Wanted(actor=person))] == wanted
    versions: dict[str, list[int]] = defaultdict(list)
    for one in walked(search, Wanted()):
        versions[one.entity_id].append(one.version or 0)
    for entity, found in versions.items():
        assert found == list(range(len(found), 0, -1)), entity

    sealing = Sealing(record, MemorySeals(), clock)
    sealing.seal()
    chains = sealing.verify_all()
    assert [hole for one in chains for hole in one.holes] == []
    assert sum(one.head.number for one in chains) == ACTIONS
