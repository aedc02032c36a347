"""A deployment lost and brought back: filled by its own functions, copied, wiped, restored.

After the copy life goes on for an hour, as it does before a disaster: what was said in that
hour is lost with the tables, but nobody may get a message twice because of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chalicelib.core.clock import to_ms
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import ConversationId, MessageId, digest
from chalicelib.core.queues import INBOUND, MEDIA, OUTBOUND, STATUS
from chalicelib.core.tables import TABLES
from infra.backup.exporting import export
from infra.backup.restoring import restore
from infra.backup.tables import WholeTables
from infra.local.engines.tables import create_tables, delete_tables
from tests.bench.house import House
from tests.bench.provider import Sender, status_event, text_event
from tests.engines import EngineTables
from tests.fakes.channel import FakeFile
from tests.fakes.clock import TickingClock
from tests.integration.journey.streams import StreamReader

pytestmark = [pytest.mark.engine, pytest.mark.timeout(600)]  # a whole life, on any machine

AGENT, HOUR = "agente1", 3600
NAMES = [table.name for table in TABLES]
PNG = FakeFile(b"\x89PNG\r\n\x1a\n" + bytes(64), "image/png")


class Office:
    """One deployment, its people and customers, and what is seen from outside."""

    def __init__(self, tables: EngineTables) -> None:
        self._tables = tables
        self.whole = WholeTables(tables.client, tables.prefix)
        self.clock = TickingClock()
        dynamo = Dynamo(lambda: tables.client, prefix=tables.prefix)
        self.house = House(dynamo, self.clock)
        self.stream = StreamReader(tables)

    def second(self) -> int:
        return to_ms(self.clock.now()) // 1000

    def hears(self, sender: Sender, **content: Any) -> ConversationId:
        """A customer writes; the conversation it came to."""
        self.clock.advance(1)
        self.house.accept(text_event(sender, self.second(), **content))
        self.house.run("inbound", INBOUND)
        (found,) = [one for one in self.conversations() if one["contact"]["name"] == sender.name]
        return ConversationId(found["id"])

    def says(self, conversation_id: ConversationId, text: str) -> MessageId:
        """The agent writes; nothing is sent yet."""
        self.clock.advance(1)
        path, body = f"/v1/conversations/{conversation_id}", {"kind": "text", "text": text}
        if self.request("GET", path)["assignee"] is None:
            self.request("POST", f"{path}/claim", {})
        stored = self.request("POST", f"{path}/messages", body, Idempotency_Key=digest(text, 16))
        return MessageId(stored["id"])

    def pump(self) -> None:
        """What the stream tells is done, and the clock's minute comes, until all is quiet."""
        for _ in range(3):
            self.house.pump(self.stream.new_records())
            for name, queue in (("outbound", OUTBOUND), ("media", MEDIA), ("status", STATUS)):
                while messages := self.house.take(queue):
                    self.house.process(name, queue, messages)
                    self.house.done(queue, messages)
            self.clock.advance(61)
            self.house.call("clock", {})

    def sent(self) -> list[str]:
        return [message.text for _, message in self.house.sender.taken]

    def conversations(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.request("GET", "/v1/conversations?limit=50")["items"]
        return found

    def messages(self, conversation_id: ConversationId) -> list[dict[str, Any]]:
        path = f"/v1/conversations/{conversation_id}/messages"
        found: list[dict[str, Any]] = self.request("GET", path)["items"]
        return found

    def status(self, conversation_id: ConversationId, message_id: MessageId) -> str:
        (found,) = [one for one in self.messages(conversation_id) if one["id"] == message_id]
        return str(found["status"])

    def told(self) -> set[tuple[str, Any]]:
        """Kinds of frames that the agent got, each with the message it is about."""
        frames = self.house.realtime.heard_by("socket")
        return {(one["type"], (one["data"].get("message") or {}).get("id")) for one in frames}

    def request(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """A request of the agent, who signs in for it: the clock runs ahead of any session."""
        token = self.house.token(AGENT)
        return self.house.request(method, path, body, token=token, **headers)

    def lose_everything(self) -> None:
        """Tables go with all they hold, and processes with all they remember."""
        delete_tables(self._tables.client, self._tables.prefix)
        create_tables(self._tables.client, self._tables.prefix)
        self.stream = StreamReader(self._tables)
        self.house.forget_all()


@pytest.fixture
def office(dynamodb_local: EngineTables) -> Office:
    return Office(dynamodb_local)


def photo(file_id: str) -> dict[str, Any]:
    return {"type": "image", "image": {"id": file_id, "mime_type": "image/png"}}


def test_deployment_goes_on_after_everything_was_lost(office: Office, tmp_path: Path) -> None:
    rosa, luis = Sender("59170000001", name="Rosa"), Sender("59170000002", "BO.2", "Luis")
    ana, late = Sender("59170000003", name="Ana"), Sender("59170000004", name="Pedro")
    office.house.files.files["kept"] = PNG
    with_rosa = office.hears(rosa)
    office.hears(rosa, **photo("kept"))
    answered = office.says(with_rosa, "¿En qué le ayudo?")
    office.pump()
    ((provider_id, sent),) = office.house.sender.taken
    office.house.accept(
        status_event(rosa, provider_id, "read", sent.callback_data, office.second())
    )
    office.pump()
    with_luis, with_ana = office.hears(luis), office.hears(ana)
    office.pump()
    office.hears(ana, **photo("not yet"))  # on the way when the copy is made
    queued = office.says(with_luis, "Se lo mando en seguida.")
    shown = office.messages(with_rosa)
    assert {one["status"] for one in shown if one["id"] == answered} == {"read"}
    assert [one["media"]["state"] for one in shown if one["media"]] == ["ready"]

    export(office.whole, NAMES, tmp_path / "backup", office.second)
    office.house.files.files["not yet"] = PNG
    office.pump()
    assert office.status(with_luis, queued) == "sent"
    office.hears(late)
    office.says(with_luis, "Ya está.")
    office.pump()
    office.clock.advance(HOUR)
    office.house.sender.taken.clear()

    office.lose_everything()
    restore(office.whole, NAMES, tmp_path / "backup")

    office.house.connect("socket", AGENT)
    office.house.realtime.frames.clear()
    office.pump()
    assert office.sent() == []
    assert office.status(with_luis, queued) == "unconfirmed"
    assert office.told() == {("message.queued", queued), ("message.status_changed", queued)}
    assert office.messages(with_rosa) == shown
    assert [one["media"]["state"] for one in office.messages(with_ana) if one["media"]] == ["ready"]
    assert {one["id"] for one in office.conversations()} == {with_rosa, with_luis, with_ana}

    assert office.hears(rosa) == with_rosa
    assert len(office.messages(with_rosa)) == len(shown) + 1
    office.says(with_rosa, "Aquí seguimos.")
    office.pump()
    assert office.sent() == ["Aquí seguimos."]
