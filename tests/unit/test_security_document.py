"""The security document: it names nothing that is not there, and leaves out no line."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "security.md").read_text()
NAMED = re.compile(r"`([\w.-]+(?:/[\w.-]+)+|[\w-]+\.lock|\.importlinter)`")
LINE = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+) \| (holds|open|n/a) \|(.*)\|$", re.MULTILINE)

# How many lines of levels 1 and 2 each section of ASVS 5.0.0 has; those of level 3 come last.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4,
    "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
    "17.1": 1,
}  # fmt: skip


def test_every_line_of_the_standard_stands_once() -> None:
    wanted = [f"{name}.{number + 1}" for name, many in SECTIONS.items() for number in range(many)]
    found = Counter(line for line, *_ in LINE.findall(DOCUMENT))
    assert [one for one in wanted if found[one] != 1] == []
    assert set(found) - set(wanted) == set()


@pytest.mark.parametrize("name", sorted(set(NAMED.findall(DOCUMENT))))
def test_what_it_names_is_there(name: str) -> None:
    assert (ROOT / name).exists()


def test_what_is_open_says_why() -> None:
    silent = [
        line
        for line, _, state, why in LINE.findall(DOCUMENT)
        if state == "open" and not why.strip()
    ]
    assert silent == []


def test_names_are_found_at_all() -> None:
    found = NAMED.findall("see `docs/security.md`, `requirements.lock`, `no-store` and `/phone`")
    assert found == ["docs/security.md", "requirements.lock"]
