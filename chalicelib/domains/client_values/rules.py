"""Which values a customer may have. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from chalicelib.core.errors import FieldProblem
from chalicelib.domains.access.errors import FieldReadOnlyError
from chalicelib.domains.access.fields import FieldRules, client_field
from chalicelib.domains.access.withholding import masked
from chalicelib.domains.client_values.errors import InvalidValuesError

MOST_VALUES = 40
LONGEST_VALUE = 200
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def is_name(text: str) -> bool:
    """Whether a value may be called so."""
    return _NAME.fullmatch(text) is not None


def sound(values: Mapping[str, str]) -> dict[str, str]:
    """The values without outer blanks; those that say nothing are left out.

    Raises InvalidValuesError.
    """
    problems = [problem for name, value in values.items() if (problem := _flaw(name, value))]
    kept = {name: value.strip() for name, value in values.items() if value.strip()}
    if len(kept) > MOST_VALUES:
        detail = f"Keep at most {MOST_VALUES} values of a customer."
        problems.append(FieldProblem(field="values", code="too_many", detail=detail))
    if problems:
        raise InvalidValuesError(problems)
    return kept


def kept(
    told: Mapping[str, str], standing: Mapping[str, str], field_rules: FieldRules
) -> dict[str, str]:
    """All values after somebody sends theirs who sees and changes only some of them.

    What is withheld from them stays where they send it as they saw it, or not at all. Raises
    FieldReadOnlyError.
    """
    after, refused = dict(told), []
    for name in sorted(told.keys() | standing.keys()):
        rule, now, sent = field_rules.of(client_field(name)), standing.get(name), told.get(name)
        as_shown = {"visible": now, "masked": masked(now or ""), "hidden": ""}[rule.sight]
        is_untouched = sent == as_shown or (sent is None and rule.sight != "visible")
        if now is not None and is_untouched:
            after[name] = now
        elif not rule.is_editable:
            refused.append(f"values.{name}")
    if refused:
        raise FieldReadOnlyError.of(refused)
    return after


def _flaw(name: str, value: str) -> FieldProblem | None:
    field = f"values.{name}"
    if not is_name(name):
        detail = "Begin with a letter from a to z, then letters, digits and _, at most 40."
        return FieldProblem(field=field, code="malformed_name", detail=detail)
    if len(value) > LONGEST_VALUE:
        detail = f"Send at most {LONGEST_VALUE} characters."
        return FieldProblem(field=field, code="too_long", detail=detail)
    if any(_breaks(letter) for letter in value.strip()):
        detail = "Send one line, without control characters."
        return FieldProblem(field=field, code="not_one_line", detail=detail)
    return None


def _breaks(letter: str) -> bool:
    """Whether a letter ends a line or is none that can be seen (Unicode: Cc, Cf, Zl, Zp, ...)."""
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")
