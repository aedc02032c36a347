"""Every row of the tenders is shown by a test, or it says what it waits for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.authorization import (
    test_tender_administrator,
    test_tender_agent,
    test_tender_everybody,
    test_tender_over_sockets,
    test_tender_supervisor,
)
from tests.integration.authorization.tender import ROWS, SHOWN, Row

ROOT = Path(__file__).parents[3]
REQUIREMENTS = (ROOT / "docs" / "requirements.md").read_text()
SHOWING = (
    test_tender_administrator,
    test_tender_agent,
    test_tender_everybody,
    test_tender_over_sockets,
    test_tender_supervisor,
)
"""Imported so that their tests say what they show."""


@pytest.mark.parametrize("row", ROWS, ids=lambda one: f"{one.id}: {one.words}")
def test_row_is_shown_or_says_why_not(row: Row) -> None:
    assert SHOWN.get(row.id) or row.later or row.elsewhere
    assert all((ROOT / one).exists() for one in row.elsewhere)


@pytest.mark.parametrize("row", [one for one in ROWS if one.later], ids=lambda one: one.id)
def test_what_a_row_waits_for_is_no_finished_requirement(row: Row) -> None:
    """When it is built, its row needs a test."""
    (line,) = [one for one in REQUIREMENTS.splitlines() if one.startswith(f"| {row.later} |")]
    assert line.split("|")[3].strip() in ("open", "partial")


def test_no_test_shows_a_row_that_there_is_not() -> None:
    ids = [one.id for one in ROWS]
    assert len(set(ids)) == len(ids)
    assert SHOWN.keys() <= set(ids)
    assert all(module.__doc__ for module in SHOWING)
