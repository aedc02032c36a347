"""Tables that a spreadsheet opens and does not run."""

from __future__ import annotations

import csv
import io

import pytest

from chalicelib.core.spreadsheet import csv_text


@pytest.mark.parametrize(
    "formula",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =HYPERLINK(1)"],
)
def test_no_cell_begins_a_formula(formula: str) -> None:
    [row] = csv.reader(io.StringIO(csv_text([[formula]]).removeprefix("\ufeff"), newline=""))
    assert row == [f"'{formula}"]


def test_texts_come_back_as_they_were() -> None:
    rows = [["name", "roles"], ['Ana "la" Ñata, jefa', "dos\nlíneas"], ["", "a=b"]]
    text = csv_text(rows)
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:], newline=""))) == rows
