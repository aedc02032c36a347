"""Variables are read as the web client reads them: both are tried with the same cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domains.quick_replies.variables import filled, flaws_of

CASES = json.loads(
    (Path(__file__).parents[4] / "web/src/text/variables.cases.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES["texts"], ids=lambda case: str(case["text"]))
def test_a_text_is_read_once_with_its_values(case: dict[str, Any]) -> None:
    after = filled(case["text"], CASES["values"])
    assert after.text == case["filled"]
    assert list(after.missing) == case["missing"]
    assert [flaw["code"] for flaw in flaws_of(case["text"], "text")] == case["flaws"]


def test_a_flaw_names_the_variable_and_how_to_mend_it() -> None:
    (flaw,) = flaws_of("Hola {{agente.correo}}", "text")
    assert flaw["field"] == "text"
    assert flaw["detail"].startswith("{{agente.correo}} is no variable. Write {{agente.nombre}}")
