"""Every implementation of the ports of security keeps the same promises."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import UserId
from chalicelib.domains.security.models import (
    Challenge,
    Factor,
    Passkey,
    PasskeyId,
    PasswordRecord,
)
from chalicelib.domains.security.ports import ChallengeStore, CredentialStore, PasskeyStore
from chalicelib.domains.security.repository import (
    DynamoChallengeStore,
    DynamoCredentialStore,
    DynamoPasskeyStore,
)
from tests.fakes.clock import START
from tests.fakes.security import MemoryChallenges, MemoryCredentials, MemoryPasskeys

CHANGE = Change("thing.stored", "test", to_ms(START))
ANA = UserId("ana")
FACTOR = Factor(ANA, "sealed", 10, frozenset({"one", "two"}), START)
PASSKEY = Passkey(PasskeyId("one"), ANA, "credential", "key", 3, "Llavero", START)
CHALLENGE = Challenge(ANA, 1, "second_factor", START + timedelta(minutes=1), "sealed")


def later(seconds: float) -> Change:
    return replace(CHANGE, at_ms=CHANGE.at_ms + int(seconds * 1000))


@pytest.fixture
def credentials(storage: Dynamo | None) -> CredentialStore:
    return DynamoCredentialStore(storage) if storage else MemoryCredentials()


@pytest.fixture
def passkeys(storage: Dynamo | None) -> PasskeyStore:
    return DynamoPasskeyStore(storage) if storage else MemoryPasskeys()


@pytest.fixture
def challenges(storage: Dynamo | None) -> ChallengeStore:
    return DynamoChallengeStore(storage) if storage else MemoryChallenges()


class TestFactors:
    def test_one_is_stored_where_there_is_none(self, credentials: CredentialStore) -> None:
        assert credentials.factor(ANA) is None
        assert credentials.enrol(FACTOR, CHANGE)
        assert not credentials.enrol(replace(FACTOR, sealed_secret="other"), CHANGE)
        assert credentials.factor(ANA) == FACTOR

    def test_a_step_is_spent_with_all_before_it(self, credentials: CredentialStore) -> None:
        assert not credentials.use_step(ANA, 12, CHANGE)
        credentials.enrol(FACTOR, CHANGE)
        used = [credentials.use_step(ANA, step, CHANGE) for step in (10, 12, 12, 11, 13)]
        assert used == [False, True, False, False, True]

    def test_a_recovery_code_is_spent_once_down_to_the_last(
        self, credentials: CredentialStore
    ) -> None:
        credentials.enrol(FACTOR, CHANGE)
        codes = ("one", "one", "three", "two", "two")
        used = [credentials.use_recovery(ANA, code, CHANGE) for code in codes]
        assert used == [True, False, False, True, False]
        assert credentials.replace_recovery(ANA, frozenset({"four"}), CHANGE)
        assert credentials.use_recovery(ANA, "four", CHANGE)

    def test_a_removed_one_serves_no_more_and_may_be_followed(
        self, credentials: CredentialStore
    ) -> None:
        assert not credentials.remove_factor(ANA, CHANGE)
        credentials.enrol(FACTOR, CHANGE)
        assert credentials.remove_factor(ANA, CHANGE)
        assert credentials.factor(ANA) is None
        assert not credentials.use_step(ANA, 99, CHANGE)
        assert not credentials.use_recovery(ANA, "one", CHANGE)
        assert not credentials.replace_recovery(ANA, frozenset({"x"}), CHANGE)
        assert credentials.enrol(replace(FACTOR, sealed_secret="other"), CHANGE)


class TestPasskeys:
    def test_each_person_s_are_listed_oldest_first(self, passkeys: PasskeyStore) -> None:
        older = replace(PASSKEY, id=PasskeyId("two"), created_at=START - timedelta(days=1))
        other = replace(PASSKEY, user_id=UserId("bruno"))
        for one in (PASSKEY, older, other):
            assert passkeys.add(one, CHANGE)
        assert not passkeys.add(replace(PASSKEY, public_key="another"), CHANGE)
        assert passkeys.of(ANA) == [older, PASSKEY]
        assert passkeys.get(ANA, PASSKEY.id) == PASSKEY
        assert passkeys.get(UserId("bruno"), older.id) is None

    def test_a_use_is_noted_where_the_counter_goes_on(self, passkeys: PasskeyStore) -> None:
        assert not passkeys.use(PASSKEY, 4, CHANGE)
        passkeys.add(PASSKEY, CHANGE)
        used = [passkeys.use(PASSKEY, counter, later(9)) for counter in (3, 4, 4, 0, 6)]
        assert used == [False, True, False, False, True]
        found = passkeys.get(ANA, PASSKEY.id)
        assert found == replace(PASSKEY, counter=6, used_at=START + timedelta(seconds=9))

    def test_who_counts_nothing_may_go_on_so(self, passkeys: PasskeyStore) -> None:
        passkeys.add(replace(PASSKEY, counter=0), CHANGE)
        used = [passkeys.use(PASSKEY, counter, CHANGE) for counter in (0, 0, 2, 0)]
        assert used == [True, True, True, False]

    def test_a_removed_one_is_gone(self, passkeys: PasskeyStore) -> None:
        passkeys.add(PASSKEY, CHANGE)
        removed = [passkeys.remove(ANA, PASSKEY.id, CHANGE) for _ in range(2)]
        assert removed == [True, False]
        assert passkeys.of(ANA) == []
        assert passkeys.get(ANA, PASSKEY.id) is None
        assert not passkeys.use(PASSKEY, 9, CHANGE)
        assert passkeys.add(PASSKEY, CHANGE)


def test_passwords_of_before_are_kept_in_their_order(credentials: CredentialStore) -> None:
    assert credentials.passwords(ANA) is None
    record = PasswordRecord(("now", "before", "long ago"), START)
    credentials.keep_passwords(ANA, record, CHANGE)
    assert credentials.passwords(ANA) == record


class TestChallenges:
    def test_it_is_tried_a_few_times(self, challenges: ChallengeStore) -> None:
        challenges.add("d", CHALLENGE, CHANGE)
        tried = [challenges.attempt("d", "second_factor", limit=2, change=CHANGE) for _ in range(3)]
        assert tried == [CHALLENGE, CHALLENGE, None]
        assert challenges.look_at("d", "second_factor", CHANGE) == CHALLENGE

    def test_it_serves_for_its_purpose_and_in_time_only(self, challenges: ChallengeStore) -> None:
        challenges.add("d", CHALLENGE, CHANGE)
        for purpose, change in (("enrolment", CHANGE), ("second_factor", later(60))):
            assert challenges.look_at("d", purpose, change) is None  # type: ignore[arg-type]
            assert challenges.attempt("d", purpose, limit=9, change=change) is None  # type: ignore[arg-type]
        assert challenges.attempt("unknown", "second_factor", limit=9, change=CHANGE) is None

    def test_it_is_taken_once(self, challenges: ChallengeStore) -> None:
        challenges.add("d", CHALLENGE, CHANGE)
        assert [challenges.take("d") for _ in range(2)] == [True, False]
        assert challenges.attempt("d", "second_factor", limit=9, change=CHANGE) is None


def test_of_parallel_uses_of_one_code_one_is_good(dynamo: Dynamo) -> None:
    credentials = DynamoCredentialStore(dynamo)
    credentials.enrol(FACTOR, CHANGE)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: credentials.use_step(ANA, 11, CHANGE), range(16))) == 1


def test_parallel_guesses_do_not_slip_through(dynamo: Dynamo) -> None:
    challenges = DynamoChallengeStore(dynamo)
    challenges.add("d", CHALLENGE, CHANGE)

    def guess(_: int) -> bool:
        return challenges.attempt("d", "second_factor", limit=5, change=CHANGE) is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(guess, range(16))) == 5
