"""Every function as it is deployed: its package, layers, environment and rights, one by one.

The tests follow one customer through the product; each needs what the one before it left.
"""

from __future__ import annotations

import json
import subprocess
import time
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib.api.viewer import EDGE_HEADER, VIEWER_HEADER
from chalicelib.core.queues import (
    AUDIT,
    HISTORY,
    HISTORY_MEDIA,
    INBOUND,
    MAIL,
    MEDIA,
    OUTBOUND,
    STATUS,
)
from chalicelib.domains.audit.chain import act_of
from chalicelib.domains.audit.rules import SHARDS
from chalicelib.domains.conversations.ports import UNCONFIRMED_LINE
from infra.deployment.rights import FILES
from infra.local.seed import PASSWORD
from tests.deployed.events import ROSA, delivery, from_rosa, request, socket_event
from tests.deployed.folders import interpreter
from tests.deployed.provider import SENT_ID
from tests.deployed.surroundings import APP_SECRET, EDGE_PROOF
from tests.deployed.template import REGION
from tests.deployed.world import World
from tests.integration.stack.serving import eventually

pytestmark = pytest.mark.timeout(600)  # the CDK and a dozen cold processes, on any machine

ALL_DONE: dict[str, Any] = {"batchItemFailures": []}
SOCKET = "c2Vja2V0="
VIEWER = "192.0.2.7"


class Desk:
    """What the agent holds between requests."""

    token = ""
    conversation_id = ""
    message_id = ""


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


def ask(world: World, method: str, resource: str, status: int, **more: Any) -> Any:
    """The API's answer, read."""
    answer = world.call("api", request(method, resource, **more))
    assert answer["statusCode"] == status, answer
    return json.loads(answer["body"]) if answer["body"] else None


def test_webhook_puts_a_signed_delivery_on_the_queue(world: World) -> None:
    written = from_rosa("wamid.1", int(time.time()), type="text", text={"body": "Buenos días"})
    answer = world.call("webhook", delivery(APP_SECRET, **written))
    assert answer["statusCode"] == 200
    assert world.feed("inbound", INBOUND) == ALL_DONE


def test_api_signs_in_and_lists_what_inbound_stored(world: World, desk: Desk) -> None:
    credentials = {"email": "agente1@hilo.test", "password": PASSWORD}
    by_cdn = {EDGE_HEADER: EDGE_PROOF, VIEWER_HEADER: VIEWER}
    granted = ask(world, "POST", "/v1/auth/sign-in", 200, body=credentials, headers=by_cdn)
    desk.token = granted["access_token"]
    listed = ask(world, "GET", "/v1/conversations", 200, token=desk.token)
    (shown,) = listed["items"]
    assert shown["contact"]["name"] == "Rosa"
    desk.conversation_id = shown["id"]
    one = {"conversation_id": desk.conversation_id}
    resource = "/v1/conversations/{conversation_id}/claim"
    claimed = ask(world, "POST", resource, 200, token=desk.token, parameters=one)
    assert claimed["assignee"]["id"] == "agente1"


def test_the_viewers_address_is_written_down_and_not_the_cdns(world: World) -> None:
    rows = world.session.client("dynamodb").scan(TableName="hilo-live")["Items"]
    changes = [row["cg"]["M"] for row in rows]
    addresses = {one["i"]["S"] for one in changes if one["e"]["S"] == "session.opened"}
    assert addresses == {VIEWER}


def test_api_answers_a_wrong_request_with_a_problem(world: World) -> None:
    problem = ask(world, "GET", "/v1/conversations", 401)
    assert problem["code"] == "unauthenticated"


def test_socket_opens_with_a_ticket_and_answers(world: World, desk: Desk) -> None:
    ticket = ask(world, "POST", "/v1/realtime/ticket", 200, token=desk.token)["ticket"]
    origin = world.lambdas["socket-connect"].environment["HILO_PUBLIC_ORIGIN"]
    opened = socket_event(
        "CONNECT", headers={"Origin": origin}, queryStringParameters={"ticket": ticket}
    )
    assert world.call("socket-connect", opened)["statusCode"] == 200
    again = world.call("socket-connect", opened)
    assert again["statusCode"] == 401
    world.call("socket-message", socket_event("MESSAGE", body='{"action": "ping"}'))
    watch = {"action": "open", "conversation_id": desk.conversation_id}
    world.call("socket-message", socket_event("MESSAGE", body=json.dumps(watch)))
    assert world.aws.frames == [
        (SOCKET, {"type": "ready"}),
        (SOCKET, {"type": "ok", "action": "open"}),
    ]


def test_socket_is_refused_when_another_site_opens_it(world: World) -> None:
    foreign = socket_event("CONNECT", headers={"Origin": "https://other.test"})
    assert world.call("socket-connect", foreign)["statusCode"] == 403


def test_push_shows_what_was_written(world: World, desk: Desk) -> None:
    world.aws.frames.clear()
    world.call("push", world.changes("H", "M#"))
    kinds = {frame["type"] for socket_id, frame in world.aws.frames if socket_id == SOCKET}
    assert "message.received" in kinds


def test_push_shows_who_came(world: World, desk: Desk) -> None:
    world.aws.frames.clear()
    world.call("push", world.changes("P", table="presence"))
    assert world.aws.frames == []  # but not to the socket that came
    chosen = {"state": "busy", "reason": "Reunión"}
    mine = ask(world, "PUT", "/v1/me/presence", 200, body=chosen, token=desk.token)["presence"]
    assert (mine["state"], mine["version"]) == ("busy", 2)
    world.call("push", world.changes("P", table="presence"))
    ((socket_id, frame),) = world.aws.frames
    assert (socket_id, frame["type"]) == (SOCKET, "presence.changed")
    assert frame["data"]["presence"]["state"] == "busy"


def test_message_of_the_agent_reaches_the_provider(world: World, desk: Desk) -> None:
    stored = ask(
        world,
        "POST",
        "/v1/conversations/{conversation_id}/messages",
        201,
        token=desk.token,
        parameters={"conversation_id": desk.conversation_id},
        headers={"Idempotency-Key": "0123456789abcdef"},
        body={"kind": "text", "text": "¿En qué le ayudo?"},
    )
    desk.message_id = stored["id"]
    world.call("relay", world.changes("M#"))
    world.provider.is_busy = True
    waiting = world.feed("outbound", OUTBOUND)
    assert len(waiting["batchItemFailures"]) == 1
    assert world.provider.sent == []
    world.provider.is_busy = False
    eventually(lambda: world.feed("outbound", OUTBOUND) == ALL_DONE, within_seconds=60)
    assert [sent["text"]["body"] for sent in world.provider.sent] == ["¿En qué le ayudo?"]


def test_a_send_of_unknown_outcome_is_told_to_the_alarm(world: World, desk: Desk) -> None:
    ask(
        world,
        "POST",
        "/v1/conversations/{conversation_id}/messages",
        201,
        token=desk.token,
        parameters={"conversation_id": desk.conversation_id},
        headers={"Idempotency-Key": "fedcba9876543210"},
        body={"kind": "text", "text": "¿Sigue ahí?"},
    )
    world.call("relay", world.changes("M#"))
    world.provider.is_mumbling = True
    assert world.feed("outbound", OUTBOUND) == ALL_DONE
    world.provider.is_mumbling = False
    lines = [json.loads(one) for one in world.output("outbound").splitlines() if one[:1] == "{"]
    assert [one["message"] for one in lines].count(UNCONFIRMED_LINE) == 1


def test_status_is_shown_to_the_agent(world: World, desk: Desk) -> None:
    callback = world.provider.sent[0]["biz_opaque_callback_data"]
    told = {
        "id": SENT_ID,
        "status": "delivered",
        "timestamp": str(int(time.time())),
        "recipient_id": "593995550148",
        "biz_opaque_callback_data": callback,
    }
    assert world.call("webhook", delivery(APP_SECRET, statuses=[told]))["statusCode"] == 200
    assert world.feed("status", STATUS) == ALL_DONE
    listed = ask(
        world,
        "GET",
        "/v1/conversations/{conversation_id}/messages",
        200,
        token=desk.token,
        parameters={"conversation_id": desk.conversation_id},
    )
    (message,) = [one for one in listed["items"] if one["id"] == desk.message_id]
    assert message["status"] == "delivered"


def test_status_of_an_unknown_message_waits_on_the_queue(world: World) -> None:
    told = {"id": "wamid.unknown", "status": "read", "timestamp": str(int(time.time()))}
    world.call("webhook", delivery(APP_SECRET, statuses=[told]))
    assert world.feed("status", STATUS) == ALL_DONE
    assert ("status", "sqs:SendMessage") in {(use.caller, use.action) for use in world.aws.used}


def test_file_of_the_customer_is_kept_and_shown(world: World, desk: Desk) -> None:
    image = {"id": "900000000000001", "mime_type": "image/png", "sha256": ""}
    written = from_rosa("wamid.2", int(time.time()), type="image", image=image)
    world.call("webhook", delivery(APP_SECRET, **written))
    assert world.feed("inbound", INBOUND) == ALL_DONE
    world.call("relay", world.changes("M#"))
    assert world.feed("media", MEDIA) == ALL_DONE
    (key,) = world.objects(FILES)
    conversation_id, message_id = key.split("/")
    assert conversation_id == desk.conversation_id
    signed = ask(
        world,
        "GET",
        "/v1/conversations/{conversation_id}/messages/{message_id}/media",
        200,
        token=desk.token,
        parameters={"conversation_id": conversation_id, "message_id": message_id},
    )
    assert urlsplit(signed["url"]).path.endswith(key)


def test_history_of_the_number_is_read_from_the_chat(world: World, desk: Desk) -> None:
    said = {"type": "text", "text": {"body": "¿Abren hoy?"}, "timestamp": "1787569200"}
    image = {"id": "900000000000001", "mime_type": "image/png", "sha256": ""}
    seen = {"type": "image", "image": image, "timestamp": "1787569100"}
    messages = [
        {"id": "wamid.past", "from": ROSA, **said},
        {"id": "wamid.photo", "from": ROSA, **seen},
    ]
    thread = {"id": ROSA, "messages": messages}
    for chunk in ({"threads": [thread]}, {"metadata": {"progress": 45}}):
        world.call("webhook", delivery(APP_SECRET, field="history", history=[chunk]))
        assert world.feed("history", HISTORY) == ALL_DONE
    found = ask(
        world,
        "GET",
        "/v1/conversations/{conversation_id}/history",
        200,
        token=desk.token,
        parameters={"conversation_id": desk.conversation_id},
    )
    (history,) = found["items"]
    assert history["is_history"]
    assert history["last_message"]["preview"] == "¿Abren hoy?"
    world.call("relay", world.changes("M#"))
    assert world.feed("media", HISTORY_MEDIA) == ALL_DONE
    assert [key for key in world.objects(FILES) if key.startswith(history["id"])]


def test_mail_is_handed_over_once(world: World) -> None:
    assert world.feed("mail", MAIL) == ALL_DONE  # the agent is told of a new device
    before = handed_over(world)
    for _ in range(2):
        world.write_mail("invitation#1")
        assert world.feed("mail", MAIL) == ALL_DONE
    assert handed_over(world) == before + 1
    known = world.container.mail_room.dispatch("invitation#1")
    assert known is not None
    assert known.state == "sent"


def test_who_signed_in_is_put_on_record(world: World) -> None:
    assert world.feed("audit", AUDIT) == ALL_DONE
    acts = [
        act_of(link)
        for shard in range(SHARDS)
        for link in world.container.audit_record.following(shard, 0)
    ]
    (opened,) = [act for act in acts if act.event == "session.opened"]
    assert (opened.actor, opened.ip) == ("agente1", VIEWER)


def handed_over(world: World) -> int:
    """How many mails the carrier has been given."""
    return sum(use.action == "ses:SendEmail" for use in world.aws.used)


def test_unknown_number_is_buried(world: World) -> None:
    written = from_rosa("wamid.3", int(time.time()), type="text", text={"body": "hola"})
    foreign = {**written, "metadata": {"phone_number_id": "999"}}
    world.call("webhook", delivery(APP_SECRET, **foreign))
    assert world.feed("inbound", INBOUND) == ALL_DONE
    assert ("inbound", "dynamodb:PutItem") in {
        (use.caller, use.action) for use in world.aws.used if use.resource.endswith("hilo-records")
    }


def test_clock_looks_for_overdue_messages(world: World) -> None:
    assert world.call("clock", {"source": "aws.events", "detail-type": "Scheduled Event"}) is None
    asked = {use.resource for use in world.aws.used if use.caller == "clock"}
    assert any(resource.endswith("hilo-conversations/index/due") for resource in asked)


def test_socket_is_forgotten_when_it_closes(world: World) -> None:
    world.call("socket-disconnect", socket_event("DISCONNECT"))
    (standing,) = world.changes("P", table="presence")["Records"][-1:]
    assert "le" in standing["dynamodb"]["NewImage"]  # since when no socket of theirs is open
    world.aws.frames.clear()
    world.call("socket-message", socket_event("MESSAGE", body='{"action": "watch"}'))
    ((socket_id, answer),) = world.aws.frames
    assert answer["type"] == "error"
    assert world.aws.closed == [socket_id]


def test_every_lambda_of_the_template_was_called(world: World) -> None:
    assert set(world.lambdas) == {use.caller for use in world.aws.used}


def test_what_the_template_does_not_allow_is_refused(world: World) -> None:
    session = boto3.Session("push", "secret", region_name=REGION)
    dynamodb = session.client("dynamodb", endpoint_url=world.aws.url)
    with pytest.raises(ClientError, match="AccessDenied"):
        dynamodb.delete_item(
            TableName="hilo-conversations", Key={"pk": {"S": "a"}, "sk": {"S": "b"}}
        )
    assert [(use.caller, use.action) for use in world.aws.refused] == [
        ("push", "dynamodb:DeleteItem")
    ]


@pytest.mark.parametrize("module", ["infra", "tests", "pytest", "click", "moto", "phonenumbers"])
def test_only_what_is_deployed_can_be_imported(world: World, module: str) -> None:
    path = ":".join(str(one) for one in world.folders.of(("core", "providers", "api")))
    ran = subprocess.run(
        [*interpreter(), "-c", f"import {module}"],
        cwd=world.folders.package,
        env={"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ModuleNotFoundError" in ran.stderr
