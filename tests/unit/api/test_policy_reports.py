"""The door for reports of browsers: open, narrow, and it keeps nothing."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from chalicelib.domains.policy_reports.models import VIOLATED_LINE
from tests.fakes.api import Answer, ApiClient

REPORT = {
    "csp-report": {
        "document-uri": "https://hilo.test/conversations/C1?search=Ana+Rojas",
        "referrer": "https://hilo.test/",
        "violated-directive": "script-src-elem",
        "effective-directive": "script-src-elem",
        "original-policy": "default-src 'none'",
        "disposition": "enforce",
        "blocked-uri": "https://evil.test/steal.js?token=abc",
        "status-code": 200,
        "script-sample": "alert('Ana Rojas')",
    }
}


def report(api: ApiClient, body: Any, media_type: str = "application/csp-report") -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return api.request("POST", "/v1/health/policy-reports", raw, Content_Type=media_type)


def test_a_report_of_a_browser_is_a_line_without_anybody_in_it(
    api: ApiClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="hilo")
    assert report(api, REPORT).status == 204
    (line,) = [one for one in caplog.records if one.message == VIOLATED_LINE]
    told = vars(line)
    assert (told["directive"], told["refused"]) == ("script-src-elem", "https://evil.test")
    for private in ("Ana", "steal.js", "abc", "conversations/C1"):
        assert private not in caplog.text + str(told)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        ({}, 422),
        ({"csp-report": {}}, 422),
        ({"csp-report": {"effective-directive": 1}}, 422),
        ({"csp-report": {"effective-directive": "x" * 101}}, 422),
        (REPORT | {"padding": "x" * 17_000}, 422),
    ],
    ids=lambda one: str(one)[:40],
)
def test_what_is_no_report_is_refused(api: ApiClient, body: Any, status: int) -> None:
    assert report(api, body).status == status


@pytest.mark.parametrize("media_type", ["application/json", "text/plain"])
def test_other_media_types_are_refused(api: ApiClient, media_type: str) -> None:
    assert report(api, REPORT, media_type).status == 415
