"""Past messages, progress and names as the provider tells them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters.channels.parsers import parse
from chalicelib.adapters.channels.raw_update import RawUpdate
from chalicelib.adapters.channels.whatsapp_cloud.updates import split
from chalicelib.core.ids import AppId, Arrival, ConnectionId
from chalicelib.domains.contacts.models import Identity
from chalicelib.domains.conversations.events import (
    ChannelEvent,
    HistoryReported,
    MediaReference,
    Named,
    NamesTold,
    PastTold,
)

EVENTS = Path(__file__).parents[5] / "events" / "whatsapp_cloud"
HERE = ConnectionId("wa-test")
INTAKE_MS = 1_795_345_200_123
ROSA = Identity("phone", "5491155550101")
BUSINESS = "15550009999"


def parsed(name: str) -> list[ChannelEvent | None]:
    body = json.loads((EVENTS / f"{name}.json").read_text())
    return [parse(one, HERE) for one in split(body, app_id=AppId("meta"), intake_ms=INTAKE_MS)]


def past(*messages: Any, thread: str | None = ROSA.value) -> PastTold:
    content: dict[str, Any] = {"messages": list(messages)}
    if thread is not None:
        content["id"] = thread
    update = RawUpdate(
        channel="whatsapp_cloud",
        app_id=AppId("meta"),
        part="past",
        field="history",
        account="100",
        arrival=Arrival(INTAKE_MS),
        content=[content],
        number=BUSINESS,
    )
    told = parse(update, HERE)
    assert isinstance(told, PastTold)
    return told


def text(**more: Any) -> dict[str, Any]:
    message = {"id": "wamid.1", "from": ROSA.value, "timestamp": "1787569200", "type": "text"}
    return {**message, "text": {"body": "hola"}, **more}


def test_a_chunk_is_messages_and_how_far_it_has_come() -> None:
    told, progress = parsed("history_chunk")
    assert progress == HistoryReported(HERE, 45)
    assert isinstance(told, PastTold)
    asked, answered, file = told.messages
    assert {one.customer for one in told.messages} == {ROSA}
    assert [one.is_ours for one in told.messages] == [False, True, False]
    assert [one.fate for one in told.messages] == [None, "delivered", None]
    assert (asked.text, answered.text, file.text) == (
        "¿Hasta qué hora atienden?",
        "Hasta las seis",
        None,
    )
    assert (file.kind, file.raw_type, file.raw) == ("unsupported", "media_placeholder", None)


def test_a_file_told_later_is_whole() -> None:
    (told,) = parsed("history_file")
    assert isinstance(told, PastTold)
    (file,) = told.messages
    assert (file.customer, file.is_ours, file.text) == (ROSA, False, "El recibo")
    assert file.media == MediaReference("310000000000001", "image/jpeg")


def test_an_owner_may_keep_the_history() -> None:
    assert parsed("history_declined") == [HistoryReported(HERE, None, is_declined=True)]


def test_an_address_book_names_people_and_forgets_others() -> None:
    (told,) = parsed("address_book")
    other = Identity("phone", "5491155550102")
    assert told == NamesTold(
        HERE,
        (Named(ROSA, "Rosa de la ferretería", 1_795_345_200), Named(other, None, 1_795_345_201)),
    )


def test_the_same_piece_gives_the_same_messages_whenever_it_comes() -> None:
    first, second = past(text(), text(id="wamid.2")).messages
    assert (first.arrival, second.arrival) == (
        Arrival(1_787_569_200_000, 0),
        Arrival(1_787_569_200_000, 1),
    )


@pytest.mark.parametrize(
    "broken",
    [7, text(id=""), text(timestamp="soon"), text(**{"from": "nobody"}), text(text="hola")],
)
def test_what_cannot_be_read_stands_apart_from_its_neighbours(broken: Any) -> None:
    told = past(text(), broken)
    assert len(told.messages) == 1
    assert told.unreadable == ({"thread": ROSA.value, "message": broken},)


@pytest.mark.parametrize(
    ("more", "customer", "is_ours"),
    [
        ({}, ROSA, False),
        ({"from": BUSINESS, "to": ROSA.value}, ROSA, True),
        ({"from": BUSINESS}, None, True),
    ],
)
def test_a_message_that_comes_alone_names_its_sides(
    more: dict[str, Any], customer: Identity | None, is_ours: bool
) -> None:
    (message,) = past(text(**more), thread=None).messages
    assert (message.customer, message.is_ours) == (customer, is_ours)


def test_an_unknown_kind_keeps_what_it_came_with() -> None:
    (message,) = past(text(type="hologram", hologram={"size": 3})).messages
    assert message.kind == "unsupported"
    assert message.raw is not None
    assert message.raw["hologram"] == {"size": 3}
