"""The inbound pipeline: what is buried, what waits, what is tried again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.adapters.channels.pipeline import FAULTY_TRIES, PARKED_SECONDS, Pipeline
from chalicelib.adapters.channels.raw_update import MAX_QUEUED_BYTES, RawUpdate, unpack
from chalicelib.core.clock import to_ms
from chalicelib.core.errors import BusyError
from chalicelib.core.ids import AppId, Arrival, ConnectionId, QueueId
from chalicelib.core.queues import HISTORY, INBOUND, STATUS
from chalicelib.domains.connections.models import AccountName, Connection
from chalicelib.domains.limits.errors import LaneSlowedError, TooManyMessagesError
from tests.fakes.body_store import FakeBodyStore
from tests.fakes.channel import FakeMediaStore
from tests.fakes.clock import FakeClock

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NUMBER = "100000000000001"


class Connections:
    """One connection, switched on or off."""

    def __init__(self, *, enabled: bool = True) -> None:
        self._one = Connection(
            id=ConnectionId("wa"),
            channel="whatsapp_cloud",
            name="wa",
            app_id=AppId("app"),
            account=NUMBER,
            queue_id=QueueId("general"),
            enabled=enabled,
            version=1,
        )
        self.learnt: list[tuple[str | None, ...]] = []
        self.facts: dict[str, list[tuple[str, str | None]]] = {}
        self.percents: list[int | None] = []

    def by_account(self, _app_id: AppId, account: str) -> Connection | None:
        return self._one if account == NUMBER else None

    def learn(self, connection: Connection, *names: str | None) -> None:
        self.learnt.append(names[:2])

    def note_facts(self, name: AccountName, facts: Any, _change: Any) -> None:
        self.facts[str(name)] = [(one.topic, one.word) for one in facts]

    def note_history(self, _connection_id: ConnectionId, percent: int | None, _: Any) -> None:
        self.percents.append(percent)


class History:
    """Knows the threads of all messages but those told of in `unknown`."""

    def __init__(self, *unknown: str) -> None:
        self.unknown = list(unknown)
        self.told: list[Any] = []

    def recall(self, told: Any, _connection: Connection) -> list[str]:
        self.told.append(told)
        return self.unknown

    def name(self, told: Any) -> None:
        self.told.append(told)


class Intake:
    """Fails as told, else keeps what it got."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.received: list[Any] = []

    def receive(self, event: Any, _connection: Connection) -> str:
        if self.failure:
            raise self.failure
        self.received.append(event)
        return "stored"


class Echoes:
    """Knows the customer, or nobody."""

    def __init__(self, answer: str = "stored") -> None:
        self.answer = answer
        self.recorded: list[Any] = []

    def record(self, event: Any) -> str:
        self.recorded.append(event)
        return self.answer


class Facts:
    """Knows no message."""

    def report(self, _report: Any) -> str:
        return "unknown"

    def change(self, _changed: Any) -> str:
        return "unknown"


class DeadLetters:
    def __init__(self) -> None:
        self.buried: list[dict[str, Any]] = []

    def bury(self, **letter: Any) -> None:
        self.buried.append(letter)


class Kept:
    def __init__(self) -> None:
        self.raw: list[Any] = []

    def keep(self, _app_id: str, update: Any, _intake_ms: int, _change: Any) -> None:
        self.raw.append(update.raw)


class Queues:
    def __init__(self) -> None:
        self.sent: list[tuple[str, Any]] = []

    def send(self, queue: str, messages: Any) -> None:
        self.sent += [(queue, message) for message in messages]


class Limits:
    """Refuses as told, else counts."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.admitted: list[str] = []

    def admit(self, _connection_id: ConnectionId, sender: str, _intake_ms: int) -> None:
        if self.failure:
            raise self.failure
        self.admitted.append(sender)


class Health:
    """What was told of an app's signatures."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, bool]] = []

    def signature_seen(self, app_id: AppId, *, fits: bool) -> None:
        self.seen.append((app_id, fits))


def pipeline(**parts: Any) -> Pipeline:
    defaults = {
        "connections": Connections(),
        "intake": Intake(),
        "echoes": Echoes(),
        "history": History(),
        "facts": Facts(),
        "dead_letters": DeadLetters(),
        "kept": Kept(),
        "queues": Queues(),
        "bodies": FakeBodyStore(),
        "files": FakeMediaStore(),
        "limits": Limits(),
        "health": Health(),
        "clock": FakeClock(NOW),
    }
    wired = {**defaults, **parts}
    return Pipeline(**{name: _called(name, part) for name, part in wired.items()})


def _called(name: str, part: Any) -> Any:
    """What the pipeline asks for by a call, behind one."""
    rarely = {"echoes", "history", "dead_letters", "kept", "health"}
    return (lambda: part) if name in rarely else part


def update(content: Any, *, age_seconds: int = 0, **more: Any) -> RawUpdate:
    fields: dict[str, Any] = {
        "channel": "whatsapp_cloud",
        "app_id": AppId("app"),
        "part": "message",
        "field": "messages",
        "account": NUMBER,
        "arrival": Arrival(to_ms(NOW) - age_seconds * 1000),
        "content": content,
    }
    return RawUpdate(**{**fields, **more})


def text(**more: Any) -> dict[str, Any]:
    message = {"id": "wamid.1", "from": "5491100000001", "timestamp": "1795480000"}
    return {**message, "type": "text", "text": {"body": "hola"}, **more}


def reaction() -> dict[str, Any]:
    content = {"message_id": "wamid.0", "emoji": "👍"}
    return text(type="reaction", reaction=content)


class TestBurying:
    @pytest.mark.parametrize(
        ("connections", "given", "reason", "connection_id"),
        [
            (Connections(), update(text(), account="1999"), "unknown_number", None),
            (Connections(enabled=False), update(text()), "connection_disabled", "wa"),
            (Connections(), update(text(text={"body": 7})), "unparsable", "wa"),
        ],
    )
    def test_what_can_never_succeed_is_buried_at_once(
        self,
        connections: Connections,
        given: RawUpdate,
        reason: str,
        connection_id: str | None,
    ) -> None:
        letters = DeadLetters()
        pipeline(connections=connections, dead_letters=letters).process(given, received=1)
        (letter,) = letters.buried
        assert (letter["reason"], letter["queue"]) == (reason, INBOUND)
        assert letter["connection_id"] == connection_id
        assert unpack(letter["body"], FakeBodyStore()) == (given,)

    def test_a_large_one_outlives_what_waits_on_queues(self) -> None:
        """Bodies on their way to a queue expire; that of a letter lies elsewhere."""
        letters, bodies = DeadLetters(), FakeBodyStore()
        given = update(text(text={"body": "x" * MAX_QUEUED_BYTES}))
        connections = Connections(enabled=False)
        pipeline(connections=connections, dead_letters=letters, bodies=bodies).process(
            given, received=1
        )
        (letter,) = letters.buried
        assert [key.partition("/")[0] for key in bodies.kept] == ["letters"]
        assert unpack(letter["body"], bodies) == (given,)

    def test_a_bug_is_tried_a_few_times_then_buried(self) -> None:
        letters, broken = DeadLetters(), Intake(KeyError("x"))
        broken_pipeline = pipeline(intake=broken, dead_letters=letters)
        for received in range(1, FAULTY_TRIES):
            with pytest.raises(KeyError):
                broken_pipeline.process(update(text()), received=received)
        broken_pipeline.process(update(text()), received=FAULTY_TRIES)
        assert [letter["reason"] for letter in letters.buried] == ["failed_repeatedly"]

    def test_an_outage_is_never_buried(self) -> None:
        letters = DeadLetters()
        busy = pipeline(intake=Intake(BusyError()), dead_letters=letters)
        with pytest.raises(BusyError):
            busy.process(update(text()), received=99)
        assert letters.buried == []


class TestParking:
    @pytest.mark.parametrize(("age", "delay"), [(0, 1), (1, 1), (30, 30), (500, 120)])
    def test_a_change_of_an_unknown_message_waits_as_long_again(self, age: int, delay: int) -> None:
        queues = Queues()
        given = update(reaction(), age_seconds=age)
        pipeline(queues=queues).process(given, received=1)
        ((queue, message),) = queues.sent
        assert (queue, message.delay_seconds) == (STATUS, delay)
        assert unpack(message.body, FakeBodyStore()) == (replace(given, is_exempt=True),)

    def test_after_ten_minutes_it_is_dropped(self) -> None:
        queues, letters = Queues(), DeadLetters()
        given = update(reaction(), age_seconds=PARKED_SECONDS)
        pipeline(queues=queues, dead_letters=letters).process(given, received=1)
        assert (queues.sent, letters.buried) == ([], [])


class TestLimits:
    def test_what_customers_do_is_counted_once(self) -> None:
        limits = Limits()
        guarded = pipeline(limits=limits)
        guarded.process(update(text()), received=1)
        guarded.process(update(text()), received=2)
        guarded.process(update(reaction()), received=1)
        guarded.process(update(reaction(), is_exempt=True), received=1)
        guarded.process(update({"event": "X"}, part="kept", account=None), received=1)
        assert limits.admitted == ["5491100000001"] * 2

    def test_a_slowed_lane_comes_again(self) -> None:
        intake, letters = Intake(), DeadLetters()
        guarded = pipeline(limits=Limits(LaneSlowedError(1)), intake=intake, dead_letters=letters)
        with pytest.raises(LaneSlowedError):
            guarded.process(update(text()), received=1)
        assert (intake.received, letters.buried) == ([], [])
        guarded.process(update(text()), received=2)
        assert len(intake.received) == 1

    def test_what_is_put_aside_passes_when_an_administrator_lets_it(self) -> None:
        intake, letters, bodies = Intake(), DeadLetters(), FakeBodyStore()
        guarded = pipeline(
            limits=Limits(TooManyMessagesError()), intake=intake, dead_letters=letters
        )
        guarded.process(update(text()), received=1)
        (letter,) = letters.buried
        assert (letter["reason"], letter["connection_id"]) == ("too_many_messages", "wa")
        assert intake.received == []
        (replayed,) = unpack(letter["body"], bodies)
        guarded.process(replayed, received=1)
        assert len(intake.received) == 1


class TestKeeping:
    def test_an_account_update_is_kept_raw(self) -> None:
        kept = Kept()
        given = update({"event": "VERIFIED"}, part="kept", field="account_update", account=None)
        pipeline(kept=kept).process(given, received=1)
        assert kept.raw == [{"event": "VERIFIED"}]

    def test_one_larger_than_an_item_lies_in_the_file_store(self) -> None:
        kept, files = Kept(), FakeMediaStore()
        content = {"history": "x" * 400_000}
        given = update(content, part="kept", field="history", account=None)
        pipeline(kept=kept, files=files).process(given, received=1)
        ((key, (stored, _)),) = files.kept.items()
        assert kept.raw == [{"stored_as": key}]
        assert json.loads(stored) == content


def echo(**more: Any) -> dict[str, Any]:
    message = {"id": "wamid.9", "from": "15550009999", "to": "5491100000001", **more}
    return {"timestamp": "1795480000", "type": "text", "text": {"body": "hola"}} | message


def echo_update(content: Any, **more: Any) -> RawUpdate:
    return update(content, part="echo", field="smb_message_echoes", **more)


class TestEchoes:
    def test_one_goes_to_its_thread(self) -> None:
        echoes, kept = Echoes(), Kept()
        pipeline(echoes=echoes, kept=kept).process(echo_update(echo()), received=1)
        (event,) = echoes.recorded
        assert (event.provider_id, event.text) == ("wamid.9", "hola")
        assert kept.raw == []

    @pytest.mark.parametrize(
        ("parts", "given"),
        [
            pytest.param({"echoes": Echoes("nowhere")}, echo_update(echo()), id="no thread"),
            pytest.param({}, echo_update(echo(), account=None), id="no number"),
            pytest.param({}, echo_update(echo(), account="1999"), id="unknown number"),
            pytest.param(
                {"connections": Connections(enabled=False)}, echo_update(echo()), id="switched off"
            ),
            pytest.param({}, echo_update(echo(to=7)), id="no recipient"),
            pytest.param({}, echo_update(echo(timestamp="x")), id="no time"),
            pytest.param(
                {},
                echo_update(echo(type="revoke", revoke={"original_message_id": "wamid.0"})),
                id="a change of a message not known",
            ),
        ],
    )
    def test_what_has_no_thread_is_kept_as_it_came(
        self, parts: dict[str, Any], given: RawUpdate
    ) -> None:
        kept, letters, queues = Kept(), DeadLetters(), Queues()
        pipeline(kept=kept, dead_letters=letters, queues=queues, **parts).process(given, received=1)
        assert kept.raw == [given.content]
        assert (letters.buried, queues.sent) == ([], [])


class TestSignatures:
    """What the door tells is no update: it is noted, never buried."""

    @pytest.mark.parametrize(
        ("said", "account", "seen"),
        [
            ("refused", NUMBER, [("app", False)]),
            ("refused", "999999", []),  # a stranger made it up
            ("fits", NUMBER, [("app", True)]),
            ("fits", None, [("app", True)]),  # a signed update of the account names no number
        ],
    )
    def test_are_noted_where_they_are_about_us(
        self, said: str, account: str | None, seen: list[tuple[str, bool]]
    ) -> None:
        health, letters = Health(), DeadLetters()
        told = update(None, part="signature", field=said, account=account)
        pipeline(health=health, dead_letters=letters).process(told, received=1)
        assert health.seen == seen
        assert letters.buried == []


PAST = {"id": "5491100000001", "messages": [text()]}


class TestBroughtAlong:
    def piece(self, part: str, content: Any, **more: Any) -> RawUpdate:
        return update(content, part=part, field="history", **more)

    @pytest.mark.parametrize(
        ("part", "content"), [("past", [PAST]), ("progress", {}), ("names", [{}])]
    )
    def test_it_is_kept_when_nobody_knows_the_number(self, part: str, content: Any) -> None:
        history, kept, letters = History(), Kept(), DeadLetters()
        made = pipeline(history=history, kept=kept, dead_letters=letters)
        made.process(self.piece(part, content, account="999"), received=1)
        assert (history.told, kept.raw, letters.buried) == ([], [{part: content}], [])

    @pytest.mark.parametrize("enabled", [True, False])
    def test_a_piece_is_recalled_also_when_the_number_is_switched_off(self, enabled: bool) -> None:
        history, limits = History(), Limits()
        made = pipeline(history=history, limits=limits, connections=Connections(enabled=enabled))
        made.process(self.piece("past", [PAST]), received=1)
        assert [one.provider_id for one in history.told[0].messages] == ["wamid.1"]
        assert limits.admitted == []

    def test_what_cannot_be_read_is_kept_and_the_rest_recalled(self) -> None:
        history, kept = History(), Kept()
        content = [{**PAST, "messages": [text(), {"id": "x"}]}]
        pipeline(history=history, kept=kept).process(self.piece("past", content), received=1)
        assert len(history.told[0].messages) == 1
        assert kept.raw == [{"unreadable": [{"thread": PAST["id"], "message": {"id": "x"}}]}]

    def test_a_file_waits_for_its_message_alone(self) -> None:
        queues, kept = Queues(), Kept()
        content = [{"messages": [text(), text(id="wamid.2")]}]
        made = pipeline(history=History("wamid.2"), queues=queues, kept=kept)
        made.process(self.piece("past", content, age_seconds=30), received=1)
        ((queue, message),) = queues.sent
        (waiting,) = unpack(message.body, FakeBodyStore())
        assert (queue, message.delay_seconds) == (HISTORY, 30)
        assert waiting.content == [{"messages": [text(id="wamid.2")]}]
        assert kept.raw == []

    def test_a_file_is_kept_when_its_message_never_came(self) -> None:
        queues, kept = Queues(), Kept()
        made = pipeline(history=History("wamid.1"), queues=queues, kept=kept)
        old = self.piece("past", [{"messages": [text()]}], age_seconds=PARKED_SECONDS)
        made.process(old, received=1)
        assert queues.sent == []
        assert kept.raw == [{"past": [{"messages": [text()]}]}]

    def test_progress_is_noted_and_a_refusal_kept(self) -> None:
        connections, kept = Connections(), Kept()
        made = pipeline(connections=connections, kept=kept)
        made.process(self.piece("progress", {"metadata": {"progress": 45}}), received=1)
        declined = {"errors": [{"code": 2593109}]}
        made.process(self.piece("progress", declined), received=1)
        assert connections.percents == [45, None]
        assert kept.raw == [declined]

    def test_one_that_fails_is_buried_for_its_own_queue(self) -> None:
        class Broken(History):
            def recall(self, told: Any, _connection: Connection) -> list[str]:
                raise TypeError

        letters = DeadLetters()
        made = pipeline(history=Broken(), dead_letters=letters)
        made.process(self.piece("past", [PAST]), received=FAULTY_TRIES)
        assert [(one["source"], one["queue"]) for one in letters.buried] == [("history", HISTORY)]


class TestAccounts:
    def test_a_word_on_an_account_is_heeded_and_kept(self) -> None:
        connections, kept = Connections(), Kept()
        content = {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE"}}
        given = update(
            content, part="kept", field="account_update", account=None, holder="200", told_second=5
        )
        pipeline(connections=connections, kept=kept).process(given, received=1)
        assert connections.facts == {"app#200": [("ban", "banned")]}
        assert kept.raw == [content]

    def test_messages_tell_by_what_names_their_connection_is_known(self) -> None:
        connections = Connections()
        made = pipeline(connections=connections)
        made.process(update(text(), holder="200", number="1555"), received=1)
        made.process(update({}, part="kept", field="security", holder="9"), received=1)
        assert connections.learnt == [("200", "1555")]
