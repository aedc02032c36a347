"""Which values a customer may have."""

from __future__ import annotations

import pytest

from chalicelib.domains.access.errors import FieldReadOnlyError
from chalicelib.domains.access.fields import EVERYTHING, FieldRule, FieldRules
from chalicelib.domains.access.withholding import DOTS
from chalicelib.domains.client_values.errors import InvalidValuesError
from chalicelib.domains.client_values.rules import MOST_VALUES, kept, sound


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


STANDING = {"saldo": "1250.40", "cedula": "1712345678", "clave": "abcdefgh"}
WITHHELD = FieldRules(
    frozenset({FieldRule("client.cedula", "masked"), FieldRule("client.clave", "hidden")})
)
FIXED = FieldRules(frozenset({FieldRule("client.*", is_editable=False)}))


def test_who_sees_and_changes_everything_replaces_everything() -> None:
    assert kept({"saldo": "1"}, STANDING, EVERYTHING) == {"saldo": "1"}


@pytest.mark.parametrize(
    "told", [{}, {"cedula": f"{DOTS}5678"}, {"cedula": f"{DOTS}5678", "clave": ""}]
)
def test_what_is_withheld_stays_as_it_is(told: dict[str, str]) -> None:
    after = {"cedula": STANDING["cedula"], "clave": STANDING["clave"]}
    assert kept(told, STANDING, WITHHELD) == after


def test_what_is_withheld_and_may_be_changed_is_overwritten_unseen() -> None:
    assert kept({"clave": "new"}, STANDING, WITHHELD)["clave"] == "new"


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ({**STANDING, "saldo": "1"}, ["values.saldo"]),
        ({"saldo": "1250.40", "clave": "abcdefgh"}, ["values.cedula"]),
        ({**STANDING, "new": "1"}, ["values.new"]),
    ],
)
def test_what_is_read_only_is_neither_changed_removed_nor_added(
    told: dict[str, str], fields: list[str]
) -> None:
    with pytest.raises(FieldReadOnlyError) as refused:
        kept(told, STANDING, FIXED)
    assert [one["field"] for one in refused.value.errors] == fields


def test_what_is_read_only_may_be_sent_as_it_is() -> None:
    assert kept(STANDING, STANDING, FIXED) == STANDING
