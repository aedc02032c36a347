"""A token and a socket of before say no more than their person may now."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.change import Change
from chalicelib.core.ids import QueueId
from chalicelib.domains.access.models import SessionId
from chalicelib.domains.notifications.models import Socket, SocketId
from infra.local.seed import PASSWORD
from tests.integration.journey.customers import Written
from tests.integration.notes.floor import ADMIN, AGENT, SUPERVISOR, Floor

CHANGE = Change("thing.changed", "test", 1)


@pytest.fixture
def heard(floor: Floor) -> list[tuple[str, dict[str, Any]]]:
    """What the supervisor's socket hears, who looks at the agent's conversation and its queue."""
    floor.world.connect(SUPERVISOR, SUPERVISOR, floor.conversation_id)
    sockets = floor.world.container.socket_store
    socket = sockets.get(SocketId(SUPERVISOR))
    assert isinstance(socket, Socket)
    sockets.watch(socket, QueueId("general"), CHANGE)
    speaks(floor, "antes")
    floor.call("GET", "/v1/me", name=SUPERVISOR)  # a token of before
    assert floor.world.realtime.frames
    floor.world.realtime.frames.clear()
    return floor.world.realtime.frames


def speaks(floor: Floor, text: str) -> None:
    floor.world.receive(Written(floor.customer, text))
    floor.world.run_down()


def change_person(floor: Floor, name: str, **changed: Any) -> None:
    version = floor.call("GET", f"/v1/users/{name}", name=ADMIN).json["version"]
    answer = floor.call("PATCH", f"/v1/users/{name}", changed, name=ADMIN, if_match=str(version))
    assert answer.status == 200


def test_a_role_that_was_taken_away_is_gone_from_token_and_socket(
    floor: Floor, heard: list[tuple[str, dict[str, Any]]]
) -> None:
    assert floor.call("GET", "/v1/users", name=SUPERVISOR).status == 200
    assert floor.call("GET", "messages", name=SUPERVISOR).status == 200
    change_person(floor, SUPERVISOR, role="agent")
    assert floor.call("GET", "/v1/me", name=SUPERVISOR).json["role"] == "agent"
    refused = floor.call("GET", "/v1/users", name=SUPERVISOR)
    assert (refused.status, refused.code) == (403, "forbidden")
    assert floor.call("GET", "messages", name=SUPERVISOR).status == 404
    speaks(floor, "después")
    told = [frame for name, frame in heard if name == SUPERVISOR]
    assert "después" not in str(told)
    assert not [one for one in told if one["type"] == "message.received"]


def test_a_role_that_was_given_serves_the_token_of_before(floor: Floor) -> None:
    assert floor.call("GET", "/v1/users", name=AGENT).status == 403
    change_person(floor, AGENT, role="supervisor")
    assert floor.call("GET", "/v1/users", name=AGENT).status == 200


def test_whoever_is_deactivated_is_off_the_api_and_off_their_sockets(
    floor: Floor, heard: list[tuple[str, dict[str, Any]]]
) -> None:
    sign_in = {"email": f"{SUPERVISOR}@hilo.test", "password": PASSWORD}
    gone = floor.call("POST", f"/v1/users/{SUPERVISOR}/deactivate", name=ADMIN)
    assert gone.status == 200
    assert floor.call("GET", "/v1/me", name=SUPERVISOR).code == "session_ended"
    assert floor.call("POST", "/v1/realtime/ticket", name=SUPERVISOR).code == "session_ended"
    refused = floor.call("POST", "/v1/auth/sign-in", sign_in, name=None)
    assert refused.code == "invalid_credentials"
    assert SUPERVISOR in floor.world.realtime.closed
    heard.clear()
    speaks(floor, "después")
    assert [frame for name, frame in heard if name == SUPERVISOR] == []


def test_a_token_ends_with_its_session(floor: Floor) -> None:
    listed = floor.call("GET", "/v1/me/sessions").json["items"]
    (mine,) = [SessionId(one["id"]) for one in listed if one["is_this"]]
    floor.world.container.session_desk.end(floor.world.principal(AGENT).user_id, mine, CHANGE)
    assert floor.call("GET", "/v1/me").code == "session_ended"
