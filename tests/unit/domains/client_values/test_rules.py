"""Which values a customer may have."""

from __future__ import annotations

import pytest

from chalicelib.domains.client_values.errors import InvalidValuesError
from chalicelib.domains.client_values.rules import MOST_VALUES, sound


def test_values_are_kept_without_blanks_and_empty_ones_are_left_out() -> None:
    assert sound({"saldo": " $ 250,00 ", "nada": "  "}) == {"saldo": "$ 250,00"}


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"Saldo": "1"}, "values.Saldo", "malformed_name"),
        ({"2x": "1"}, "values.2x", "malformed_name"),
        ({"a" * 41: "1"}, f"values.{'a' * 41}", "malformed_name"),
        ({"saldo": "x" * 201}, "values.saldo", "too_long"),
        ({"saldo": "1\n2"}, "values.saldo", "not_one_line"),
        ({"saldo": "a\u202eb"}, "values.saldo", "not_one_line"),
        ({f"v{n}": "1" for n in range(MOST_VALUES + 1)}, "values", "too_many"),
    ],
)
def test_what_no_text_could_say_is_refused(values: dict[str, str], field: str, code: str) -> None:
    with pytest.raises(InvalidValuesError) as caught:
        sound(values)
    assert [(one["field"], one["code"]) for one in caught.value.errors] == [(field, code)]


def test_hostile_values_are_kept_as_they_are() -> None:
    hostile = {"saldo": "<b onmouseover=alert(1)>{{agente.nombre}}$t(app.name)"}
    assert sound(hostile) == hostile
