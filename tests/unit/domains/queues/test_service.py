"""Queues: what keeps one from being retired, and who serves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.errors import NotFoundError, VersionConflictError
from chalicelib.core.ids import QueueId, UserId
from chalicelib.core.stamped_cache import StampedCache
from chalicelib.domains.access.models import Principal, Queue, User
from chalicelib.domains.access.standard_roles import STANDARD_ROLES
from chalicelib.domains.configuration.service import Catalogue
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.queues import service
from chalicelib.domains.queues.errors import (
    QueueInUseError,
    TooManyMembersChangedError,
    UnknownMemberError,
)
from chalicelib.domains.queues.service import QueueSettings
from tests.fakes.access import MemoryPeople
from tests.fakes.catalogue import MemoryCatalogue
from tests.fakes.clock import FakeClock
from tests.fakes.threads import MemoryThreads
from tests.fakes.trays import MemoryTrays
from tests.samples import CHANGE, CONNECTION, GENERAL, NOW_MS, heard
from tests.unit.domains.access.house import user

ANA, LUIS = UserId("ana"), UserId("luis")
VENTAS = QueueId("ventas")
KEEPER = Principal(
    user_id=UserId("jefa"),
    name="Jefa",
    email="jefa@hilo.test",
    role="administrator",
    permissions=frozenset(),
    scope="all",
    queue_ids=frozenset(),
)


class Office:
    """Queues with people, connections and conversations; `connections` may be replaced."""

    def __init__(self) -> None:
        self.stored, self.threads = MemoryPeople(), MemoryThreads()
        self.connections: list[Connection] = []
        self.keeper = KEEPER
        for role in STANDARD_ROLES:
            self.stored.save_role(role, CHANGE)
        for queue_id in (GENERAL, VENTAS):
            self.stored.save_queue(Queue(queue_id, queue_id.title()), CHANGE)
        for name in ("ana", "luis", "ida"):
            self.stored.save_user(user(name, "agent", GENERAL), CHANGE)
        self.stored.save_user(replace(self.person("ida"), is_active=False), CHANGE)
        store = MemoryCatalogue(self.stored.queues)
        people = StampedCache(FakeClock(), self.stored.stamp, self.stored.load)
        self.settings = QueueSettings(
            Catalogue("queue", store, lambda: people.get().queues, people.forget),
            self.stored,
            people,
            self,
            MemoryTrays(self.threads),
            self.threads,
        )

    def all(self) -> list[Connection]:
        return self.connections

    def person(self, name: str) -> User:
        return self.stored.users[name]

    def has(self, *heads: Conversation) -> None:
        for head in heads:
            self.threads.create_head(head, CHANGE)

    def retire(self) -> Queue:
        fields = {"is_retired": True}
        return self.settings.edit(GENERAL, fields, expected_version=1, change=CHANGE)

    def staff(self, wanted: Mapping[str, Any], *, version: int = 1) -> Queue:
        membership = {UserId(name): frozenset[str](channels) for name, channels in wanted.items()}
        return self.settings.set_members(
            GENERAL,
            membership,
            principal=self.keeper,
            expected_version=version,
            change=CHANGE,
        )


@pytest.fixture
def office() -> Office:
    return Office()


class TestRetiring:
    def test_is_refused_while_a_connection_leads_to_it(self, office: Office) -> None:
        office.connections = [replace(CONNECTION, enabled=False)]
        with pytest.raises(QueueInUseError) as refused:
            office.retire()
        named = [{"id": "wa-principal", "name": "Principal"}]
        assert refused.value.facts == {"connections": named, "waiting": 0, "held": 0}

    def test_is_refused_while_conversations_are_open(self, office: Office) -> None:
        held = replace(heard("two"), assignee_id=ANA)
        resolved = replace(heard("three"), assignee_id=ANA, resolved_at_ms=NOW_MS)
        office.has(heard("one"), held, resolved)
        with pytest.raises(QueueInUseError) as refused:
            office.retire()
        assert refused.value.facts == {"connections": [], "waiting": 1, "held": 1}
        assert not office.stored.queues[GENERAL].is_retired

    def test_takes_it_out_of_use_for_what_is_new(self, office: Office) -> None:
        office.has(replace(heard("one"), resolved_at_ms=NOW_MS))
        assert office.retire().is_retired
        people = office.stored.load()
        assert set(people.open_queues) == {VENTAS}
        assert set(people.queues) == {GENERAL, VENTAS}

    def test_is_undone_whatever_depends_on_it_by_then(self, office: Office) -> None:
        office.retire()
        office.has(heard("one"))
        fields = {"is_retired": False}
        edit = office.settings.edit
        assert not edit(GENERAL, fields, expected_version=2, change=CHANGE).is_retired


class TestMembers:
    def test_are_refused_when_unknown_or_gone(self, office: Office) -> None:
        office.stored.save_user(replace(office.person("ida"), queue_ids=frozenset()), CHANGE)
        for name in ("nobody", "ida"):
            with pytest.raises(UnknownMemberError):
                office.staff({name: ()})

    def test_are_refused_when_out_of_sight_and_stay_when_they_are_members(
        self, office: Office
    ) -> None:
        ventas = frozenset({VENTAS})
        office.stored.save_user(replace(office.person("luis"), queue_ids=ventas), CHANGE)
        office.staff({"ana": ()})
        office.keeper = replace(KEEPER, scope="queues", queue_ids=frozenset({GENERAL}))
        with pytest.raises(UnknownMemberError):
            office.staff({"ana": (), "luis": ()}, version=2)
        office.keeper = KEEPER
        assert office.staff({"ana": (), "luis": ()}, version=2).version == 3

    def test_are_refused_when_somebody_was_faster(self, office: Office) -> None:
        office.staff({"ana": ()})
        with pytest.raises(VersionConflictError):
            office.staff({"luis": ()})
        assert office.person("luis").queue_ids == frozenset()

    def test_are_refused_when_the_queue_is_unknown(self, office: Office) -> None:
        with pytest.raises(NotFoundError):
            office.settings.set_members(
                QueueId("x"), {}, principal=KEEPER, expected_version=1, change=CHANGE
            )

    def test_are_refused_when_more_change_than_a_transaction_takes(self, office: Office) -> None:
        names = [f"p{number}" for number in range(service.MEMBERS_AT_ONCE)]
        for name in names:
            office.stored.save_user(user(name, "agent"), CHANGE)
        with pytest.raises(TooManyMembersChangedError):
            office.staff(dict.fromkeys([*names, "ana"], ()))

    def test_come_and_go_and_keep_their_other_queues(self, office: Office) -> None:
        both = replace(
            office.person("luis"),
            queue_ids=frozenset({GENERAL, VENTAS}),
            channel_limits=frozenset({(GENERAL, "telegram"), (VENTAS, "telegram")}),
        )
        office.stored.save_user(both, CHANGE)
        queue = office.staff({"ana": ["whatsapp_cloud"]})
        assert (queue.version, queue.changed_by) == (2, CHANGE.actor)
        assert office.person("ana").channels_in(GENERAL) == {"whatsapp_cloud"}
        luis = office.person("luis")
        assert (luis.queue_ids, luis.version) == (frozenset({VENTAS}), 2)
        assert luis.channel_limits == {(VENTAS, "telegram")}
        assert luis.served_queue_ids == {GENERAL, VENTAS}

    def test_that_are_the_same_write_nothing(self, office: Office) -> None:
        before = office.stored.stamp()
        assert office.staff({"ana": (), "luis": (), "ida": ()}).version == 1
        assert office.stored.stamp() == before

    def test_have_the_connections_that_lead_to_it(self, office: Office) -> None:
        office.connections = [CONNECTION, replace(CONNECTION, queue_id=VENTAS)]
        assert office.settings.bound(CONNECTION.queue_id) == [CONNECTION]

    def test_are_listed_with_what_they_hold_of_it(self, office: Office) -> None:
        office.has(
            *(replace(heard(name), assignee_id=LUIS) for name in ("one", "two")),
            replace(heard("three"), assignee_id=LUIS, queue_id=VENTAS),
            heard("four"),
        )
        staffed = office.settings.staffed(office.staff({"ana": ["whatsapp_cloud"]}))
        assert [(one.user.id, one.open_count) for one in staffed.members] == [(ANA, 0)]
        assert staffed.members[0].channels == {"whatsapp_cloud"}
        assert [(one.user.id, one.open_count) for one in staffed.former] == [(LUIS, 2)]
        assert not staffed.is_cut
