from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.ids import AppId, ConnectionId, QueueId
from chalicelib.domains.connections.models import App, Connection, Trouble
from chalicelib.domains.connections.standing import Restriction
from chalicelib.domains.dead_letters.models import OpenLetters
from chalicelib.domains.health import rules
from chalicelib.domains.health.models import (
    CONSUMERS,
    Backlog,
    Facts,
    Minute,
    RefusedSignatures,
    TableRefusal,
)
from functions.definition import StreamTrigger
from functions.pulses import PULSE
from functions.registry import FUNCTIONS

NOW = 10_000_000
MINUTE = 60_000
LAST = Minute(NOW, NOW, pulse_ms=NOW, pulse_before_ms=NOW - MINUTE)
APP = App(AppId("meta"), "whatsapp_cloud", "Meta", 1)
CONNECTION = Connection(
    ConnectionId("wa"), "whatsapp_cloud", "Ventas", APP.id, "1", QueueId("q"), True, 1
)
TROUBLE = Trouble("190", "The access token has expired", None, 7)


def test_every_reader_of_the_stream_gets_the_pulse() -> None:
    readers = {one.name: one.trigger for one in FUNCTIONS if isinstance(one.trigger, StreamTrigger)}
    assert set(CONSUMERS) == set(readers)
    assert all(PULSE in trigger.sort_keys for trigger in readers.values())


@pytest.mark.parametrize(
    ("minute", "state"),
    [
        (None, "unknown"),
        (LAST, "ok"),
        (replace(LAST, ran_at_ms=NOW - 2 * MINUTE), "ok"),
        (replace(LAST, ran_at_ms=NOW - 3 * MINUTE), "trouble"),
    ],
)
def test_clock_is_silent_after_three_minutes(minute: Minute | None, state: str) -> None:
    assert rules.of_minute(minute, NOW).state == state


@pytest.mark.parametrize(
    ("reached_ms", "state"),
    [
        (NOW, "ok"),
        (NOW - MINUTE, "ok"),  # the newest may be on its way
        (NOW - 2 * MINUTE, "trouble"),
        (None, "trouble"),
    ],
)
def test_consumer_has_stopped_when_the_pulse_before_the_last_did_not_reach_it(
    reached_ms: int | None, state: str
) -> None:
    pulses = {} if reached_ms is None else {"push": reached_ms}
    push, _ = rules.of_consumers(Facts(LAST, pulses))
    assert (push.name, push.state, push.since_ms) == (
        "push",
        state,
        reached_ms if state == "trouble" else None,
    )


@pytest.mark.parametrize("minute", [None, Minute(NOW, NOW), Minute(NOW, NOW, pulse_ms=NOW)])
def test_consumers_are_not_judged_before_there_were_pulses(minute: Minute | None) -> None:
    assert {one.state for one in rules.of_consumers(Facts(minute))} == {"unknown"}


def test_pulses_that_were_not_sent_are_no_fault_of_consumers() -> None:
    late = replace(LAST, pulse_ms=NOW, pulse_before_ms=NOW - 60 * MINUTE)
    reached = NOW - 60 * MINUTE
    found = rules.of_consumers(Facts(late, {"push": reached, "relay": reached}))
    assert {one.state for one in found} == {"ok"}


@pytest.mark.parametrize(
    ("backlog", "state"),
    [
        (Backlog(0), "ok"),
        (Backlog(9, NOW), "ok"),
        (Backlog(9, NOW - MINUTE), "ok"),
        (Backlog(9, NOW - 2 * MINUTE), "trouble"),
    ],
)
def test_queue_waits_when_three_looks_found_messages(backlog: Backlog, state: str) -> None:
    minute = replace(LAST, backlogs={"status": backlog})
    found = {one.name: one for one in rules.of_queues(minute, NOW) if one.kind == "queue"}
    assert found["status"].state == state
    assert found["media"].state == "unknown"


@pytest.mark.parametrize(
    ("queue", "hours"), [("media", 0.1), ("history", 1.1), ("history-media", 6.1)]
)
def test_files_and_the_past_may_wait_longer(queue: str, hours: float) -> None:
    for since_ms, state in ((NOW - round(hours * 3_600_000), "trouble"), (NOW - 200_000, "ok")):
        minute = replace(LAST, backlogs={queue: Backlog(1, since_ms)})
        found = {one.name: one.state for one in rules.of_queues(minute, NOW)}
        assert found[queue] == state


def test_one_message_in_a_net_is_trouble() -> None:
    minute = replace(LAST, backlogs={"dead-media": Backlog(1, NOW), "dead-status": Backlog(0)})
    found = {one.name: one.state for one in rules.of_queues(minute, NOW) if one.kind == "net"}
    assert (found["dead-media"], found["dead-status"]) == ("trouble", "ok")


def test_table_recovers_by_itself() -> None:
    facts = Facts(tables={"contacts": TableRefusal(NOW, "put_item", "ThrottlingException")})
    (now,) = (one for one in rules.of_tables(facts, NOW) if one.state != "ok")
    assert (now.name, now.code, now.detail) == (
        "contacts",
        "refusing",
        "put_item: ThrottlingException",
    )
    assert {one.state for one in rules.of_tables(facts, NOW + 4 * MINUTE)} == {"ok"}


def test_letters_are_trouble_when_they_are_many() -> None:
    assert rules.of_letters(None).state == "unknown"
    assert rules.of_letters(OpenLetters(49, 3)).state == "ok"
    full = rules.of_letters(OpenLetters(50, 3))
    assert (full.state, full.since_ms, full.count) == ("trouble", 3, 50)


def test_connection_that_is_off_is_no_trouble() -> None:
    assert rules.of_connection(CONNECTION, None).state == "ok"
    assert rules.of_connection(replace(CONNECTION, enabled=False), TROUBLE).state == "ok"
    troubled = rules.of_connection(CONNECTION, TROUBLE)
    assert (troubled.name, troubled.code, troubled.detail) == ("Ventas", "cannot_send", "190")


def test_connection_that_the_provider_holds_is_trouble_though_nothing_was_refused() -> None:
    banned = Restriction("banned", (), NOW - MINUTE, None, stops_sending=True)
    held = rules.of_connection(CONNECTION, None, banned)
    assert (held.state, held.code, held.since_ms) == ("trouble", "held", NOW - MINUTE)
    assert rules.of_connection(replace(CONNECTION, enabled=False), None, banned).state == "ok"


@pytest.mark.parametrize(
    ("refused", "state"),
    [
        (RefusedSignatures(NOW, NOW), "ok"),  # anybody can send one
        (RefusedSignatures(NOW - MINUTE, NOW), "ok"),
        (RefusedSignatures(NOW - 2 * MINUTE, NOW), "trouble"),
        (RefusedSignatures(NOW - 99 * MINUTE, NOW - 61 * MINUTE), "ok"),
    ],
)
def test_signatures_are_trouble_when_refusals_last(refused: RefusedSignatures, state: str) -> None:
    (app,) = rules.of_apps([APP], Facts(LAST, signatures={APP.id: refused}), NOW)
    assert app.state == state


def test_a_secret_that_cannot_be_read_explains_more_than_its_signatures() -> None:
    minute = replace(LAST, secret_faults={APP.id: "secret_unreadable"})
    facts = Facts(minute, signatures={APP.id: RefusedSignatures(0, NOW)})
    (app,) = rules.of_apps([APP], facts, NOW)
    assert app.code == "secret_unreadable"


def test_backlog_counts_from_the_first_look_without_a_pause() -> None:
    first = rules.next_backlogs({"a": 3, "b": 0}, {}, 100)
    assert first == {"a": Backlog(3, 100), "b": Backlog(0)}
    second = rules.next_backlogs({"a": 1, "b": 2}, first, 200)
    assert second == {"a": Backlog(1, 100), "b": Backlog(2, 200)}
    third = rules.next_backlogs({"a": 0}, second, 300)
    assert third == {"a": Backlog(0)}
