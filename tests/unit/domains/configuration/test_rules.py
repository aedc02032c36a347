"""Names that are the same, and names that are not."""

from __future__ import annotations

import pytest

from chalicelib.domains.configuration.rules import clean_name, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cobranzas", "COBRANZAS"),
        ("Atención", "atencion"),
        ("  Mora   alta ", "mora alta"),
        ("Peñón", "PENÕN".replace("NÕ", "ÑO")),
        ("Straße", "STRASSE"),
        ("año", "an\u0303o"),
    ],
)
def test_case_accents_and_blanks_do_not_tell_names_apart(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Año", "Ano"), ("Mora 1", "Mora 2"), ("", "a")])
def test_letters_tell_names_apart(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_a_name_is_kept_in_one_line_without_surplus_blanks() -> None:
    assert clean_name(" Mora\n\talta  ") == "Mora alta"
