"""Passkeys: made by who knows the password, shown alone or after it, of this site, once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.errors import NotFoundError
from chalicelib.domains.access.errors import ProviderRequiredError, TooManyAttemptsError
from chalicelib.domains.access.models import Grant, Principal, User, Visit
from chalicelib.domains.security import rules
from chalicelib.domains.security.errors import (
    ChallengeOverError,
    ChallengeSpentError,
    EnrolmentRequiredError,
    FactorNeededError,
    NoFactorError,
    PasskeyNotGoodError,
    PasskeyRefusedError,
    SecondFactorRequiredError,
    WrongPasswordError,
)
from chalicelib.domains.security.models import Passkey
from chalicelib.domains.security.services.factor_reset import FactorReset
from chalicelib.domains.security.services.passkeys import CEREMONY_SECONDS, PER_ADDRESS
from tests.fakes.authenticator import Authenticator, encoded
from tests.unit.domains.access.house import ANA, SILVIA, House, people_with

SITE = rules.site_at("https://hilo.test")
ELSEWHERE = "https://hilo.test.evil.example"
VISIT = Visit("::1", "Firefox")


@pytest.fixture
def house() -> House:
    return House()


def principal(house: House, user: User = ANA) -> Principal:
    found = house.people.principal(user.id)
    assert found is not None
    return found


def register(
    house: House, authenticator: Authenticator, user: User = ANA, name: str = "Llavero"
) -> Passkey:
    who, change = principal(house, user), house.change()
    options = house.own_passkeys.begin(who, user.id, SITE, change)
    made = authenticator.create(options)
    return keep(house, who, made, name)


def keep(house: House, who: Principal, made: dict[str, Any], name: str = "Llavero") -> Passkey:
    return house.own_passkeys.register(who, made, name, SITE, ip="::1", change=house.change())


def ask(house: House, token: str | None = None) -> dict[str, Any]:
    return house.passkey_entrance.options(token, SITE, VISIT, house.change())


def enter(house: House, credential: dict[str, Any]) -> Grant:
    return house.passkey_entrance.enter(credential, SITE, VISIT, house.change()).grant


def password_challenge(house: House) -> tuple[str, list[str]]:
    with pytest.raises(SecondFactorRequiredError) as asked:
        house.enter()
    return asked.value.facts["challenge"], asked.value.facts["ways"]


@pytest.fixture
def key() -> Authenticator:
    return Authenticator()


class TestMaking:
    def test_nothing_is_made_without_the_password(self, house: House) -> None:
        with pytest.raises(WrongPasswordError):
            house.own_passkeys.begin(principal(house), "wrong", SITE, house.change())

    def test_what_was_made_for_another_site_is_refused(
        self, house: House, key: Authenticator
    ) -> None:
        key.origin = ELSEWHERE
        with pytest.raises(PasskeyNotGoodError):
            register(house, key)

    def test_an_authenticator_that_verified_nobody_is_refused(
        self, house: House, key: Authenticator
    ) -> None:
        key.verifies = False
        with pytest.raises(PasskeyNotGoodError):
            register(house, key)

    def test_a_challenge_serves_once_for_a_time_and_for_its_person(
        self, house: House, key: Authenticator
    ) -> None:
        ana, silvia = principal(house), principal(house, SILVIA)
        made = key.create(house.own_passkeys.begin(ana, "ana", SITE, house.change()))
        with pytest.raises(ChallengeSpentError):
            keep(house, silvia, made)
        with pytest.raises(ChallengeSpentError):
            keep(house, ana, made)
        made = key.create(house.own_passkeys.begin(ana, "ana", SITE, house.change()))
        house.clock.advance(CEREMONY_SECONDS)
        with pytest.raises(ChallengeSpentError):
            keep(house, ana, made)
        assert house.passkeys.of(ANA.id) == []

    @pytest.mark.parametrize("credential", [{}, {"id": "x", "response": {"clientDataJSON": "!"}}])
    def test_what_is_no_credential_is_refused(self, house: House, credential: Any) -> None:
        with pytest.raises(PasskeyNotGoodError):
            keep(house, principal(house), credential)
        with pytest.raises(PasskeyRefusedError):
            enter(house, credential)

    def test_the_same_authenticator_is_not_asked_again(
        self, house: House, key: Authenticator
    ) -> None:
        made = register(house, key)
        options = house.own_passkeys.begin(principal(house), "ana", SITE, house.change())
        assert [one["id"] for one in options["excludeCredentials"]] == [made.credential_id]
        assert options["authenticatorSelection"]["residentKey"] == "required"
        assert options["attestation"] == "none"


class TestAlone:
    def test_it_lets_in_without_a_password_and_notes_its_use(
        self, house: House, key: Authenticator
    ) -> None:
        register(house, key)
        house.clock.advance(60)
        options = ask(house)
        assert (options["allowCredentials"], options["userVerification"]) == ([], "required")
        grant = enter(house, key.get(options))
        assert house.sessions.authenticate(grant.access_token).user_id == ANA.id
        assert house.post.sent[0] == ("passkey_added", ANA.id)
        (used,) = house.passkeys.of(ANA.id)
        assert (used.used_at, used.counter) == (house.clock.now(), 2)
        assert house.witness.events()[-1] == "session.opened"

    def test_it_is_two_factors_where_the_role_asks_for_two(
        self, house: House, key: Authenticator
    ) -> None:
        register(house, key)
        house.settings = replace(house.settings, factor_roles=frozenset({"agent"}))
        enter(house, key.get(ask(house)))

    def test_it_is_no_way_in_for_who_comes_by_the_provider_alone(
        self, house: House, key: Authenticator
    ) -> None:
        register(house, key)
        house.comes_by_provider.add(ANA.id)
        with pytest.raises(ProviderRequiredError):
            enter(house, key.get(ask(house)))

    def test_it_is_refused_on_a_page_of_another_origin(
        self, house: House, key: Authenticator
    ) -> None:
        register(house, key)
        key.origin = ELSEWHERE
        with pytest.raises(PasskeyRefusedError):
            enter(house, key.get(ask(house)))
        assert house.session_rows.rows == {}
        assert house.witness.events() == ["passkey.refused"]

    def test_it_is_refused_for_another_host(self, house: House, key: Authenticator) -> None:
        register(house, key)
        with pytest.raises(PasskeyRefusedError):
            enter(house, key.get({**ask(house), "rpId": "evil.example"}))

    def test_it_is_refused_where_nobody_was_verified(
        self, house: House, key: Authenticator
    ) -> None:
        register(house, key)
        key.verifies = False
        with pytest.raises(PasskeyRefusedError):
            enter(house, key.get(ask(house)))

    def test_an_answer_serves_once(self, house: House, key: Authenticator) -> None:
        register(house, key)
        answered = key.get(ask(house))
        enter(house, answered)
        with pytest.raises(ChallengeOverError):
            enter(house, answered)

    def test_an_answer_comes_too_late(self, house: House, key: Authenticator) -> None:
        register(house, key)
        answered = key.get(ask(house))
        house.clock.advance(CEREMONY_SECONDS)
        with pytest.raises(ChallengeOverError):
            enter(house, answered)

    def test_a_challenge_of_the_person_s_own_making_is_no_challenge(
        self, house: House, key: Authenticator
    ) -> None:
        register(house, key)
        with pytest.raises(ChallengeOverError):
            enter(house, key.get({**ask(house), "challenge": encoded(b"mine")}))

    def test_a_copy_that_counts_backwards_is_refused(
        self, house: House, key: Authenticator
    ) -> None:
        register(house, key)
        copy = replace(key)
        enter(house, key.get(ask(house)))
        enter(house, key.get(ask(house)))
        with pytest.raises(PasskeyRefusedError):
            enter(house, copy.get(ask(house)))

    def test_one_that_counts_nothing_lets_in_again_and_again(self, house: House) -> None:
        synced = Authenticator(counts=False)
        register(house, synced)
        for _ in range(2):
            enter(house, synced.get(ask(house)))

    def test_a_removed_one_is_refused(self, house: House, key: Authenticator) -> None:
        made = register(house, key)
        house.own_passkeys.remove(principal(house), "ana", made.id, house.change())
        with pytest.raises(PasskeyRefusedError):
            enter(house, key.get(ask(house)))

    def test_it_is_refused_under_somebody_else_s_name(
        self, house: House, key: Authenticator
    ) -> None:
        register(house, key)
        register(house, Authenticator(), SILVIA)
        for holder in (encoded(b"silvia"), encoded(b"nobody"), ""):
            with pytest.raises(PasskeyRefusedError):
                enter(house, key.get(ask(house), holder))
        assert house.session_rows.rows == {}

    def test_somebody_inactive_is_refused(self, house: House, key: Authenticator) -> None:
        register(house, key)
        house.people = people_with(replace(ANA, is_active=False))
        with pytest.raises(PasskeyRefusedError):
            enter(house, key.get(ask(house)))

    def test_nobody_asks_without_end(self, house: House) -> None:
        for _ in range(PER_ADDRESS):
            ask(house)
        with pytest.raises(TooManyAttemptsError):
            ask(house)


class TestAfterAPassword:
    def test_it_is_the_second_factor(self, house: House, key: Authenticator) -> None:
        made = register(house, key)
        token, ways = password_challenge(house)
        assert ways == ["passkey"]
        options = ask(house, token)
        assert [one["id"] for one in options["allowCredentials"]] == [made.credential_id]
        key.verifies = False  # who they are, the password told
        enter(house, key.get(options))

    def test_a_code_serves_beside_it(self, house: House, key: Authenticator) -> None:
        register(house, key)
        begun, _ = house.account.begin_factor(principal(house), "ana", house.change())
        code = house.codes.code(house.clock.now())
        house.account.confirm_factor(principal(house), begun, code, house.change())
        house.clock.advance(30)
        token, ways = password_challenge(house)
        assert ways == ["code", "passkey"]
        ask(house, token)  # and then they think better of it
        code = house.codes.code(house.clock.now())
        house.entrance.with_code(token, code, VISIT, house.change())

    def test_somebody_else_s_is_refused(self, house: House, key: Authenticator) -> None:
        register(house, key)
        stranger = Authenticator()
        register(house, stranger, SILVIA)
        token, _ = password_challenge(house)
        with pytest.raises(PasskeyRefusedError):
            enter(house, stranger.get({**ask(house, token), "allowCredentials": []}))

    def test_it_is_refused_when_the_account_changed_meanwhile(
        self, house: House, key: Authenticator
    ) -> None:
        register(house, key)
        token, _ = password_challenge(house)
        answered = key.get(ask(house, token))
        house.people = people_with(replace(ANA, epoch=2))
        with pytest.raises(PasskeyRefusedError):
            enter(house, answered)
        with pytest.raises(ChallengeOverError):
            ask(house, token)


class TestARoleThatAsksForAFactor:
    @pytest.fixture(autouse=True)
    def _strict(self, house: House, key: Authenticator) -> None:
        register(house, key)
        house.settings = replace(house.settings, factor_roles=frozenset({"agent"}))

    def test_a_passkey_is_one(self, house: House) -> None:
        assert password_challenge(house)[1] == ["passkey"]

    def test_the_last_one_stays(self, house: House) -> None:
        (made,) = house.passkeys.of(ANA.id)
        with pytest.raises(FactorNeededError):
            house.own_passkeys.remove(principal(house), "ana", made.id, house.change())
        another = rules.passkey_id("another")
        with pytest.raises(NotFoundError):
            house.own_passkeys.remove(principal(house), "ana", another, house.change())
        register(house, Authenticator(), name="Teléfono")
        house.own_passkeys.remove(principal(house), "ana", made.id, house.change())
        assert [one.name for one in house.passkeys.of(ANA.id)] == ["Teléfono"]

    def test_codes_may_go_while_a_passkey_is_left(self, house: House) -> None:
        begun, _ = house.account.begin_factor(principal(house), "ana", house.change())
        code = house.codes.code(house.clock.now())
        house.account.confirm_factor(principal(house), begun, code, house.change())
        house.account.remove_factor(principal(house), "ana", house.change())
        assert house.factors.ways(ANA.id) == ["passkey"]

    def test_an_administrator_takes_all_of_them_away(self, house: House) -> None:
        reset = FactorReset(house.factors, house.passkeys, house.post)
        reset.reset(ANA, house.change())
        assert ("factor_removed", ANA.id) in house.post.sent
        with pytest.raises(NoFactorError):
            reset.reset(ANA, house.change())
        with pytest.raises(EnrolmentRequiredError):
            house.enter()


def test_somebody_else_s_is_not_found(house: House, key: Authenticator) -> None:
    made = register(house, key)
    with pytest.raises(NotFoundError):
        house.own_passkeys.remove(principal(house, SILVIA), "silvia", made.id, house.change())
    assert house.passkeys.of(ANA.id) == [made]


@pytest.mark.parametrize(
    ("address", "host", "origin"),
    [
        ("https://hilo.example", "hilo.example", "https://hilo.example"),
        ("https://Hilo.Example/", "hilo.example", "https://hilo.example"),
        ("https://hilo.example:443", "hilo.example", "https://hilo.example"),
        ("http://localhost:8000", "localhost", "http://localhost:8000"),
    ],
)
def test_a_site_is_read_as_browsers_write_it(address: str, host: str, origin: str) -> None:
    assert rules.site_at(address) == (host, origin)
