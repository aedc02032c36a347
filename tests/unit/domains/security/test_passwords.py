"""Passwords by the organisation's settings: chosen, changed, too old, forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domains.access.errors import (
    InvalidCredentialsError,
    LinkNotGoodError,
    PasswordChangeRequiredError,
    PasswordRefusedError,
    SessionEndedError,
    TooManyAttemptsError,
)
from chalicelib.domains.access.models import Principal, Visit
from chalicelib.domains.security.errors import WrongPasswordError
from tests.unit.domains.access.house import ANA, House, people_with

NEW, OTHER = "caballo correcto", "otra que es larga"
DAY = 24 * 3600


@pytest.fixture
def house() -> House:
    house = House(people=people_with(replace(ANA, password_hash="hash of ana")))
    house.settle()
    return house


def principal(house: House, token: str | None = None) -> Principal:
    return house.sessions.authenticate(token or house.enter().access_token)


def change_password(house: House, old: str, new: str, who: Principal | None = None) -> None:
    who = who or house.people.principal(ANA.id)
    assert who is not None
    house.account.change_password(who, old, new, ip="::1", change=house.change())


class TestChoosing:
    @pytest.mark.parametrize(
        ("new", "reason"),
        [("corta", "too_short"), ("ana", "too_short"), ("leaked long ago", "leaked")],
    )
    def test_a_bad_one_is_refused_with_its_reason(
        self, house: House, new: str, reason: str
    ) -> None:
        with pytest.raises(PasswordRefusedError) as refused:
            change_password(house, "ana", new)
        assert refused.value.facts["reason"] == reason
        house.enter()

    def test_settings_say_how_long_and_whether_leaked_ones_are_taken(self, house: House) -> None:
        house.settings = replace(house.settings, minimum_length=16, refuses_leaked=False)
        with pytest.raises(PasswordRefusedError) as refused:
            change_password(house, "ana", "quince letras..")
        assert refused.value.facts == {"reason": "too_short", "minimum_length": 16}
        house.settings = replace(house.settings, minimum_length=12)
        change_password(house, "ana", "leaked long ago")

    def test_those_of_before_do_not_come_back(self, house: House) -> None:
        house.settings = replace(house.settings, history=2)
        change_password(house, "ana", NEW)
        change_password(house, NEW, OTHER)
        with pytest.raises(PasswordRefusedError) as refused:
            change_password(house, OTHER, NEW)
        assert refused.value.facts["reason"] == "used_before"
        change_password(house, OTHER, "una tercera larga")
        change_password(house, "una tercera larga", NEW)

    def test_the_old_one_is_asked_for_and_others_are_signed_out(self, house: House) -> None:
        here, elsewhere = house.enter(), house.enter()
        with pytest.raises(WrongPasswordError):
            change_password(house, "wrong", NEW)
        change_password(house, "ana", NEW, principal(house, here.access_token))
        house.refresh(here.refresh_token)
        with pytest.raises(SessionEndedError):
            house.refresh(elsewhere.refresh_token)
        assert ("password_changed", ANA.id) in house.post.sent
        with pytest.raises(InvalidCredentialsError):
            house.enter()
        house.enter(password=NEW)


class TestAge:
    def test_one_that_is_too_old_leads_to_another_one(self, house: House) -> None:
        house.settings = replace(house.settings, maximum_age_days=30)
        house.enter()  # nobody knows how old it is
        change_password(house, "ana", NEW)
        house.clock.advance(30 * DAY - 1)
        house.enter(password=NEW)
        house.clock.advance(1)
        with pytest.raises(PasswordChangeRequiredError) as refused:
            house.enter(password=NEW)
        assert refused.value.facts == {"reason": "too_old"}
        visit = Visit("::1")
        house.entrance.with_new_password(ANA.email, NEW, OTHER, visit, house.change())
        house.enter(password=OTHER)


class TestForgotten:
    def ask(self, house: House, email: str = ANA.email) -> None:
        house.resets.ask(email, public_address="https://hilo.test", ip="::1", change=house.change())

    def choose(self, house: House, token: str, new: str = NEW) -> None:
        house.resets.choose(token, new, ip="::1", change=house.change())

    def test_a_link_serves_once_and_ends_every_session(self, house: House) -> None:
        grant = house.enter()
        self.ask(house)
        token = house.post.links[ANA.id].token
        assert house.resets.whose(token).id == ANA.id
        with pytest.raises(PasswordRefusedError):
            self.choose(house, token, "corta")
        self.choose(house, token)
        for stolen in (house.sessions.authenticate, house.refresh):
            text = grant.access_token if stolen == house.sessions.authenticate else None
            with pytest.raises(SessionEndedError):
                stolen(text or grant.refresh_token)
        with pytest.raises(LinkNotGoodError):
            self.choose(house, token, OTHER)
        house.enter(password=NEW)
        assert [kind for kind, _ in house.post.sent].count("password_changed") == 1

    @pytest.mark.parametrize("email", ["ana@hilo.test", "nobody@hilo.test"])
    def test_known_and_unknown_addresses_cost_the_same(self, house: House, email: str) -> None:
        self.ask(house, email)
        told = ANA.id if email == ANA.email else None
        assert house.post.sent == [("password_reset", told)]
        assert len(house.links.rows) == 1
        assert len(house.attempts.rows) == 2

    def test_a_link_of_nobody_opens_nothing(self, house: House) -> None:
        self.ask(house, "nobody@hilo.test")
        with pytest.raises(LinkNotGoodError):
            self.choose(house, house.post.links[None].token)

    def test_somebody_inactive_gets_no_link(self, house: House) -> None:
        self.ask(house)
        earlier = house.post.links[ANA.id].token
        house.people = people_with(replace(ANA, is_active=False))
        self.ask(house)
        assert house.post.sent[-1] == ("password_reset", None)
        with pytest.raises(LinkNotGoodError):
            self.choose(house, earlier)

    def test_nobody_fills_a_mailbox(self, house: House) -> None:
        for _ in range(5):
            self.ask(house)
        with pytest.raises(TooManyAttemptsError):
            self.ask(house)
