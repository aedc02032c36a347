"""Colours that words can be read on, measured against what the desk really writes with."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.domains.author_colours.models import Colours, Pair
from chalicelib.domains.author_colours.rules import INKS, contrast, flaws

DESIGN = Colours("desk", "desk")
TOKENS = Path(__file__).parents[4] / "web/src/styles/tokens.css"


def token(name: str) -> Pair:
    found = re.search(rf"--{name}: light-dark\((#\w{{6}}), (#\w{{6}})\);", TOKENS.read_text())
    assert found is not None, name
    return Pair(found[1], found[2])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#abcdef", "#abcdef", 1)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(expected, abs=0.01)


def test_the_design_itself_is_readable() -> None:
    assert flaws(DESIGN) == []
    assert token("bub-in") == DESIGN.customer
    assert token("bub-out") == DESIGN.agent
    assert token("bub-bot") == DESIGN.bot
    assert token("internal") == DESIGN.note


def test_inks_are_those_of_the_desk() -> None:
    message = (token("ink"), token("ink-2"), token("accent"))
    assert {INKS[author] for author in ("customer", "agent", "bot")} == {message}
    assert INKS["note"] == (token("internal-ink"),)


@pytest.mark.parametrize(
    ("colours", "field", "code"),
    [
        (replace(DESIGN, agent=Pair("#5577bb", "#273657")), "agent.light", "low_contrast"),
        (replace(DESIGN, agent=Pair("#e1ebff", "#7788aa")), "agent.dark", "low_contrast"),
        (replace(DESIGN, note=Pair("#b08a20", "#352d15")), "note.light", "low_contrast"),
        (replace(DESIGN, note=Pair("#fff0c8", "#273657")), "note.dark", "looks_like_a_message"),
        (replace(DESIGN, note=Pair("#e6efff", "#352d15")), "note.light", "looks_like_a_message"),
    ],
)
def test_what_is_wrong_is_named_by_author_and_scheme(
    colours: Colours, field: str, code: str
) -> None:
    found = flaws(colours)
    assert [(one["field"], one["code"]) for one in found] == [(field, code)]
