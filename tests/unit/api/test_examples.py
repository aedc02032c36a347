"""Every endpoint shows what it takes and answers, and what it shows is true."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema_rs
import pytest
from chalice.app import Blueprint, Chalice

from app import app as whole_app
from chalicelib.api.call import Call
from chalicelib.api.deprecation import Deprecation
from chalicelib.api.endpoint import ENDPOINTS, PUBLIC, Endpoint, endpoint
from chalicelib.api.openapi import document
from chalicelib.api.problem import JSON
from chalicelib.api.problem_codes import problem_codes
from chalicelib.bootstrap import Container
from chalicelib.core.errors import BusyError
from tests.fakes.api import ApiClient

document()
DECLARED = list(ENDPOINTS)


def operation_of(declared: Endpoint) -> Any:
    return document()["paths"][declared.path][declared.method.lower()]


def require_valid(schema: Any, example: Any) -> None:
    whole = {**schema, "components": document()["components"]}
    jsonschema_rs.Draft202012Validator(whole).validate(example)


@pytest.mark.parametrize("declared", DECLARED, ids=lambda one: f"{one.method} {one.path}")
class TestEveryEndpoint:
    def test_shows_a_body_that_it_takes(self, declared: Endpoint) -> None:
        if declared.body is None:
            assert "requestBody" not in operation_of(declared)
            return
        shown = operation_of(declared)["requestBody"]["content"][declared.takes]
        require_valid(shown["schema"], shown["example"])
        declared.body.model_validate_json(json.dumps(shown["example"]), strict=True)

    def test_shows_an_answer_that_it_gives(self, declared: Endpoint) -> None:
        answers = operation_of(declared)["responses"][str(declared.status)]
        if declared.response is None:
            assert declared.status == 204
            assert "content" not in answers
            return
        if declared.writes[0] != JSON:
            written = answers["content"][declared.writes[0]]
            assert written["schema"] == {"type": "string"}
            assert len(written["example"].splitlines()) > 1
            return
        shown = answers["content"][JSON]
        require_valid(shown["schema"], shown["example"])


def test_codes_of_problems_come_from_the_errors_themselves() -> None:
    codes = {one["code"]: one for one in problem_codes()}
    assert codes["not_found"]["status"] == 404
    assert codes["people_only"]["mend"].startswith("Only a person")
    assert codes["name_taken"]["meaning"].startswith("Another one of its kind")
    assert "invalid_client" in codes
    assert document()["x-problems"] == problem_codes()
    assert all(one["meaning"] and one["mend"] for one in codes.values())


class TestDeprecated:
    OLD = Deprecation(date(2026, 12, 1), date(2027, 6, 1), "GET /v1/things")

    @pytest.fixture
    def api(self, services: Container) -> Any:
        registered, routes = list(ENDPOINTS), Blueprint(__name__)
        app = Chalice("old", configure_logs=False)

        @endpoint(routes, "GET", "/v1/old", permission=PUBLIC, summary="Old", deprecated=self.OLD)
        def old(call: Call[None, None, None]) -> dict[str, Any]:
            if "x-fail" in call.headers:
                raise BusyError
            return {}

        app.register_blueprint(routes)
        yield ApiClient(app)
        ENDPOINTS[:] = registered

    @pytest.mark.parametrize(("headers", "status"), [({}, 200), ({"X_Fail": "1"}, 503)])
    def test_every_answer_says_since_and_until_when(
        self, api: ApiClient, headers: dict[str, str], status: int
    ) -> None:
        answer = api.request("GET", "/v1/old", **headers)
        assert answer.status == status
        assert answer.headers["deprecation"] == "@1796083200"
        assert answer.headers["sunset"] == "Tue, 01 Jun 2027 00:00:00 GMT"
        assert 'rel="deprecation"' in answer.headers["link"]

    def test_what_is_not_says_nothing(self, services: Container) -> None:
        answer = ApiClient(whole_app).request("GET", "/v1/health")
        assert {"deprecation", "sunset"}.isdisjoint(answer.headers)
