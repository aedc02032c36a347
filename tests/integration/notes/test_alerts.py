"""What people find in their centres, as the stream tells of it."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domains.health.models import Check
from chalicelib.domains.presence.repository import StandingRow
from functions.push.handler import handler as push
from tests.integration.journey.customers import Written
from tests.integration.notes.floor import ADMIN, AGENT, COLLEAGUE, SUPERVISOR, Floor

EVERYBODY = (AGENT, COLLEAGUE, SUPERVISOR, ADMIN)


def centre(floor: Floor, name: str) -> list[Any]:
    """Somebody's alerts, newest first."""
    floor.world.run_down()
    items: list[Any] = floor.call("GET", "/v1/me/alerts", name=name).json["items"]
    return items


def kinds(floor: Floor) -> dict[str, list[tuple[str, str | None]]]:
    """What everybody finds: events with their details; empty centres are left out."""
    floor.world.run_down()
    found = {
        name: [(one["event"], one["detail"]) for one in centre(floor, name)] for name in EVERYBODY
    }
    return {name: events for name, events in found.items() if events}


def note(floor: Floor, *mentions: str, name: str = AGENT) -> Any:
    body = {"text": "mire esto", "mentions": list(mentions)}
    return floor.call("POST", "notes", body, name=name).json


def test_ordinary_work_of_ones_own_leaves_the_centres_empty(floor: Floor) -> None:
    floor.world.receive(Written(floor.customer, "otra vez"))
    floor.call("POST", "messages", {"kind": "text", "text": "hola"})
    floor.call("POST", "release", {})
    floor.call("POST", "claim", {})
    note(floor)
    assert kinds(floor) == {}


def test_who_loses_and_who_is_given_a_conversation_find_it(floor: Floor) -> None:
    floor.call("POST", "assign", {"user_id": COLLEAGUE}, name=SUPERVISOR)
    assert kinds(floor) == {AGENT: [("taken", "taken")], COLLEAGUE: [("assigned", None)]}
    [given] = centre(floor, COLLEAGUE)
    assert given["by"]["id"] == SUPERVISOR
    assert given["conversation"]["id"] == floor.conversation_id
    [lost] = centre(floor, AGENT)
    assert lost["is_hidden"]
    assert lost["conversation"] is None
    assert floor.customer.phone not in str(lost)


def test_who_loses_one_by_its_release_finds_how(floor: Floor) -> None:
    floor.call("POST", "release", {}, name=SUPERVISOR)
    assert kinds(floor) == {AGENT: [("taken", "released")]}


def test_a_mention_is_found_by_whom_it_names_anew(floor: Floor) -> None:
    made = note(floor, SUPERVISOR)
    body = {"text": "y usted", "mentions": [SUPERVISOR, ADMIN]}
    floor.call("PATCH", f"notes/{made['id']}", body, if_match="1")
    assert kinds(floor) == {SUPERVISOR: [("mention", None)], ADMIN: [("mention", None)]}
    [found] = centre(floor, SUPERVISOR)
    assert (found["about"], found["by"]["id"]) == (made["id"], AGENT)
    assert "mire esto" not in str(found)


def test_a_mention_read_in_its_note_is_read_in_the_centre(floor: Floor) -> None:
    made = note(floor, SUPERVISOR)
    note(floor, SUPERVISOR)
    assert [one["is_read"] for one in centre(floor, SUPERVISOR)] == [False, False]
    floor.call("POST", "/v1/me/mentions/read", {"note_ids": [made["id"]]}, name=SUPERVISOR)
    read = {one["about"]: one["is_read"] for one in centre(floor, SUPERVISOR)}
    assert read[made["id"]]
    assert floor.call("GET", "/v1/me/alerts/unread", name=SUPERVISOR).json == {"count": 1}


def test_a_whisper_is_found_by_its_holder_and_its_answer_by_who_took_part(floor: Floor) -> None:
    floor.call("POST", "whispers", {"text": "psst", "agent_id": AGENT}, name=SUPERVISOR)
    assert kinds(floor) == {AGENT: [("whisper", None)]}
    floor.call("POST", "whispers", {"text": "sí", "agent_id": AGENT})
    assert kinds(floor) == {AGENT: [("whisper", None)], SUPERVISOR: [("whisper", None)]}


def test_a_batch_that_comes_again_adds_nothing(floor: Floor) -> None:
    floor.world.run_down()
    note(floor, SUPERVISOR)
    floor.call("POST", "assign", {"user_id": COLLEAGUE}, name=SUPERVISOR)
    again = floor.world.stream_records()
    floor.world.push(again)
    once = kinds(floor)
    floor.world.push(again)
    assert kinds(floor) == once
    assert set(once) == {AGENT, COLLEAGUE, SUPERVISOR}


def test_who_is_there_is_told_at_once_with_what_they_find(floor: Floor) -> None:
    floor.world.connect(SUPERVISOR, SUPERVISOR)
    floor.world.run_down()
    floor.world.realtime.frames.clear()
    note(floor, SUPERVISOR)
    floor.world.run_down()
    told = [one for name, one in floor.world.realtime.frames if one["type"] == "alert.added"]
    assert [one["data"]["alert"] for one in told] == centre(floor, SUPERVISOR)


def test_what_somebody_does_not_want_is_not_kept(floor: Floor) -> None:
    body = {"alert_ways": {"mention": ["sound"]}}
    floor.call("PUT", "/v1/me/preferences", body, name=SUPERVISOR, if_match="0")
    note(floor, SUPERVISOR, ADMIN)
    assert kinds(floor) == {ADMIN: [("mention", None)]}


def test_what_the_house_fixed_is_kept_whatever_somebody_wants(floor: Floor) -> None:
    fixed = {"events": {"mention": {"ways": ["centre"], "is_open": False}}}
    floor.call("PUT", "/v1/alert-rules/supervisor", fixed, name=ADMIN, if_match="0")
    body: dict[str, Any] = {"alert_ways": {"mention": []}}
    floor.call("PUT", "/v1/me/preferences", body, name=SUPERVISOR, if_match="0")
    note(floor, SUPERVISOR)
    assert kinds(floor) == {SUPERVISOR: [("mention", None)]}


def test_whose_state_a_supervisor_changes_finds_it(floor: Floor) -> None:
    def choose(path: str, state: str, name: str) -> None:
        before = standing()
        assert floor.call("PUT", path, {"state": state}, name=name).status == 200
        images = {"Keys": {"sk": {"S": "P"}}, "NewImage": standing()}
        record = {"dynamodb": images | ({"OldImage": before} if before else {})}
        push({"Records": [record]}, None)
        push({"Records": [record]}, None)

    def standing() -> Any:
        row = floor.world.dynamo.get(StandingRow, (f"U#{AGENT}", "P"), consistent=True)
        return row.serialize() if row else None

    choose("/v1/me/presence", "available", AGENT)
    assert kinds(floor) == {}
    choose(f"/v1/users/{AGENT}/presence", "training", SUPERVISOR)
    assert kinds(floor) == {AGENT: [("presence_changed", "training")]}
    choose("/v1/me/presence", "available", AGENT)
    assert kinds(floor) == {AGENT: [("presence_changed", "training")]}


@pytest.mark.parametrize(
    ("kind", "event"), [("connection", "connection"), ("queue", "system")], ids=str
)
def test_administrators_are_told_of_a_trouble_when_it_begins(
    floor: Floor, kind: Any, event: str
) -> None:
    keeper = floor.world.container.alert_keeper
    check = Check(kind, "WhatsApp principal", "trouble", "held")
    for _ in range(5):
        keeper.tell_troubles([check])
        floor.world.clock.advance(60)
    assert kinds(floor) == {ADMIN: [(event, "held")]}
    floor.world.clock.advance(600)
    floor.sign_in_again()
    keeper.tell_troubles([check])
    assert kinds(floor) == {ADMIN: [(event, "held")] * 2}


def test_other_screens_of_the_reader_are_told(floor: Floor) -> None:
    note(floor, SUPERVISOR)
    [found] = centre(floor, SUPERVISOR)
    for name in (SUPERVISOR, ADMIN):
        floor.world.connect(name, name)
    floor.world.run_down()
    floor.world.realtime.frames.clear()
    floor.call("POST", "/v1/me/alerts/read", {"ids": [found["id"]]}, name=SUPERVISOR)
    floor.call("POST", "/v1/me/alerts/read-all", {"up_to": found["id"]}, name=SUPERVISOR)
    told = [(name, frame["type"]) for name, frame in floor.world.realtime.frames]
    assert told == [(SUPERVISOR, "alert.read")] * 2
