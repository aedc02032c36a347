"""The version before this one becomes this one while messages come and go.

Both versions work on the same tables and queues, and each reads what the other wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import ConnectionId, ConversationId, UserId
from chalicelib.domains.access.models import SessionId
from chalicelib.domains.audit.chain import BEGINNING, Walk, act_of
from chalicelib.domains.audit.rules import SHARDS
from chalicelib.domains.contacts.models import Identity
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Media, Message
from chalicelib.domains.notifications.models import Socket, SocketId
from infra.deployment.code import ROOT
from infra.deployment.rights import FILES
from infra.local.engines.dynamodb_local import DynamoDBLocal
from infra.local.seed import CONNECTIONS
from tests.deployed.conftest import Earlier
from tests.deployed.fleet import Fleet, Version
from tests.deployed.surroundings import NAMES, Surroundings
from tests.deployed.template import DeployedTemplate
from tests.deployed.traffic import AGENT, CALLED, CUSTOMERS, Traffic
from tests.engines import EngineTables
from tests.infra.kept import kept
from tests.integration.journey.streams import StreamReader
from tests.integration.stack.serving import eventually

pytestmark = pytest.mark.timeout(1200)  # the CDK twice and a score of cold processes

# Consumers before doors, and of the two that ring and answer doorbells the answering one.
ORDER = (
    *("outbound", "inbound", "status", "history", "media", "mail", "audit"),
    *("push", "relay", "clock", "webhook", "api"),
)
SOCKET = SocketId("c2Vja2V0=")


@pytest.fixture
def surroundings(earlier: Earlier, dynamodb_local_engine: DynamoDBLocal) -> Iterator[Surroundings]:
    made = Surroundings(earlier.template.lambdas(), dynamodb_local_engine)
    yield made
    made.stop()


@pytest.fixture
def fleet(
    surroundings: Surroundings, earlier: Earlier, template: DeployedTemplate, tmp_path: Path
) -> Iterator[Fleet]:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    old = Version("old", earlier.root, earlier.template, tmp_path / "old")
    made = Fleet(surroundings, old, Version("new", ROOT, template, tmp_path / "new"))
    made.start(CALLED)
    yield made
    made.stop()


@pytest.fixture
def traffic(
    fleet: Fleet, surroundings: Surroundings, dynamodb_local_engine: DynamoDBLocal
) -> Iterator[Traffic]:
    streams, url = dynamodb_local_engine.client("dynamodbstreams"), dynamodb_local_engine.url
    tables = EngineTables(
        surroundings.tables, streams, NAMES.prefix, url, dynamodb_local_engine.client
    )
    made = Traffic(fleet, surroundings, StreamReader(tables))
    made.start()
    yield made
    made.stop()


def test_nothing_that_is_kept_is_replaced(earlier: Earlier, template: DeployedTemplate) -> None:
    now = kept(template.stateful)
    assert kept(earlier.template.stateful).items() <= now.items()


def test_every_function_is_replaced_under_traffic() -> None:
    assert {*ORDER} == {*CALLED}


@pytest.mark.engine
def test_nothing_is_lost_doubled_or_refused_while_versions_change(
    surroundings: Surroundings, fleet: Fleet, traffic: Traffic
) -> None:
    listen(surroundings)
    eventually(lambda: traffic.troubles or traffic.held_from.keys() == {*CUSTOMERS}, 240)
    for name in ORDER:
        fleet.upgrade(name, goes_on=lambda: not traffic.troubles)
    traffic.end()
    eventually(traffic.is_at_rest, 240)

    assert traffic.troubles == []
    assert surroundings.aws.refused == []
    assert {*traffic.statuses} == {200, 201}
    assert traffic.given_back <= {"outbound"}  # its doorbells wait where the lane does
    shown, files = shown_messages(surroundings), list[Media]()
    for phone in CUSTOMERS:
        messages = thread(surroundings, ConversationId(traffic.conversations[phone]))
        heard = [one for one in messages if one.direction == "in"]
        said = [one for one in messages if one.direction == "out"]
        assert [one.text for one in heard] == traffic.written[phone]
        assert [one.text for one in said] == traffic.answered[phone]
        assert {rules.status_of(one) for one in said} == {"delivered"}
        assert sent_to(surroundings, phone) == traffic.answered[phone]
        assert {one.id for one in heard[traffic.held_from[phone] :]} <= shown
        past = thread(surroundings, history_with(phone))
        assert [one.text for one in past] == traffic.brought[phone]
        files += [one.media for one in heard if one.media]
    assert {one.state for one in files} == {"ready"}
    assert sorted(surroundings.objects(FILES)) == sorted(str(one.key) for one in files)
    assert sorted(on_record(surroundings, "field.revealed")) == sorted(traffic.seen)
    assert {name for name, _ in fleet.answers} == {*CALLED}
    assert {version for _, version in fleet.answers} == {"old", "new"}


def listen(surroundings: Surroundings) -> None:
    """The agent's socket, open throughout."""
    clock, store = surroundings.container.clock, surroundings.container.socket_store
    until = clock.now() + timedelta(hours=1)
    change = Change("socket.opened", AGENT, to_ms(clock.now()))
    store.add(Socket(SOCKET, UserId(AGENT), SessionId("S"), until), change)
    store.make_ready(SOCKET, change)


def shown_messages(surroundings: Surroundings) -> set[Any]:
    """Ids of the messages that frames told the agent of."""
    told = [frame["data"].get("message") for _, frame in surroundings.aws.frames]
    return {message["id"] for message in told if message}


def thread(surroundings: Surroundings, conversation_id: ConversationId) -> list[Message]:
    """All its messages, as the new version reads them."""
    store = surroundings.container.message_store
    page = store.page(conversation_id, None, 5000)
    assert page.next_position is None
    return page.items[::-1]


def on_record(surroundings: Surroundings, event: str) -> list[str]:
    """Of whom or what the audit tells it; its chains are whole."""
    told = list[str]()
    for shard in range(SHARDS):
        links = list(surroundings.container.audit_record.following(shard, 0))
        walk = Walk(shard, BEGINNING)
        walk.go_on(links)
        assert not walk.holes
        told += [act.entity_id for act in map(act_of, links) if act.event == event]
    return told


def history_with(phone: str) -> ConversationId:
    """Where what a customer said before is kept."""
    return rules.history_of(ConnectionId(CONNECTIONS[0][0]), Identity("phone", phone))


def sent_to(surroundings: Surroundings, phone: str) -> list[str]:
    """What the provider took for a customer, in its order."""
    sent = surroundings.provider.sent
    return [one["text"]["body"] for one in sent if one["to"] == phone]
