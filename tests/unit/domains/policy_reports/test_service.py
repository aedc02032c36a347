"""Reports of violated policies: what is told of them, and how much."""

from __future__ import annotations

import logging

import pytest

from chalicelib.domains.policy_reports.models import VIOLATED_LINE, Violation
from chalicelib.domains.policy_reports.service import LINES_A_MINUTE, PolicyReports, violation_of
from tests.fakes.clock import FakeClock


@pytest.mark.parametrize(
    ("blocked", "refused"),
    [
        ("inline", "inline"),
        ("eval", "eval"),
        ("data", "data"),
        ("data:text/html;base64,QQ==", "data"),
        ("https://cdn.test:8443/lib.js?user=ana#x", "https://cdn.test:8443"),
        ("https://ana:secreta@cdn.test/", "https://cdn.test"),
        ("http://[::1", "other"),
        ("https://cdn.test:port/", "other"),
        ("ftp://files.test/a", "other"),
        ("", "other"),
    ],
)
def test_of_what_was_refused_the_origin_alone_is_told(blocked: str, refused: str) -> None:
    assert violation_of("script-src-elem", blocked) == Violation("script-src-elem", refused)


@pytest.mark.parametrize("blocked", ["moz-extension://1/a.js", "chrome-extension", "about:blank"])
def test_what_the_browser_does_by_itself_is_passed_over(blocked: str) -> None:
    assert violation_of("img-src", blocked) is None


@pytest.mark.parametrize("directive", ["", "Ana Rojas", "script-src\n", "a" * 60, "x; y"])
def test_what_is_no_directive_is_no_report(directive: str) -> None:
    assert violation_of(directive, "inline") is None


class TestLines:
    @pytest.fixture
    def clock(self) -> FakeClock:
        return FakeClock()

    @pytest.fixture
    def reports(self, clock: FakeClock) -> PolicyReports:
        return PolicyReports(clock)

    def lines(self, caplog: pytest.LogCaptureFixture) -> int:
        found = sum(one.message == VIOLATED_LINE for one in caplog.records)
        caplog.clear()
        return found

    def test_the_same_is_told_once_a_minute(
        self, reports: PolicyReports, clock: FakeClock, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.WARNING, logger="hilo")
        for _ in range(3):
            reports.tell("img-src", "https://a.test/1")
            reports.tell("img-src", "https://a.test/2")
        assert self.lines(caplog) == 1
        clock.advance(60)
        reports.tell("img-src", "https://a.test/1")
        assert self.lines(caplog) == 1

    def test_a_flood_is_cut(self, reports: PolicyReports, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.WARNING, logger="hilo")
        for number in range(500):
            reports.tell("img-src", f"https://host-{number}.test/")
        assert self.lines(caplog) == LINES_A_MINUTE
