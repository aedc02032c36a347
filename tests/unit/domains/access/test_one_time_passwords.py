"""One-time passwords: they let nobody in, and are replaced once, in time, by a good one."""

from __future__ import annotations

import re

import pytest

from chalicelib.domains.access.errors import (
    InvalidCredentialsError,
    OneTimePasswordExpiredError,
    PasswordChangeRequiredError,
    PasswordNotOneTimeError,
    PasswordRefusedError,
    TooManyAttemptsError,
)
from chalicelib.domains.access.models import Grant, Visit
from chalicelib.domains.access.rules import password_flaw
from tests.unit.domains.access.house import ANA, House

THREE_DAYS = 72 * 3600
OWN = "caballo correcto"


@pytest.fixture
def house() -> House:
    return House()


def choose(house: House, given: str, own: str = OWN) -> Grant:
    visit = Visit("::1")
    return house.entrance.with_new_password(ANA.email, given, own, visit, house.change()).grant


class TestSignIn:
    def test_nobody_is_let_in(self, house: House) -> None:
        given = house.give_one_time_password()
        with pytest.raises(PasswordChangeRequiredError):
            house.enter(password=given)
        assert house.session_rows.rows == {}

    def test_only_who_knows_it_learns_that_it_is_for_once(self, house: House) -> None:
        house.give_one_time_password()
        with pytest.raises(InvalidCredentialsError):
            house.enter(password="wrong")

    def test_after_three_days_it_is_worth_nothing(self, house: House) -> None:
        given = house.give_one_time_password()
        house.clock.advance(THREE_DAYS - 1)
        with pytest.raises(PasswordChangeRequiredError):
            house.enter(password=given)
        house.clock.advance(1)
        with pytest.raises(OneTimePasswordExpiredError):
            house.enter(password=given)
        with pytest.raises(OneTimePasswordExpiredError):
            choose(house, given)


class TestReplacing:
    def test_a_wrong_password_replaces_nothing_and_is_counted(self, house: House) -> None:
        given = house.give_one_time_password()
        for _ in range(10):
            with pytest.raises(InvalidCredentialsError):
                choose(house, "wrong")
        with pytest.raises(TooManyAttemptsError):
            choose(house, given)

    def test_a_password_of_ones_own_is_not_replaced(self, house: House) -> None:
        with pytest.raises(PasswordNotOneTimeError):
            choose(house, "ana")

    def test_the_same_password_again_is_refused(self, house: House) -> None:
        given = house.give_one_time_password()
        with pytest.raises(PasswordRefusedError) as refused:
            choose(house, given, given)
        assert refused.value.facts == {"reason": "not_new", "minimum_length": 12}
        choose(house, given)

    def test_who_chooses_their_own_is_in_and_stays_in(self, house: House) -> None:
        given = house.give_one_time_password()
        grant = choose(house, given)
        assert house.sessions.authenticate(grant.access_token).user_id == ANA.id
        house.refresh(grant.refresh_token)
        house.clock.advance(2 * THREE_DAYS)
        house.enter(password=OWN)

    def test_it_serves_once(self, house: House) -> None:
        given = house.give_one_time_password()
        choose(house, given)
        with pytest.raises(InvalidCredentialsError):
            house.enter(password=given)
        with pytest.raises(InvalidCredentialsError):
            choose(house, given)

    def test_of_two_at_once_one_is_refused(self, house: House) -> None:
        """The second has read the person before the first stored the new password."""
        given = house.give_one_time_password()
        before = house.people
        choose(house, given)
        house.people = before
        with pytest.raises(InvalidCredentialsError):
            choose(house, given, "otra distinta")
        house.enter(password=OWN)

    def test_another_one_replaces_the_first(self, house: House) -> None:
        first = house.give_one_time_password()
        second = house.give_one_time_password()
        with pytest.raises(InvalidCredentialsError):
            choose(house, first)
        choose(house, second)


def test_passwords_are_random_and_can_be_copied_by_hand(house: House) -> None:
    given = {house.give_one_time_password() for _ in range(20)}
    assert len(given) == 20
    for password in given:
        assert re.fullmatch(r"([a-z2-9]{5}-){3}[a-z2-9]{5}", password)
        assert not set(password) & set("lo01")
        assert password_flaw(password, old="", email=ANA.email, minimum_length=12) is None


@pytest.mark.parametrize(
    ("new", "flaw"),
    [
        ("", "too_short"),
        ("once letras", "too_short"),
        ("doce letras.", None),
        ("ñandú áéíóúü", None),
        ("the old password", "not_new"),
        ("soy Agente.Uno aquí", "contains_address"),
    ],
)
def test_a_password_must_be_long_new_and_no_name(new: str, flaw: str | None) -> None:
    email = " Agente.uno@hilo.test"
    assert password_flaw(new, old="the old password", email=email, minimum_length=12) == flaw


def test_a_short_name_may_be_part_of_a_password() -> None:
    for email in ("ana@hilo.test", "@"):
        assert password_flaw("una mañana larga", old="", email=email, minimum_length=12) is None
