"""Realtime tickets: once, for a minute, for a session that goes on."""

from __future__ import annotations

import pytest

from chalicelib.core.errors import UnauthenticatedError
from chalicelib.domains.access.errors import SessionEndedError
from tests.unit.domains.access.house import ANA, House


@pytest.fixture
def house() -> House:
    return House()


def ticket_of(house: House) -> str:
    principal = house.sessions.authenticate(house.enter().access_token)
    return house.tickets.create(principal, house.change())


def test_a_ticket_lets_its_holder_in_once(house: House) -> None:
    ticket = ticket_of(house)
    house.clock.advance(59)
    assert house.tickets.redeem(ticket).user_id == ANA.id
    with pytest.raises(UnauthenticatedError):
        house.tickets.redeem(ticket)


def test_a_ticket_is_refused_after_a_minute(house: House) -> None:
    ticket = ticket_of(house)
    house.clock.advance(60)
    with pytest.raises(UnauthenticatedError):
        house.tickets.redeem(ticket)


def test_a_ticket_is_refused_when_its_session_has_ended(house: House) -> None:
    ticket = ticket_of(house)
    (session_id,) = house.session_rows.rows
    house.sessions.end(ANA.id, session_id, house.change())
    with pytest.raises(SessionEndedError):
        house.tickets.redeem(ticket)


@pytest.mark.parametrize("garbage", ["", "x", "x" * 5000, "ñ\x00"])
def test_garbage_is_refused(house: House, garbage: str) -> None:
    with pytest.raises(UnauthenticatedError):
        house.tickets.redeem(garbage)


def test_only_a_digest_is_stored(house: House) -> None:
    ticket = ticket_of(house)
    assert ticket not in house.ticket_rows.rows


def test_somebody_without_a_session_gets_no_ticket(house: House) -> None:
    principal = house.people.principal(ANA.id)
    assert principal is not None
    with pytest.raises(UnauthenticatedError):
        house.tickets.create(principal, house.change())
