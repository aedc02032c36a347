"""What a role does not see reaches its people by no answer, no frame and no line of the log.

Every field has a mark in it that occurs nowhere else. A supervisor who may ask for everything
and sees no field asks for everything that the API describes, and hears all that is said.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.api.openapi import document
from chalicelib.core.change import Change
from chalicelib.core.ids import QueueId
from chalicelib.core.stamped_cache import STAMP_CHECK_SECONDS
from chalicelib.domains.access.fields import FIELDS, FieldRule, FieldRules, Sight
from chalicelib.domains.access.permissions import CATALOGUE
from chalicelib.domains.notifications.models import SocketId
from tests.integration.journey.customers import Written
from tests.integration.notes.floor import ADMIN, AGENT, COLLEAGUE, SUPERVISOR, Floor

CHANGE = Change("thing.changed", "test", 1)
CUSTOMER, VALUE = "Zutana Qwxmark", "9Z8Y7X6W5V4U"
COLLEAGUES = (AGENT, COLLEAGUE, ADMIN)

Frames = list[tuple[str, dict[str, Any]]]


def mark_of(name: str) -> str:
    return f"Kolega Jqx{name}"


def allows(floor: Floor, name: str, sight: Sight) -> None:
    """A role may ask for everything, and sees the fields of people so."""
    people = floor.world.container.people_repository
    rules = FieldRules(frozenset(FieldRule(one, sight) for one in FIELDS))
    role = people.load().roles[name]
    whole = replace(
        role, permissions=frozenset(CATALOGUE), field_rules=rules, version=role.version + 1
    )
    people.save_role(whole, CHANGE)
    floor.world.container.people.forget()


@pytest.fixture
def told(floor: Floor) -> Floor:
    """Everybody has a name with a mark, and the customer writes, reacts, is noted and known."""
    people = floor.world.container.people_repository
    for name in COLLEAGUES:
        user = next(one for one in people.load().users.values() if one.id == name)
        people.save_user(replace(user, name=mark_of(name)), CHANGE)
    floor.world.container.people.forget()
    floor.begin()
    floor.customer = replace(floor.customer, name=CUSTOMER)
    floor.world.receive(Written(floor.customer, "soy yo", shows=("phone", "user_id")))
    head = floor.world.head(floor.conversation_id)
    contact = floor.world.container.contacts.standing(head.contact_id)
    assert contact is not None
    floor.world.container.clients.put(
        contact, {"saldo": VALUE}, 0, field_rules=FieldRules(), change=CHANGE
    )
    return floor


def marks(floor: Floor) -> list[str]:
    of_customer = [CUSTOMER, floor.customer.phone, floor.customer.user_id, VALUE]
    return [*of_customer, *(mark_of(name) for name in COLLEAGUES)]


def things_happen(floor: Floor) -> None:
    """What makes frames and alerts of every kind."""
    floor.world.receive(Written(floor.customer, "otra vez"))
    note = {"text": "mire", "mentions": [SUPERVISOR]}
    floor.call("POST", "notes", note)
    floor.call("POST", "whispers", {"text": "psst", "agent_id": AGENT}, name=ADMIN)
    floor.call("POST", "messages", {"kind": "text", "text": "hola"})
    principal = floor.world.principal(AGENT)
    floor.world.container.typists.tell(principal, floor.world.head(floor.conversation_id))
    busy = {"state": "busy", "reason": "caja"}
    floor.call("PUT", "/v1/users/agente2/presence", busy, name=ADMIN)
    floor.call("POST", "assign", {"user_id": COLLEAGUE}, name=ADMIN)
    floor.call("POST", "assign", {"user_id": SUPERVISOR}, name=ADMIN)
    floor.call("POST", "assign", {"user_id": AGENT}, name=ADMIN)
    floor.call("POST", "release", {}, name=AGENT)
    floor.world.run_down()
    floor.call("POST", "claim", {}, name=AGENT)
    floor.world.run_down()


def everything_asked(floor: Floor, name: str) -> Iterator[tuple[str, str]]:
    """Every GET of the API with ids of what there is, and refusals that tell of people."""
    head = floor.world.head(floor.conversation_id)
    notes = floor.call("GET", "notes", name=ADMIN).json["items"]
    assert head.last is not None
    ids = {
        "conversation_id": head.id,
        "episode_id": head.id,
        "message_id": head.last.id,
        "note_id": notes[0]["id"],
        "contact_id": head.contact_id,
        "user_id": AGENT,
        "queue_id": "general",
        "connection_id": "wa-principal",
        "name": "agent",
        "other": "supervisor",
        "permission": "users.read",
    }
    queries = {
        "/v1/provider-notices": "?app_id=meta-local",
        "/v1/conversations/{conversation_id}/thread/search": "?words=hola",
        "/v1/conversations/{conversation_id}/thread/gallery": "?kind=links",
        "/v1/conversations/{conversation_id}/whispers": f"?agent_id={AGENT}",
    }
    for path, operations in document()["paths"].items():
        if "get" in operations and path.startswith("/v1") and path != "/v1/openapi.json":
            asked = re.sub(r"{(\w+)}", lambda found: ids.get(found[1], "X"), path)
            yield path, floor.call("GET", asked + queries.get(path, ""), name=name).text
    refused = floor.call("POST", "claim", {}, name=name)
    assert refused.code == "already_assigned"
    yield "claim", refused.text


def listening(floor: Floor, *names: str) -> Frames:
    """Sockets that look at the conversation and its queue; what they hear."""
    for name in names:
        floor.world.connect(name, name, floor.conversation_id)
        sockets = floor.world.container.socket_store
        socket = sockets.get(SocketId(name))
        assert socket is not None
        sockets.watch(socket, QueueId("general"), CHANGE)
    floor.world.run_down()
    floor.world.realtime.frames.clear()
    return floor.world.realtime.frames


def found(texts: Iterator[tuple[str, str]], wanted: list[str]) -> dict[str, set[str]]:
    """Where a mark stands, by mark."""
    places: dict[str, set[str]] = {}
    for place, text in texts:
        for mark in wanted:
            if mark in text:
                places.setdefault(mark, set()).add(place)
    return places


@pytest.mark.parametrize("sight", ["hidden", "masked"])
def test_no_mark_reaches_who_sees_no_field(
    told: Floor, sight: Sight, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="hilo")
    allows(told, "supervisor", sight)
    heard = listening(told, SUPERVISOR, ADMIN)
    things_happen(told)
    frames = [(name, json.dumps(frame, ensure_ascii=False)) for name, frame in heard]
    kinds = {frame["type"] for name, frame in heard if name == SUPERVISOR}
    assert kinds >= {
        "message.received",
        "conversation.typing",
        "conversation.assigned",
        "conversation.released",
        "queue.changed",
        "note.added",
        "whisper.added",
        "alert.added",
    }
    of_supervisor = (one for one in frames if one[0] == SUPERVISOR)
    assert found(of_supervisor, marks(told)) == {}
    assert found(everything_asked(told, SUPERVISOR), marks(told)) == {}
    assert found(iter([("log", caplog.text)]), marks(told)) == {}
    # the same is told to who sees everything, so that each mark can be found at all
    of_admin = (one for one in frames if one[0] == ADMIN)
    assert found(of_admin, marks(told)).keys() >= {CUSTOMER, mark_of(AGENT), told.customer.phone}
    assert found(everything_asked(told, ADMIN), marks(told)).keys() == set(marks(told))


def test_frames_are_withheld_as_soon_as_a_role_changes(told: Floor) -> None:
    heard = listening(told, SUPERVISOR)
    told.world.receive(Written(told.customer, "antes"))
    told.world.run_down()
    assert told.customer.phone in json.dumps(heard)
    heard.clear()
    people = told.world.container.people_repository
    role = people.load().roles["supervisor"]
    rules = FieldRules(frozenset({FieldRule("contact.phone", "masked")}))
    people.save_role(replace(role, field_rules=rules, version=role.version + 1), CHANGE)
    told.world.clock.advance(STAMP_CHECK_SECONDS)  # another container wrote it
    told.world.receive(Written(told.customer, "después"))
    told.world.run_down()
    assert heard
    assert told.customer.phone not in json.dumps(heard)
    assert f"••••{told.customer.phone[-4:]}" in json.dumps(heard, ensure_ascii=False)
    shown = told.call("GET", f"/v1/conversations/{told.conversation_id}", name=SUPERVISOR)
    assert told.customer.phone not in shown.text


def test_a_greeting_says_no_value_that_its_author_does_not_see(told: Floor) -> None:
    client = told.world.container.clients.of_id(told.world.head(told.conversation_id).contact_id)
    withheld = FieldRules(frozenset({FieldRule("client.saldo", "masked")}))
    assert "saldo" in client.known_by(FieldRules())
    assert "saldo" not in client.known_by(withheld)
    assert "nombre" not in client.known_by(
        FieldRules(frozenset({FieldRule("contact.name", "hidden")}))
    )
