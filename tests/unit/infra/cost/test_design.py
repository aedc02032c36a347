"""The choices that the model reckons with are those of the product."""

from __future__ import annotations

import re

from infra.cost.design import Design
from infra.deployment.code import ROOT

_CONSTANT = re.compile(r"const countersEveryMs = ([\d_]+);")


def test_counters_are_asked_for_as_often_as_the_web_client_does() -> None:
    source = (ROOT / "web/src/app/useRealtime.ts").read_text()
    (found,) = _CONSTANT.findall(source)
    assert Design().counters_seconds == int(found.replace("_", "")) / 1000
