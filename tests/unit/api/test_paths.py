"""Paths find their patterns, whole and as they were sent."""

from __future__ import annotations

import pytest

from app import app
from chalicelib.api.paths import Matched, Paths

PATHS = Paths(
    [
        "/v1/things",
        "/v1/things/counters",
        "/v1/things/{thing_id}",
        "/v1/things/{thing_id}/parts/{part_id}",
        "/v1/{kind}/counters/all",
    ]
)


@pytest.mark.parametrize(
    ("path", "pattern", "parameters"),
    [
        ("/v1/things", "/v1/things", {}),
        ("/v1/things/", "/v1/things", {}),
        ("/v1/things/counters", "/v1/things/counters", {}),
        ("/v1/things/7", "/v1/things/{thing_id}", {"thing_id": "7"}),
        ("/v1/things/a%2Fb", "/v1/things/{thing_id}", {"thing_id": "a%2Fb"}),
        (
            "/v1/things/7/parts/x%20y",
            "/v1/things/{thing_id}/parts/{part_id}",
            {"thing_id": "7", "part_id": "x%20y"},
        ),
        ("/v1/things/counters/all", "/v1/{kind}/counters/all", {"kind": "things"}),
    ],
)
def test_a_path_has_the_most_literal_pattern(
    path: str, pattern: str, parameters: dict[str, str]
) -> None:
    assert PATHS.match(path) == Matched(pattern, parameters)


@pytest.mark.parametrize(
    "path",
    ["", "/", "/v1", "/v2/things", "/v1/things//parts/1", "/v1/things/7/parts", "/V1/things"],
)
def test_what_is_none_of_ours_is_none(path: str) -> None:
    assert PATHS.match(path) is None


def test_every_path_of_ours_finds_itself() -> None:
    paths = Paths(app.paths)
    for pattern in app.paths:
        found = paths.match(pattern.replace("{", "").replace("}", ""))
        assert found is not None
        assert found.pattern == pattern
