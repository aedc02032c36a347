"""Every implementation of the ports of access keeps the same promises."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.directory import DirectoryTable
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.access.errors import IdentifierTakenError
from chalicelib.domains.access.models import (
    OneTimeLink,
    Picture,
    Queue,
    Session,
    SessionId,
    TicketHolder,
    User,
)
from chalicelib.domains.access.ports import (
    AttemptRepository,
    LinkRepository,
    PeopleRepository,
    SessionRepository,
    TicketRepository,
)
from chalicelib.domains.access.repository import (
    DynamoAttemptRepository,
    DynamoLinkRepository,
    DynamoPeopleRepository,
    DynamoSessionRepository,
    DynamoTicketRepository,
)
from chalicelib.domains.access.standard_roles import STANDARD_ROLES
from tests.fakes.access import (
    MemoryAttempts,
    MemoryLinks,
    MemoryPeople,
    MemorySessions,
    MemoryTickets,
)
from tests.fakes.clock import START

NOW_MS = to_ms(START)
CHANGE = Change("thing.stored", "test", NOW_MS)
MINUTE = timedelta(minutes=1)
SESSION = Session(
    id=SessionId("S"),
    user_id=UserId("agente1"),
    epoch=1,
    secret="s3cret",
    counter=1,
    rotated_at=START,
    created_at=START,
    expires_at=START + 60 * MINUTE,
)
ANA = User(
    id=UserId("agente1"),
    email="Ana@Hilo.test",
    name="Ana",
    role="agent",
    queue_ids=frozenset({QueueId("general")}),
    password_hash="$argon2id$...",
    username="agente1",
    first_name="Ana",
)


def change_at(seconds: float) -> Change:
    return replace(CHANGE, at_ms=NOW_MS + int(seconds * 1000))


@pytest.fixture
def people(directory_storage: DirectoryTable | None) -> PeopleRepository:
    return DynamoPeopleRepository(directory_storage) if directory_storage else MemoryPeople()


@pytest.fixture
def sessions(storage: Dynamo | None) -> SessionRepository:
    return DynamoSessionRepository(storage) if storage else MemorySessions()


@pytest.fixture
def attempts(storage: Dynamo | None) -> AttemptRepository:
    return DynamoAttemptRepository(storage) if storage else MemoryAttempts()


@pytest.fixture
def tickets(storage: Dynamo | None) -> TicketRepository:
    return DynamoTicketRepository(storage) if storage else MemoryTickets()


@pytest.fixture
def links(storage: Dynamo | None) -> LinkRepository:
    return DynamoLinkRepository(storage) if storage else MemoryLinks()


class TestPeople:
    def test_nobody_is_loaded_when_nothing_was_stored(self, people: PeopleRepository) -> None:
        assert people.stamp() == ""
        assert people.load().users == {}

    def test_people_are_loaded_as_they_were_stored(self, people: PeopleRepository) -> None:
        for role in STANDARD_ROLES:
            people.save_role(role, CHANGE)
        people.save_queue(Queue(QueueId("general"), "General"), CHANGE)
        people.save_user(replace(ANA, email="ana@hilo.test"), CHANGE)
        other = replace(ANA, id=UserId("b"), email="b@x", username="b", queue_ids=frozenset())
        people.save_user(other, CHANGE)
        loaded = people.load()
        assert loaded.roles == {role.name: role for role in STANDARD_ROLES}
        assert loaded.queues[QueueId("general")].name == "General"
        ana = loaded.by_email(" ANA@hilo.test")
        assert ana == replace(ANA, email="ana@hilo.test", served_queue_ids=ANA.queue_ids)
        assert loaded.users[UserId("b")].queue_ids == frozenset()

    def test_all_that_is_known_of_somebody_comes_back(self, people: PeopleRepository) -> None:
        known = replace(
            ANA,
            email="ana@hilo.test",
            last_name="Rojas",
            name="Ana Rojas",
            file_number="L-7",
            national_id="1234567 LP",
            office="El Alto",
            picture=Picture("P1", "image/png"),
            group_ids=frozenset({"G1"}),
            serves_customers=False,
            invited_at=START,
            deactivated_at=START,
            is_active=False,
            changed_by="admin",
            changed_at_ms=NOW_MS,
        )
        people.write_users([(None, known)], CHANGE)
        assert people.load().users[ANA.id] == replace(known, served_queue_ids=known.queue_ids)

    @pytest.mark.parametrize(
        ("theirs", "field"),
        [
            ({"username": "AGENTE1"}, "username"),
            ({"email": "Ana@HILO.test"}, "email"),
            ({"file_number": "l-7"}, "file_number"),
        ],
    )
    def test_what_tells_people_apart_is_one_person_s(
        self, people: PeopleRepository, theirs: dict[str, Any], field: str
    ) -> None:
        people.write_users([(None, replace(ANA, file_number="L-7"))], CHANGE)
        bea = replace(ANA, id=UserId("bea"), username="bea", email="bea@hilo.test")
        with pytest.raises(IdentifierTakenError) as refused:
            people.write_users([(None, replace(bea, **theirs))], CHANGE)
        assert refused.value.field == field
        assert UserId("bea") not in people.load().users
        freed = replace(ANA, username="ana", email="a@hilo.test", file_number="", version=2)
        people.write_users([(replace(ANA, file_number="L-7"), freed)], CHANGE)
        people.write_users([(None, replace(bea, **theirs))], CHANGE)
        assert UserId("bea") in people.load().users

    def test_people_are_refused_when_somebody_was_faster(self, people: PeopleRepository) -> None:
        people.write_users([(None, ANA)], CHANGE)
        with pytest.raises(VersionConflictError):
            people.write_users([(None, ANA)], CHANGE)
        stamp = people.stamp()
        edited = replace(ANA, office="Centro", version=2)
        people.write_users([(ANA, edited)], CHANGE, since=stamp)
        with pytest.raises(VersionConflictError):
            people.write_users([(ANA, replace(ANA, office="Sur", version=2))], CHANGE)
        late = replace(edited, office="Sur", version=3)
        with pytest.raises(VersionConflictError):
            people.write_users([(edited, late)], CHANGE, since=stamp)
        assert people.load().users[ANA.id].office == "Centro"

    def test_queues_once_served_are_remembered(self, people: PeopleRepository) -> None:
        general, cobranzas = frozenset({QueueId("general")}), frozenset({QueueId("cobranzas")})
        for queue_ids in (general, cobranzas, frozenset[QueueId]()):
            people.save_user(replace(ANA, queue_ids=queue_ids), CHANGE)
        stored = people.load().users[ANA.id]
        assert (stored.queue_ids, stored.served_queue_ids) == (frozenset(), general | cobranzas)

    def test_members_of_a_queue_are_stored_with_it(self, people: PeopleRepository) -> None:
        queue = Queue(QueueId("ventas"), "Ventas")
        people.save_queue(queue, CHANGE)
        people.save_user(replace(ANA, password_hash="hers"), CHANGE)
        ana = people.load().users[ANA.id]
        limits = frozenset({(queue.id, "telegram")})
        joined = replace(
            ana, queue_ids=ana.queue_ids | {queue.id}, channel_limits=limits, version=2
        )
        people.save_members((queue, replace(queue, version=2)), [(ana, joined)], CHANGE)
        loaded = people.load()
        stored = loaded.users[ANA.id]
        assert (loaded.queues[queue.id].version, stored.version) == (2, 2)
        assert (stored.queue_ids, stored.channel_limits) == (joined.queue_ids, limits)
        assert stored.password_hash == "hers"
        left = replace(stored, queue_ids=frozenset(), channel_limits=frozenset(), version=3)
        people.save_members(
            (loaded.queues[queue.id], replace(queue, version=3)), [(stored, left)], CHANGE
        )
        gone = people.load().users[ANA.id]
        assert (gone.queue_ids, gone.channel_limits) == (frozenset(), frozenset())
        assert gone.served_queue_ids == joined.queue_ids

    @pytest.mark.parametrize("stale", ["queue", "user"])
    def test_members_are_refused_when_somebody_was_faster(
        self, people: PeopleRepository, stale: str
    ) -> None:
        queue = Queue(QueueId("ventas"), "Ventas")
        people.save_queue(replace(queue, version=2 if stale == "queue" else 1), CHANGE)
        people.save_user(replace(ANA, version=2 if stale == "user" else 1), CHANGE)
        left = replace(ANA, queue_ids=frozenset(), version=2)
        with pytest.raises(VersionConflictError):
            people.save_members((queue, replace(queue, version=2)), [(ANA, left)], CHANGE)
        assert people.load().users[ANA.id].queue_ids == ANA.queue_ids

    def test_a_password_is_replaced_once(self, people: PeopleRepository) -> None:
        given = replace(ANA, password_hash="given", one_time_until=START + MINUTE)
        people.save_user(given, CHANGE)
        assert people.load().users[ANA.id].one_time_until == START + MINUTE
        own = replace(given, password_hash="own", one_time_until=None, version=2)
        stamp = people.stamp()
        assert people.replace_password(own, instead_of="given", change=CHANGE)
        assert people.stamp() != stamp
        other = replace(own, password_hash="other")
        assert not people.replace_password(other, instead_of="given", change=CHANGE)
        stored = people.load().users[ANA.id]
        assert (stored.password_hash, stored.one_time_until, stored.version) == ("own", None, 2)
        assert stored.queue_ids == ANA.queue_ids

    def test_a_one_time_password_ends_with_another_one(self, people: PeopleRepository) -> None:
        people.save_user(replace(ANA, one_time_until=START), CHANGE)
        people.save_user(ANA, CHANGE)
        assert people.load().users[ANA.id].one_time_until is None

    def test_the_stamp_changes_when_something_is_stored(self, people: PeopleRepository) -> None:
        people.save_user(ANA, CHANGE)
        first = people.stamp()
        people.save_user(ANA, CHANGE)
        assert first
        assert people.stamp() != first


class TestSessions:
    def test_nothing_is_found_when_the_session_is_unknown(
        self, sessions: SessionRepository
    ) -> None:
        assert sessions.get(SessionId("nobody"), consistent=True) is None
        assert sessions.rotate(SESSION, CHANGE) is None
        sessions.end(SESSION.id, CHANGE)
        assert sessions.get(SESSION.id, consistent=True) is None

    def test_a_session_is_found_as_it_was_stored(self, sessions: SessionRepository) -> None:
        sessions.add(SESSION, CHANGE)
        assert sessions.get(SESSION.id, consistent=False) == SESSION

    def test_only_the_first_of_two_rotations_counts(self, sessions: SessionRepository) -> None:
        sessions.add(SESSION, CHANGE)
        first = sessions.rotate(SESSION, change_at(5))
        second = sessions.rotate(SESSION, change_at(6))
        expected = replace(SESSION, counter=2, rotated_at=START + timedelta(seconds=5))
        assert first == second == expected

    def test_nothing_rotates_when_the_session_has_ended(self, sessions: SessionRepository) -> None:
        sessions.add(SESSION, CHANGE)
        sessions.end(SESSION.id, change_at(1))
        sessions.end(SESSION.id, change_at(2))
        ended = replace(SESSION, ended_at=START + timedelta(seconds=1))
        assert sessions.rotate(SESSION, change_at(3)) == ended
        assert sessions.get(SESSION.id, consistent=True) == ended


class TestAttempts:
    def test_a_full_window_counts_no_further(self, attempts: AttemptRepository) -> None:
        until = START + MINUTE
        counted = [
            attempts.count("a", 2, until=until + n * MINUTE, change=CHANGE).count for n in range(4)
        ]
        assert counted == [1, 2, 3, 3]
        assert attempts.count("a", 2, until=until + MINUTE, change=CHANGE).until == until
        assert attempts.count("other", 2, until=until, change=CHANGE).count == 1

    def test_a_new_window_opens_when_the_old_one_is_over(self, attempts: AttemptRepository) -> None:
        for _ in range(3):
            attempts.count("a", 2, until=START + MINUTE, change=CHANGE)
        later = attempts.count("a", 2, until=START + 2 * MINUTE, change=change_at(60))
        assert (later.count, later.until) == (1, START + 2 * MINUTE)

    def test_a_lock_moves_the_end_of_the_window(self, attempts: AttemptRepository) -> None:
        attempts.count("a", 1, until=START + MINUTE, change=CHANGE)
        attempts.lock("a", until=START + 2 * MINUTE, change=CHANGE)
        refused = attempts.count("a", 1, until=START + 3 * MINUTE, change=change_at(90))
        assert (refused.count, refused.until) == (2, START + 2 * MINUTE)

    def test_an_attempt_is_taken_back_but_never_below_none(
        self, attempts: AttemptRepository
    ) -> None:
        until = START + MINUTE
        attempts.give_back("a", CHANGE)
        attempts.count("a", 5, until=until, change=CHANGE)
        attempts.give_back("a", CHANGE)
        attempts.give_back("a", CHANGE)
        assert attempts.count("a", 5, until=until, change=CHANGE).count == 1

    def test_attempts_are_forgotten_when_cleared(self, attempts: AttemptRepository) -> None:
        for _ in range(3):
            attempts.count("a", 5, until=START + MINUTE, change=CHANGE)
        attempts.clear("a")
        attempts.lock("a", until=START + 9 * MINUTE, change=CHANGE)
        counted = attempts.count("a", 5, until=START + MINUTE, change=CHANGE)
        assert (counted.count, counted.until) == (1, START + MINUTE)


class TestTickets:
    def test_a_ticket_is_taken_once(self, tickets: TicketRepository) -> None:
        holder = TicketHolder(UserId("agente1"), SessionId("S"), START + MINUTE)
        tickets.add("digest", holder, CHANGE)
        assert tickets.take("digest") == holder
        assert tickets.take("digest") is None
        assert tickets.take("unknown") is None


class TestLinks:
    LINK = OneTimeLink("reset", "agente1", START + MINUTE)

    def test_a_link_is_taken_once(self, links: LinkRepository) -> None:
        links.put(self.LINK, "digest", CHANGE)
        assert links.get("reset", "agente1") == (self.LINK, "digest")
        assert not links.take("reset", "agente1", "another", CHANGE)
        assert not links.take("invitation", "agente1", "digest", CHANGE)
        assert links.take("reset", "agente1", "digest", CHANGE)
        assert not links.take("reset", "agente1", "digest", CHANGE)
        assert links.get("reset", "agente1") is None

    def test_a_link_is_not_taken_when_its_time_is_over(self, links: LinkRepository) -> None:
        links.put(self.LINK, "digest", CHANGE)
        assert not links.take("reset", "agente1", "digest", change_at(60))

    def test_a_newer_link_replaces_the_earlier(self, links: LinkRepository) -> None:
        links.put(self.LINK, "earlier", CHANGE)
        links.put(self.LINK, "newer", CHANGE)
        assert not links.take("reset", "agente1", "earlier", CHANGE)
        assert links.take("reset", "agente1", "newer", CHANGE)

    def test_a_removed_link_is_gone(self, links: LinkRepository) -> None:
        links.put(self.LINK, "digest", CHANGE)
        links.remove("reset", "agente1")
        links.remove("reset", "nobody")
        assert links.get("reset", "agente1") is None


def test_one_of_parallel_takers_of_a_link_wins(dynamo: Dynamo) -> None:
    links = DynamoLinkRepository(dynamo)
    links.put(TestLinks.LINK, "digest", CHANGE)

    def take(_: int) -> bool:
        return links.take("reset", "agente1", "digest", CHANGE)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(16))) == 1


def test_parallel_attempts_do_not_slip_through(dynamo: Dynamo) -> None:
    attempts = DynamoAttemptRepository(dynamo)

    def count(_: int) -> int:
        return attempts.count("a", 5, until=START + MINUTE, change=CHANGE).count

    with ThreadPoolExecutor(8) as pool:
        counted = sorted(pool.map(count, range(16)))
    assert counted == [1, 2, 3, 4, 5] + [6] * 11


def test_one_of_parallel_rotations_wins(dynamo: Dynamo) -> None:
    sessions = DynamoSessionRepository(dynamo)
    sessions.add(SESSION, CHANGE)

    def rotate(_: int) -> int:
        rotated = sessions.rotate(SESSION, CHANGE)
        return rotated.counter if rotated else 0

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(rotate, range(16))) == {2}
