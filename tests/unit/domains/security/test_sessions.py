"""How long sessions last, who ends them, and what people are told of new ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domains.access.errors import SessionEndedError
from chalicelib.domains.access.models import DevicePass, SessionId, Visit
from chalicelib.domains.security.services.session_desk import SessionDesk
from tests.unit.domains.access.house import ANA, SILVIA, House


@pytest.fixture
def house() -> House:
    return House()


def test_a_session_is_as_long_as_the_setting_says(house: House) -> None:
    house.settings = replace(house.settings, session_hours=1)
    assert house.enter().refresh_expires_in_seconds == 3600


def test_nothing_is_renewed_after_nobody_was_there_for_too_long(house: House) -> None:
    house.settings = replace(house.settings, idle_minutes=15)
    grant = house.enter()
    house.clock.advance(15 * 60)
    grant = house.refresh(grant.refresh_token)
    house.clock.advance(15 * 60 + 1)
    with pytest.raises(SessionEndedError):
        house.refresh(grant.refresh_token)
    house.settings = replace(house.settings, idle_minutes=None)
    with pytest.raises(SessionEndedError):
        house.refresh(grant.refresh_token)


def test_a_person_sees_where_they_are_signed_in(house: House) -> None:
    house.enter()
    house.clock.advance(1)
    house.enter(ip="203.0.113.9")
    house.enter("silvia")
    assert [one.ip for one in house.sessions.of_user(ANA.id)] == ["203.0.113.9", "::1"]
    assert house.sessions.of_user(ANA.id)[0].user_agent == "Firefox"


def test_one_session_is_ended_and_others_go_on(house: House) -> None:
    desk = SessionDesk(house.sessions, house.witness)
    first, second = house.enter(), house.enter()
    ended = house.sessions.authenticate(first.access_token).session_id
    assert ended is not None
    assert not desk.end(SILVIA.id, ended, house.change())
    assert not desk.end(ANA.id, SessionId("unknown"), house.change())
    assert desk.end(ANA.id, ended, house.change())
    assert not desk.end(ANA.id, ended, house.change())
    assert house.hung_up == [ended]
    with pytest.raises(SessionEndedError):
        house.sessions.authenticate(first.access_token)
    house.sessions.authenticate(second.access_token)


def test_somebody_is_told_of_a_browser_they_never_used(house: House) -> None:
    entry = house.entrance.with_password(ANA.email, "ana", Visit("::1"), house.change())
    assert house.post.sent == [("new_device", ANA.id)]
    again = Visit("203.0.113.9", "Firefox", entry.device)
    house.entrance.with_password(ANA.email, "ana", again, house.change())
    assert house.post.sent == [("new_device", ANA.id)]
    shared = house.entrance.with_password(SILVIA.email, "silvia", again, house.change())
    assert house.post.sent[1:] == [("new_device", SILVIA.id)]
    assert shared.device == DevicePass(entry.device.id, frozenset({ANA.id, SILVIA.id}))


def test_entries_and_refusals_are_put_on_record(house: House) -> None:
    house.enter()
    for name in ("ana", "nobody"):
        with pytest.raises(Exception, match="invalid_credentials"):
            house.enter(name, "wrong")
    seen = [(one.event, one.entity_id, one.outcome) for one, _ in house.witness.seen]
    assert seen == [
        ("session.opened", "ana", "done"),
        ("sign_in.refused", "ana", "refused"),
        ("sign_in.refused", "", "refused"),
    ]


def test_whoever_leaves_is_put_on_record_once(house: House) -> None:
    desk, grant = SessionDesk(house.sessions, house.witness), house.enter()
    session_id = house.sessions.authenticate(grant.access_token).session_id
    for _ in range(2):
        desk.sign_out(
            refresh_token=grant.refresh_token,
            access_token=grant.access_token,
            change=replace(house.change(), event="session.ended", actor="anonymous"),
        )
    desk.sign_out(refresh_token="x", access_token=None, change=house.change())
    ended = [(one, by) for one, by in house.witness.seen if one.event == "session.ended"]
    assert [(one.entity_id, one.detail, by.actor) for one, by in ended] == [
        (session_id, {"user_id": "ana"}, "ana")
    ]
