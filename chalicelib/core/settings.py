"""Typed settings from the environment: one frozen dataclass per entry point.

Field `graph_timeout_seconds` is read from `HILO_GRAPH_TIMEOUT_SECONDS`. A wrong or
missing value fails at start with the variable's name, never at the first customer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar, get_type_hints

T = TypeVar("T")
_TRUE, _FALSE = {"1", "true", "yes"}, {"0", "false", "no", ""}


class SettingsError(ValueError):
    """A variable is missing or unreadable; the text names it."""


def load_settings(kind: type[T], environment: Mapping[str, str]) -> T:
    """Read a settings dataclass with str, int, float, bool fields from HILO_* variables.

    Raises SettingsError naming every variable that is missing or wrong.
    """
    hints, values, wrong = get_type_hints(kind), {}, []
    for field in dataclasses.fields(kind):  # type: ignore[arg-type]
        name = f"HILO_{field.name.upper()}"
        if name in environment:
            try:
                values[field.name] = _convert(environment[name], hints[field.name])
            except ValueError as exc:
                wrong.append(f"{name}: {exc}")
        elif field.default is dataclasses.MISSING:
            wrong.append(f"{name}: missing")
    if wrong:
        raise SettingsError(f"settings of {kind.__name__}: {'; '.join(wrong)}")
    return kind(**values)


def _convert(text: str, hint: Any) -> Any:
    if hint is bool:
        if text.lower() not in _TRUE | _FALSE:
            raise ValueError(f"{text!r} is neither true nor false")
        return text.lower() in _TRUE
    if hint in (int, float):
        return hint(text)
    return text
