"""Addresses in a text: the desk is held to the same samples (`web/tests/text`)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from chalicelib.core.links import first_link
from chalicelib.core.top_level_domains import TOP_LEVEL_DOMAINS

ROOT = Path(__file__).parents[3]
SAMPLES = json.loads((ROOT / "tests/link_samples.json").read_text())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: ascii(one["text"]))
def test_samples_are_judged_as_they_say(sample: dict[str, object]) -> None:
    assert (first_link(str(sample["text"])) is not None) is sample["link"]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("pague en pichincha.com.", "pichincha.com"),
        ("hxxps://evil[.]com/a", "https://evil.com/a"),
        ("exa\u200bmple.com", "example.com"),
        ("escriba a ana@x.com o entre a y.com", "y.com"),
    ],
)
def test_what_is_found_is_told_undisguised(text: str, link: str) -> None:
    assert first_link(text) == link


def test_the_desk_knows_the_same_domains() -> None:
    source = (ROOT / "web/src/text/top-level-domains.ts").read_text()
    listed = re.findall(r"`([^`]*)`", source.partition("*/")[2])
    assert listed[0].split() == TOP_LEVEL_DOMAINS
