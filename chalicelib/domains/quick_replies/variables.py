"""Variables in texts: `{{agente.nombre}}`, `{{cliente.<field>}}`. Pure.

A text is read once. A value that looks like a variable is put in as it is and never read
again. `web/src/text/variables.ts` reads the same way; both are tried with the same cases.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.core.errors import FieldProblem
from chalicelib.domains.client_values.rules import is_name

AGENT_NAME = "agente.nombre"
_CLIENT = "cliente."
_WRITTEN = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its values; `missing` are the variables that have none, each once."""

    text: str
    missing: tuple[str, ...]


def client_variable(field: str) -> str:
    """The name under which a text names a value of the customer."""
    return _CLIENT + field


def flaws_of(text: str, field: str) -> list[FieldProblem]:
    """What is wrong with the variables of a text that a request sends in a field."""
    problems = []
    for name in dict.fromkeys(_WRITTEN.findall(text)):
        if not _is_variable(name):
            detail = (
                f"{{{{{name}}}}} is no variable. Write {{{{{AGENT_NAME}}}}} or"
                " {{cliente.<field>}}: letters from a to z, digits and _."
            )
            problems.append(FieldProblem(field=field, code="unknown_variable", detail=detail))
    if any("{{" in rest or "}}" in rest for rest in _WRITTEN.sub("\n", text).split("\n")):
        detail = "Braces do not match. Write a variable as {{cliente.saldo}}."
        problems.append(FieldProblem(field=field, code="malformed_variable", detail=detail))
    return problems


def filled(text: str, values: Mapping[str, str]) -> Filled:
    """The text with values by the names of variables; what is missing stays as it is written."""
    missing: dict[str, None] = {}

    def value_of(match: re.Match[str]) -> str:
        value = values.get(match[1], "").strip()
        if not value:
            missing[match[1]] = None
        return value or match[0]

    written = _WRITTEN.sub(value_of, text)
    return Filled(written, tuple(missing))


def _is_variable(name: str) -> bool:
    return name == AGENT_NAME or (name.startswith(_CLIENT) and is_name(name[len(_CLIENT) :]))
