"""The life of a session: rotation, grace, theft, sign-out, and what other processes see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.errors import UnauthenticatedError
from chalicelib.domains.access.errors import SessionEndedError
from tests.unit.domains.access.house import ANA, House, people_with

HALF_DAY = 12 * 3600


@pytest.fixture
def house() -> House:
    return House()


class TestRefresh:
    @pytest.mark.parametrize(
        "garbage",
        [
            "",
            "garbage",
            "a.b.c",
            "1M85EKZE6NFS0V4D0C9.x.mac",
            "1M85EKZE6NFS0V4D0C9.²3.mac",
            "." * 9,
        ],
    )
    def test_garbage_is_refused(self, house: House, garbage: str) -> None:
        with pytest.raises(UnauthenticatedError) as refused:
            house.refresh(garbage)
        assert refused.value.code == "unauthenticated"

    def test_a_forged_mac_is_refused_and_ends_nothing(self, house: House) -> None:
        token = house.enter().refresh_token
        forged = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")
        with pytest.raises(UnauthenticatedError) as refused:
            house.refresh(forged)
        assert refused.value.code == "unauthenticated"
        house.refresh(token)

    def test_a_forged_counter_is_refused(self, house: House) -> None:
        session, _, mac = house.enter().refresh_token.split(".")
        with pytest.raises(UnauthenticatedError):
            house.refresh(f"{session}.2.{mac}")

    def test_a_session_that_is_gone_has_ended(self, house: House) -> None:
        token = house.enter().refresh_token
        house.session_rows.rows.clear()
        with pytest.raises(SessionEndedError):
            house.refresh(token)

    def test_each_use_gives_another_token(self, house: House) -> None:
        first = house.enter().refresh_token
        second = house.refresh(first).refresh_token
        third = house.refresh(second)
        assert len({first, second, third.refresh_token}) == 3
        assert house.sessions.authenticate(third.access_token).user_id == ANA.id

    @pytest.mark.parametrize("seconds", [0, 15, 30])
    def test_the_token_just_replaced_gives_the_same_successor(
        self, house: House, seconds: float
    ) -> None:
        first = house.enter().refresh_token
        second = house.refresh(first).refresh_token
        house.clock.advance(seconds)
        assert house.refresh(first).refresh_token == second
        assert house.refresh(second).refresh_token != second

    def test_the_family_ends_when_the_grace_is_over(self, house: House) -> None:
        first = house.enter().refresh_token
        second = house.refresh(first).refresh_token
        house.clock.advance(31)
        for token in (first, second):
            with pytest.raises(SessionEndedError):
                house.refresh(token)

    def test_the_family_ends_when_an_older_token_returns(self, house: House) -> None:
        first = house.enter()
        other = house.enter()
        second = house.refresh(first.refresh_token)
        third = house.refresh(second.refresh_token)
        with pytest.raises(SessionEndedError):
            house.refresh(first.refresh_token)
        for token in (second, third):
            with pytest.raises(SessionEndedError):
                house.refresh(token.refresh_token)
            with pytest.raises(SessionEndedError):
                house.sessions.authenticate(token.access_token)
        house.refresh(other.refresh_token)

    def test_two_processes_give_the_same_successor(self, house: House) -> None:
        first = house.enter().refresh_token
        here = house.refresh(first).refresh_token
        there = house.another_container().refresh(first, house.change()).refresh_token
        assert here == there

    def test_a_session_ends_by_itself_after_half_a_day(self, house: House) -> None:
        grant = house.enter()
        house.clock.advance(HALF_DAY - 1)
        grant = house.refresh(grant.refresh_token)
        assert grant.refresh_expires_in_seconds == 1
        house.clock.advance(1)
        with pytest.raises(SessionEndedError):
            house.refresh(grant.refresh_token)

    @pytest.mark.parametrize("change", [{"is_active": False}, {"epoch": 2}])
    def test_a_user_who_may_not_enter_any_more_gets_no_token(
        self, house: House, change: dict[str, int]
    ) -> None:
        grant = house.enter()
        house.people = people_with(replace(ANA, **change))  # type: ignore[arg-type]
        with pytest.raises(SessionEndedError):
            house.refresh(grant.refresh_token)
        with pytest.raises(SessionEndedError):
            house.sessions.authenticate(grant.access_token)


class TestAuthenticate:
    def test_garbage_is_refused(self, house: House) -> None:
        with pytest.raises(UnauthenticatedError):
            house.sessions.authenticate("garbage")

    def test_a_token_is_refused_after_five_minutes(self, house: House) -> None:
        grant = house.enter()
        house.clock.advance(298)
        house.sessions.authenticate(grant.access_token)
        house.clock.advance(2)
        with pytest.raises(UnauthenticatedError):
            house.sessions.authenticate(grant.access_token)

    def test_a_principal_is_what_the_role_says_now(self, house: House) -> None:
        grant = house.enter()
        house.people = people_with(replace(ANA, role="supervisor"))
        principal = house.sessions.authenticate(grant.access_token)
        assert (principal.role, principal.scope) == ("supervisor", "queues")
        assert "conversations.assign" in principal.permissions

    def test_the_row_is_read_once_in_five_seconds(self, house: House) -> None:
        grant, elsewhere = house.enter(), house.another_container()
        for _ in range(5):
            elsewhere.authenticate(grant.access_token)
        assert house.session_rows.reads == 1
        house.clock.advance(5)
        elsewhere.authenticate(grant.access_token)
        assert house.session_rows.reads == 2

    def test_a_session_is_known_though_a_weak_read_misses_it(self, house: House) -> None:
        grant = house.enter()
        house.session_rows.lags = True
        elsewhere = house.another_container()
        assert elsewhere.authenticate(grant.access_token).user_id == ANA.id

    def test_an_end_is_seen_at_once_here_and_in_five_seconds_elsewhere(self, house: House) -> None:
        grant, elsewhere = house.enter(), house.another_container()
        elsewhere.authenticate(grant.access_token)
        house.sessions.sign_out(
            refresh_token=grant.refresh_token, access_token=None, change=house.change()
        )
        with pytest.raises(SessionEndedError):
            house.sessions.authenticate(grant.access_token)
        house.clock.advance(5)
        with pytest.raises(SessionEndedError):
            elsewhere.authenticate(grant.access_token)


class TestSockets:
    """The sockets of a session end with it, and only those."""

    def test_at_sign_out(self, house: House) -> None:
        house.enter()
        grant = house.enter()
        house.sessions.sign_out(
            refresh_token=None, access_token=grant.access_token, change=house.change()
        )
        assert house.hung_up == [grant.refresh_token.partition(".")[0]]

    def test_at_theft(self, house: House) -> None:
        first = house.enter().refresh_token
        house.refresh(house.refresh(first).refresh_token)
        assert house.hung_up == []
        with pytest.raises(SessionEndedError):
            house.refresh(first)
        assert house.hung_up == [first.partition(".")[0]]

    @pytest.mark.parametrize("change", [{"is_active": False}, {"epoch": 2}, {}])
    def test_at_a_refresh_that_finds_it_over(self, house: House, change: dict[str, int]) -> None:
        """Its user may not enter any more, or its time is up."""
        token = house.enter().refresh_token
        house.people = people_with(replace(ANA, **change))  # type: ignore[arg-type]
        house.clock.advance(0 if change else HALF_DAY)
        with pytest.raises(SessionEndedError):
            house.refresh(token)
        assert house.hung_up == [token.partition(".")[0]]


class TestSignOut:
    @pytest.mark.parametrize("which", ["refresh_token", "access_token"])
    def test_either_token_ends_the_session(self, house: House, which: str) -> None:
        grant = house.enter()
        tokens = {"refresh_token": None, "access_token": None, which: getattr(grant, which)}
        house.sessions.sign_out(**tokens, change=house.change())
        with pytest.raises(SessionEndedError):
            house.refresh(grant.refresh_token)

    def test_tokens_that_open_nothing_are_ignored(self, house: House) -> None:
        house.sessions.sign_out(refresh_token="x", access_token="y", change=house.change())
        grant = house.enter()
        house.sessions.sign_out(refresh_token=None, access_token=None, change=house.change())
        assert house.sessions.authenticate(grant.access_token).user_id == ANA.id
