"""Second factors: asked for, set up because the role asks, each code once, and taken away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domains.access.errors import TooManyAttemptsError
from chalicelib.domains.access.models import Grant, Principal, Visit
from chalicelib.domains.security.errors import (
    ChallengeOverError,
    ChallengeSpentError,
    EnrolmentRequiredError,
    FactorEnrolledError,
    FactorNeededError,
    InvalidCodeError,
    NoFactorError,
    SecondFactorRequiredError,
    WrongCodeError,
    WrongPasswordError,
)
from chalicelib.domains.security.services.second_factors import CHALLENGE_SECONDS
from tests.unit.domains.access.house import ANA, SILVIA, House, people_with

VISIT = Visit("::1", "Firefox")


@pytest.fixture
def house() -> House:
    return House()


def principal(house: House, name: str = "ana") -> Principal:
    found = house.people.principal(replace(ANA, id=type(ANA.id)(name)).id)
    assert found is not None
    return found


def enrol(house: House) -> list[str]:
    token, _ = house.account.begin_factor(principal(house), "ana", house.change())
    code = house.codes.code(house.clock.now())
    codes = house.account.confirm_factor(principal(house), token, code, house.change())
    house.clock.advance(30)  # the code of the enrolment is spent
    return codes


def challenge(house: House) -> str:
    with pytest.raises(SecondFactorRequiredError) as asked:
        house.enter()
    token: str = asked.value.facts["challenge"]
    return token


def answer(house: House, token: str, code: str | None = None) -> Grant:
    code = code or house.codes.code(house.clock.now())
    return house.entrance.with_code(token, code, VISIT, house.change()).grant


class TestSigningIn:
    def test_a_password_alone_opens_nothing(self, house: House) -> None:
        enrol(house)
        challenge(house)
        assert house.session_rows.rows == {}

    @pytest.mark.parametrize("skew", [-1, 0, 1])
    def test_a_code_lets_in_also_by_a_clock_that_is_a_step_wrong(
        self, house: House, skew: int
    ) -> None:
        enrol(house)
        house.clock.advance(60)
        code = house.codes.code(house.clock.now(), skew)
        grant = answer(house, challenge(house), code)
        assert house.sessions.authenticate(grant.access_token).user_id == ANA.id

    @pytest.mark.parametrize("skew", [-2, 2])
    def test_a_code_is_refused_when_it_is_two_steps_away(self, house: House, skew: int) -> None:
        enrol(house)
        house.clock.advance(60)
        with pytest.raises(InvalidCodeError):
            answer(house, challenge(house), house.codes.code(house.clock.now(), skew))

    def test_a_code_is_refused_when_it_was_used_before(self, house: House) -> None:
        enrol(house)
        code = house.codes.code(house.clock.now())
        answer(house, challenge(house), code)
        with pytest.raises(InvalidCodeError):
            answer(house, challenge(house), code)

    def test_a_code_of_before_a_used_one_is_refused(self, house: House) -> None:
        enrol(house)
        house.clock.advance(60)
        older = house.codes.code(house.clock.now(), -1)
        answer(house, challenge(house))
        with pytest.raises(InvalidCodeError):
            answer(house, challenge(house), older)

    def test_the_code_that_confirmed_the_enrolment_is_spent(self, house: House) -> None:
        token, _ = house.account.begin_factor(principal(house), "ana", house.change())
        code = house.codes.code(house.clock.now())
        house.account.confirm_factor(principal(house), token, code, house.change())
        with pytest.raises(InvalidCodeError):
            answer(house, challenge(house), code)

    def test_each_of_ten_recovery_codes_serves_once_however_it_is_typed(self, house: House) -> None:
        codes = enrol(house)
        assert len(set(codes)) == 10
        answer(house, challenge(house), codes[0].upper().replace("-", " "))
        with pytest.raises(InvalidCodeError):
            answer(house, challenge(house), codes[0])
        answer(house, challenge(house), codes[1])
        factor = house.factors.of(ANA.id)
        assert factor is not None
        assert len(factor.recovery) == 8
        assert not any(code in str(factor) for code in codes)

    def test_a_challenge_serves_once(self, house: House) -> None:
        enrol(house)
        token = challenge(house)
        answer(house, token)
        house.clock.advance(30)
        with pytest.raises(ChallengeOverError):
            answer(house, token)

    def test_a_challenge_is_over_after_five_attempts(self, house: House) -> None:
        enrol(house)
        token = challenge(house)
        for _ in range(5):
            with pytest.raises(InvalidCodeError):
                answer(house, token, "000000")
        with pytest.raises(ChallengeOverError):
            answer(house, token)

    def test_a_challenge_is_over_after_ten_minutes(self, house: House) -> None:
        enrol(house)
        token = challenge(house)
        house.clock.advance(CHALLENGE_SECONDS)
        with pytest.raises(ChallengeOverError):
            answer(house, token)

    def test_a_challenge_is_over_when_the_person_is_no_more_who_they_were(
        self, house: House
    ) -> None:
        enrol(house)
        for changed in (replace(ANA, is_active=False), replace(ANA, epoch=2)):
            house.people = people_with(ANA)
            token = challenge(house)
            house.people = people_with(changed)
            with pytest.raises(ChallengeOverError):
                answer(house, token)
        assert house.session_rows.rows == {}

    def test_new_challenges_give_no_more_guesses(self, house: House) -> None:
        enrol(house)
        for _ in range(2):
            token = challenge(house)
            for _ in range(5):
                with pytest.raises(InvalidCodeError):
                    answer(house, token, "000000")
        with pytest.raises(TooManyAttemptsError):
            answer(house, challenge(house))
        assert house.witness.events().count("second_factor.refused") == 11


class TestARoleThatAsksForOne:
    def ask(self, house: House) -> str:
        house.settings = replace(house.settings, factor_roles=frozenset({"agent"}))
        with pytest.raises(EnrolmentRequiredError) as asked:
            house.enter()
        token: str = asked.value.facts["challenge"]
        return token

    def test_leads_through_the_enrolment_before_anything_else(self, house: House) -> None:
        token = self.ask(house)
        assert house.session_rows.rows == {}
        assert house.entrance.enrolment(token, house.change()).secret == "SECRET"
        code = house.codes.code(house.clock.now())
        entry, codes = house.entrance.with_enrolment(token, code, VISIT, house.change())
        assert house.sessions.authenticate(entry.grant.access_token).user_id == ANA.id
        house.clock.advance(30)
        answer(house, challenge(house), codes[0])

    def test_lets_nobody_in_with_a_wrong_code_or_the_other_kind_of_challenge(
        self, house: House
    ) -> None:
        token = self.ask(house)
        with pytest.raises(InvalidCodeError):
            house.entrance.with_enrolment(token, "000000", VISIT, house.change())
        with pytest.raises(ChallengeOverError):
            answer(house, token)
        assert house.factors.of(ANA.id) is None

    def test_asks_nothing_of_other_roles(self, house: House) -> None:
        self.ask(house)
        house.enter("silvia")

    def test_lets_nobody_remove_their_own(self, house: House) -> None:
        enrol(house)
        house.settings = replace(house.settings, factor_roles=frozenset({"agent"}))
        with pytest.raises(FactorNeededError):
            house.account.remove_factor(principal(house), "ana", house.change())


class TestOnesOwn:
    def test_nothing_opens_without_the_password(self, house: House) -> None:
        enrol(house)
        mine = principal(house)
        for act in (
            house.account.begin_factor,
            house.account.renew_recovery,
            house.account.remove_factor,
        ):
            with pytest.raises(WrongPasswordError):
                act(mine, "wrong", house.change())

    def test_guesses_of_a_stolen_session_are_limited(self, house: House) -> None:
        for _ in range(10):
            with pytest.raises(WrongPasswordError):
                house.account.begin_factor(principal(house), "wrong", house.change())
        with pytest.raises(TooManyAttemptsError):
            house.account.begin_factor(principal(house), "ana", house.change())

    def test_there_is_one_at_a_time(self, house: House) -> None:
        token, _ = house.account.begin_factor(principal(house), "ana", house.change())
        enrol(house)
        with pytest.raises(FactorEnrolledError):
            house.account.begin_factor(principal(house), "ana", house.change())
        code = house.codes.code(house.clock.now())
        with pytest.raises(FactorEnrolledError):
            house.account.confirm_factor(principal(house), token, code, house.change())

    def test_a_challenge_of_somebody_else_sets_up_nothing(self, house: House) -> None:
        token, _ = house.account.begin_factor(principal(house), "ana", house.change())
        other = house.people.principal(SILVIA.id)
        assert other is not None
        code = house.codes.code(house.clock.now())
        with pytest.raises(ChallengeSpentError):
            house.account.confirm_factor(other, token, code, house.change())
        with pytest.raises(WrongCodeError):
            house.account.confirm_factor(principal(house), token, "000000", house.change())

    def test_other_recovery_codes_replace_those_of_before(self, house: House) -> None:
        before = enrol(house)
        after = house.account.renew_recovery(principal(house), "ana", house.change())
        with pytest.raises(InvalidCodeError):
            answer(house, challenge(house), before[0])
        answer(house, challenge(house), after[0])

    def test_without_one_a_password_is_enough_again(self, house: House) -> None:
        enrol(house)
        house.account.remove_factor(principal(house), "ana", house.change())
        house.enter()
        with pytest.raises(NoFactorError):
            house.factors.remove(ANA.id, house.change())
        with pytest.raises(NoFactorError):
            house.account.renew_recovery(principal(house), "ana", house.change())
