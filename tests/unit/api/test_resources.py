"""Resources are registered with the first request that asks for one, whole, and just once."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

from chalice.app import Blueprint

import chalicelib.api
from app import app
from chalicelib.api.resources import PATHS_OF, ResourceApp, resource_module

SMALL = {"lists": ("/v1/things", "/v1/things/counters"), "starting": ("/v1/things",)}
METHODS = {"lists": "GET", "starting": "POST"}


def asked(path: str, method: str = "GET") -> dict[str, Any]:
    """A request as API Gateway hands it over."""
    return {
        "requestContext": {"resourcePath": path, "httpMethod": method},
        "headers": {},
        "multiValueQueryStringParameters": None,
        "pathParameters": {},
        "stageVariables": {},
        "body": None,
        "isBase64Encoded": False,
    }


class Small(ResourceApp):
    """Two resources that share a path, and how often each was imported."""

    def __init__(self) -> None:
        super().__init__("small", SMALL, self.import_resource)
        self.imported = Counter[str]()

    def import_resource(self, name: str) -> Any:
        self.imported[name] += 1
        routes = Blueprint(name)
        for number, path in enumerate(SMALL[name]):
            route = routes.route(path, methods=[METHODS[name]], name=f"{name}_{number}")
            route(lambda: name)
        return SimpleNamespace(routes=routes)

    def status(self, path: str, method: str = "GET") -> int:
        status: int = self(asked(path, method), None)["statusCode"]
        return status


def test_the_table_says_which_modules_answer_a_path() -> None:
    app.register_all()
    answering = {
        path: {route.view_function.__module__ for route in verbs.values()}
        for path, verbs in app.routes.items()
    }
    said: dict[str, set[str]] = {}
    for name, paths in PATHS_OF.items():
        for path in paths:
            said.setdefault(path, set()).add(f"chalicelib.api.{name}")
    assert said == answering


def test_no_module_with_routes_is_left_out() -> None:
    names = {module.name for module in pkgutil.iter_modules(chalicelib.api.__path__)}
    assert {name for name in names if hasattr(resource_module(name), "routes")} == set(PATHS_OF)


def test_importing_the_app_imports_no_resource() -> None:
    code = "import app, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {f"chalicelib.api.{name}" for name in PATHS_OF}.isdisjoint(done.stdout.split())


def test_a_request_registers_what_answers_it_and_no_more() -> None:
    small = Small()
    assert not small.routes
    assert small.status("/v1/things/counters") == 200
    assert small.status("/v1/things/counters") == 200
    assert small.imported == {"lists": 1}


def test_a_path_of_two_modules_gets_the_verbs_of_both() -> None:
    small = Small()
    assert (small.status("/v1/things", "POST"), small.status("/v1/things")) == (200, 200)
    assert small.status("/v1/things", "PUT") == 405


def test_what_nothing_answers_stays_unanswered() -> None:
    small = Small()
    assert small.status("/v1/nothing") == 405  # API Gateway lets no such request in
    assert small.paths == ["/v1/things", "/v1/things/counters"]
    assert not small.imported


def test_threads_that_ask_at_once_are_all_answered() -> None:
    for _ in range(20):
        small = Small()
        with ThreadPoolExecutor(8) as threads:
            statuses = list(threads.map(small.status, ["/v1/things"] * 16, ["GET", "POST"] * 8))
        assert statuses == [200] * 16
        assert small.imported == {"lists": 1, "starting": 1}
