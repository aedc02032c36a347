"""Signing in with a password: who is let in, who is told what, who has to wait."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domains.access.errors import InvalidCredentialsError, TooManyAttemptsError
from chalicelib.domains.access.models import AccessPolicy, DevicePass, Visit
from tests.unit.domains.access.house import ANA, SILVIA, House, people_with


@pytest.fixture
def house() -> House:
    return House()


def fail(house: House, times: int, name: str = "ana", ip: str = "::1") -> None:
    for _ in range(times):
        with pytest.raises(InvalidCredentialsError):
            house.enter(name, "wrong", ip=ip)


@pytest.mark.parametrize("name", ["ana", "nobody"])
def test_a_wrong_password_and_an_unknown_user_look_and_cost_the_same(
    house: House, name: str
) -> None:
    with pytest.raises(InvalidCredentialsError) as refused:
        house.enter(name, "wrong")
    assert refused.value.problem("r") == InvalidCredentialsError().problem("r")
    assert house.passwords.checked == ["hash of ana" if name == "ana" else None]


def test_an_inactive_user_is_refused_with_the_right_password(house: House) -> None:
    house.people = people_with(replace(ANA, is_active=False))
    with pytest.raises(InvalidCredentialsError):
        house.enter()
    assert house.passwords.checked == ["hash of ana"]


@pytest.mark.parametrize("email", ["ana@hilo.test", " Ana@HILO.test "])
def test_an_address_is_found_however_it_is_written(house: House, email: str) -> None:
    grant = house.entrance.with_password(email, "ana", Visit("::1"), house.change()).grant
    assert house.sessions.authenticate(grant.access_token).user_id == ANA.id
    assert grant.expires_in_seconds == 300


@pytest.mark.parametrize("name", ["ana", "nobody"])
def test_an_account_is_locked_at_the_tenth_failure(house: House, name: str) -> None:
    house.clock.advance(0)
    fail(house, 9, name)
    house.clock.advance(59)
    fail(house, 1, name)
    checked = len(house.passwords.checked)
    with pytest.raises(TooManyAttemptsError) as refused:
        house.enter(name)
    assert refused.value.retry_after_seconds == 60
    assert len(house.passwords.checked) == checked, "a locked account costs no hash"
    house.clock.advance(59)
    with pytest.raises(TooManyAttemptsError) as refused:
        house.enter(name)
    assert refused.value.retry_after_seconds == 1


def test_a_lock_ends_by_itself(house: House) -> None:
    fail(house, 10)
    house.clock.advance(60)
    house.enter()


def test_a_success_forgets_the_failures(house: House) -> None:
    for _ in range(3):
        fail(house, 9)
        house.enter()


def test_failures_do_not_add_up_over_more_than_a_minute(house: House) -> None:
    for _ in range(3):
        fail(house, 9)
        house.clock.advance(60)


def test_an_address_that_fails_too_often_is_locked_and_others_are_not() -> None:
    house = House(policy=AccessPolicy(attempts_per_address=20))
    for number in range(20):
        fail(house, 1, f"guess{number}", ip="203.0.113.9")
    with pytest.raises(TooManyAttemptsError):
        house.enter(ip="203.0.113.9")
    house.enter(ip="203.0.113.10")


def test_an_office_that_signs_in_together_is_not_locked() -> None:
    house = House(policy=AccessPolicy(attempts_per_address=3))
    for _ in range(20):
        house.enter(ip="203.0.113.9")


class TestAStrangerWhoGuesses:
    OWN = DevicePass("laptop", frozenset({ANA.id}))

    def test_locks_nobody_out_of_their_own_browser(self, house: House) -> None:
        fail(house, 10)
        with pytest.raises(TooManyAttemptsError):
            house.enter()
        house.enter(device=self.OWN)

    def test_is_locked_with_a_pass_of_somebody_else(self, house: House) -> None:
        fail(house, 10)
        other = DevicePass("other", frozenset({SILVIA.id}))
        with pytest.raises(TooManyAttemptsError):
            house.enter(device=other)

    def test_does_not_get_more_guesses_with_a_stolen_browser(self, house: House) -> None:
        for _ in range(10):
            with pytest.raises(InvalidCredentialsError):
                house.enter(password="wrong", device=self.OWN)
        with pytest.raises(TooManyAttemptsError):
            house.enter(device=self.OWN)
        house.enter()

    @pytest.mark.parametrize("name", ["ana", "nobody"])
    def test_is_told_of_once_a_lock_and_costs_the_same(self, house: House, name: str) -> None:
        fail(house, 10, name)
        told = ANA.id if name == "ana" else None
        assert house.post.sent == [("repeated_failures", told)]
