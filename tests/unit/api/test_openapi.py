"""The description of the API: complete, and true."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from app import app
from chalicelib.api.endpoint import ENDPOINTS, PUBLIC
from chalicelib.api.openapi import document
from tests.fakes.api import ApiClient


def operations() -> list[tuple[str, str, Any]]:
    return [
        (verb.upper(), path, operation)
        for path, item in document()["paths"].items()
        for verb, operation in item.items()
        if verb not in ("parameters", "servers")
    ]


def test_every_route_of_the_app_is_described() -> None:
    app.register_all()
    routes = {(verb, path) for path, verbs in app.routes.items() for verb in verbs}
    described = {(verb, path) for verb, path, _ in operations() if path.startswith("/v1/")}
    assert described == routes


def test_names_of_operations_are_unique() -> None:
    names = [operation["operationId"] for _, path, operation in operations() if "/v1/" in path]
    assert len(set(names)) == len(names)


def test_no_two_schemas_have_one_name() -> None:
    """Pydantic puts the module before names that are not alone; generators take that amiss."""
    assert [one for one in document()["components"]["schemas"] if "__" in one] == []


def test_every_reference_leads_somewhere() -> None:
    described = document()
    text = json.dumps(described)
    wanted = {part.partition('"')[0] for part in text.split('"$ref": "#/components/schemas/')[1:]}
    assert wanted
    assert wanted <= described["components"]["schemas"].keys()


def test_a_bodys_unknown_fields_are_refused_by_its_schema() -> None:
    schemas = document()["components"]["schemas"]
    assert schemas["Credentials"]["additionalProperties"] is False
    assert set(schemas["MeView"]["required"]) == set(schemas["MeView"]["properties"])


@pytest.mark.parametrize(("verb", "path", "operation"), operations(), ids=str)
def test_what_asks_for_a_token_says_so(
    api: ApiClient, verb: str, path: str, operation: Any
) -> None:
    if "security" in operation:
        return
    answer = api.request(verb, path.replace("{", "").replace("}", ""), {})
    assert (answer.status, answer.code) == (401, "unauthenticated")


def test_anybody_may_read_it(api: ApiClient) -> None:
    answer = api.request("GET", "/v1/openapi.json")
    assert (answer.status, answer.json) == (200, json.loads(json.dumps(document())))


def test_it_is_printed_without_any_account() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "chalicelib.api.openapi"],
        capture_output=True,
        check=True,
        env={},
        timeout=60,
    )
    assert json.loads(printed.stdout)["openapi"] == "3.1.0"


def test_the_api_is_up(api: ApiClient) -> None:
    answer = api.request("GET", "/v1/health")
    assert (answer.status, answer.json) == (200, {"status": "ok"})


def test_what_asks_for_no_token_stands_where_anybody_may_look() -> None:
    """So that whoever guards the door by addresses can: everything else asks for one."""
    public = {one.path for one in ENDPOINTS if one.permission == PUBLIC}
    anybodys = ("/v1/auth/", "/v1/health", "/v1/openapi.json")
    assert [one for one in sorted(public) if not one.startswith(anybodys)] == []
