"""The decorator: the order of its checks, pins, surprises, and what Chalice itself refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from chalice.app import Blueprint, Chalice

from app import app as whole_app
from chalicelib.api.call import Call
from chalicelib.api.endpoint import AUTHENTICATED, ENDPOINTS, PUBLIC, endpoint
from chalicelib.api.problem import translate_refusals
from chalicelib.api.reading import RequestModel
from chalicelib.bootstrap import Container
from chalicelib.core.errors import BusyError, NotFoundError
from tests.fakes.api import ApiClient


class Wanted(RequestModel):
    limit: int = 50


class Thing(RequestModel):
    name: str


def access_thing(call: Call[Any, Any, Any]) -> str:
    if call.path["thing_id"] != f"of-{call.principal.user_id}":
        raise NotFoundError
    return "the thing"


def things(routes: Blueprint) -> None:
    """Routes that show what the decorator hands to a route."""

    @endpoint(routes, "GET", "/v1/things", permission=PUBLIC, query=Wanted, summary="List")
    def list_things(call: Call[Wanted, None, None]) -> dict[str, Any]:
        if call.query.limit == 500:
            raise RuntimeError("a surprise with a secret in it")
        if call.query.limit == 503:
            raise BusyError(retry_after_seconds=2)
        return {"limit": call.query.limit, "caller": call.caller, "ip": call.ip}

    @endpoint(
        routes,
        "POST",
        "/v1/things/{thing_id}",
        permission="users.read",
        access=access_thing,
        body=Thing,
        status=201,
        idempotency="pinned",
        summary="Send",
    )
    def send(call: Call[None, Thing, str]) -> dict[str, Any]:
        change = call.change("thing.sent")
        return {
            "pin": call.pin.id,
            "name": call.body.name,
            "subject": call.subject,
            "actor": change.actor,
            "role": change.role,
        }

    @endpoint(routes, "DELETE", "/v1/things", permission=AUTHENTICATED, status=204, summary="Drop")
    def drop(_call: Call[None, None, None]) -> None:
        return None


@pytest.fixture
def api(services: Container) -> Iterator[ApiClient]:
    """An app with those routes only; the registry is left as it was."""
    registered = list(ENDPOINTS)
    routes, app = Blueprint(__name__), Chalice("things", configure_logs=False)
    things(routes)
    app.register_middleware(translate_refusals, "http")
    app.register_blueprint(routes)
    yield ApiClient(app)
    ENDPOINTS[:] = registered


@pytest.fixture
def whole(services: Container) -> ApiClient:
    return ApiClient(whole_app)


BODY = {"name": "x"}


@pytest.mark.parametrize(
    "header",
    ["", "Basic YWRtaW46YWRtaW4=", "Bearer", "Bearer garbage", "Bearer a.b.c", "bearer \x00"],
)
def test_a_bad_token_is_refused_before_all_else(api: ApiClient, header: str) -> None:
    answer = api.request("POST", "/v1/things/%00", b"{", Authorization=header)
    assert (answer.status, answer.code) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_what_is_out_of_sight_is_not_found_before_it_is_forbidden(
    api: ApiClient, whole: ApiClient
) -> None:
    token = whole.token("agente1")
    hidden = api.request("POST", "/v1/things/of-agente2", {}, token=token)
    assert (hidden.status, hidden.code) == (404, "not_found")
    own = api.request("POST", "/v1/things/of-agente1", {}, token=token)
    assert (own.status, own.code) == (403, "forbidden")


def test_a_route_sees_what_was_checked(api: ApiClient, whole: ApiClient) -> None:
    answer = api.request("POST", "/v1/things/of-admin", BODY, token=whole.token("admin"))
    assert answer.status == 201
    seen = answer.json
    assert (seen["name"], seen["subject"]) == ("x", "the thing")
    assert (seen["actor"], seen["role"]) == ("admin", "administrator")


def test_a_pin_stays_under_its_key_and_changes_without(api: ApiClient, whole: ApiClient) -> None:
    token = whole.token("admin")

    def send(body: Any = BODY, **headers: str) -> Any:
        answer = api.request("POST", "/v1/things/of-admin", body, token=token, **headers)
        return answer.json["pin"] if answer.status == 201 else answer.code

    assert send(Idempotency_Key="k") == send(Idempotency_Key="k")
    assert len({send(Idempotency_Key="k"), send(Idempotency_Key="other"), send(), send()}) == 4
    assert send({"name": "y"}, Idempotency_Key="k") == "idempotency_key_reused"


@pytest.mark.parametrize("query", ["?limit=x", "?limit=1&other=2", "?limit="])
def test_a_query_of_another_shape_is_refused(api: ApiClient, query: str) -> None:
    answer = api.request("GET", f"/v1/things{query}")
    assert (answer.status, answer.code) == (422, "invalid_request")


def test_a_public_route_has_no_caller(api: ApiClient) -> None:
    assert api.request("GET", "/v1/things?limit=7").json == {
        "limit": 7,
        "caller": None,
        "ip": "127.0.0.1",
    }


def test_a_surprise_tells_nothing(api: ApiClient) -> None:
    answer = api.request("GET", "/v1/things?limit=500")
    assert (answer.status, answer.code) == (500, "internal_error")
    assert "secret" not in answer.text


def test_a_refusal_says_when_to_come_back(api: ApiClient) -> None:
    answer = api.request("GET", "/v1/things?limit=503")
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "busy", "2")


def test_an_empty_answer_has_no_body(api: ApiClient, whole: ApiClient) -> None:
    answer = api.request("DELETE", "/v1/things", token=whole.token("agente1"))
    assert (answer.status, answer.text) == (204, "")


def test_another_method_is_a_problem(api: ApiClient) -> None:
    answer = api.request("PUT", "/v1/things")
    assert (answer.status, answer.code) == (405, "method_not_allowed")
    assert "GET" in answer.headers["allow"]


def test_another_media_type_is_a_problem(api: ApiClient, whole: ApiClient) -> None:
    headers = {"Content-Type": "text/plain", "Authorization": f"Bearer {whole.token('admin')}"}
    answer = api.request("POST", "/v1/things/of-admin", b"a=b", **headers)
    assert (answer.status, answer.code) == (415, "unsupported_media_type")
