"""Placeholders, what may stand in them, and what comes of a filled template."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domains.templates import rules
from chalicelib.domains.templates.errors import (
    TemplateNotSendableError,
    TemplateParametersError,
    TemplateTooLongError,
)
from chalicelib.domains.templates.models import Button, Header, Template, Value
from tests.fakes.templates import GREETING, PAUSED, REMINDER, STATEMENT

GREETED = {"1": "Rosa", "2": "su convenio"}
REMINDED = {"header.mes": "mayo", "nombre": "Rosa", "fecha": "el lunes", "button.1": "c-9"}


def problems(template: Template, values: dict[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(TemplateParametersError) as caught:
        rules.filled(template, values)
    return [
        (one["field"].removeprefix("template.parameters."), one["code"])
        for one in caught.value.errors
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("sin datos", []),
        ("{{2}} y {{1}} y {{2}}", ["1", "2"]),
        ("{{10}} {{9}}", ["9", "10"]),
        ("{{fecha}} {{ nombre }}", ["fecha", "nombre"]),
        ("{1} {{}} {{a-b}}", []),
    ],
)
def test_placeholders_are_found(text: str, names: list[str]) -> None:
    assert rules.placeholders(text) == names


def test_parameters_come_in_the_order_of_reading_with_their_examples() -> None:
    found = [(one.key, one.place, one.example) for one in rules.parameters_of(REMINDER)]
    assert found == [
        ("header.mes", "header", "noviembre"),
        ("nombre", "body", "Rosa"),
        ("fecha", "body", "el lunes"),
        ("button.1", "button", "c-1"),
    ]


def test_a_filled_template_reads_as_the_customer_reads_it() -> None:
    filled = rules.filled(REMINDER, REMINDED)
    assert filled.text == "Estimada Rosa, vence el el lunes."
    content = filled.content
    assert (content.header, content.header_values) == ("Cuota de mayo", (Value("mayo", "mes"),))
    assert content.values == (Value("Rosa", "nombre"), Value("el lunes", "fecha"))
    assert [(one.url, one.value) for one in content.buttons] == [
        (None, None),
        ("https://pagos.example/c-9", "c-9"),
    ]
    assert filled.file_kind is None


def test_positions_have_no_names() -> None:
    filled = rules.filled(GREETING, GREETED)
    assert filled.text == "Hola Rosa, le escribimos por su convenio."
    assert filled.content.values == (Value("Rosa"), Value("su convenio"))


def test_a_value_is_never_read_as_a_placeholder() -> None:
    assert rules.filled(GREETING, {"1": "{{2}}", "2": "x"}).text.startswith("Hola {{2}},")


def test_a_header_that_shows_a_file_names_its_kind() -> None:
    assert rules.filled(STATEMENT, {}).file_kind == "document"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "missing"),
        ("   ", "missing"),
        ("a\nb", "line_break"),
        ("a\tb", "line_break"),
        ("a\u2028b", "line_break"),
        ("a     b", "many_spaces"),
        ("a" * 1025, "too_long"),
    ],
)
def test_what_the_provider_refuses_is_refused_by_name(value: str, code: str) -> None:
    assert problems(GREETING, GREETED | {"1": value}) == [("1", code)]


def test_every_wrong_value_is_named() -> None:
    assert problems(GREETING, {"3": "x"}) == [
        ("1", "missing"),
        ("2", "missing"),
        ("3", "extra_forbidden"),
    ]


def test_four_spaces_and_the_whole_length_are_taken() -> None:
    fixed = len(GREETING.body) - len("{{1}}{{2}}")
    longest = "a" * (1024 - fixed - 1)
    assert len(rules.filled(GREETING, {"1": longest, "2": "b"}).text) == 1024
    assert "a    b" in rules.filled(GREETING, GREETED | {"1": "a    b"}).text
    with pytest.raises(TemplateTooLongError) as caught:
        rules.filled(GREETING, {"1": longest + "a", "2": "b"})
    assert caught.value.facts == {"limit": 1024, "length": 1025}


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        (PAUSED, "paused"),
        (replace(PAUSED, status="REJECTED"), "rejected"),
        (replace(PAUSED, status="PENDING"), "pending"),
        (replace(PAUSED, status="DISABLED"), "disabled"),
        (replace(PAUSED, status="LIMIT_EXCEEDED"), "not_approved"),
        (replace(GREETING, category="AUTHENTICATION"), "authentication"),
        (replace(GREETING, header=Header("location")), "location_header"),
        (replace(GREETING, buttons=(Button("other", "Completar"),)), "button_unsupported"),
        (replace(GREETING, has_more=True), "part_unsupported"),
        (replace(GREETING, body=""), "part_unsupported"),
    ],
)
def test_what_cannot_be_sent_says_why(template: Template, reason: str) -> None:
    assert rules.refusal_of(template) == reason
    with pytest.raises(TemplateNotSendableError) as caught:
        rules.filled(template, GREETED)
    assert caught.value.facts == {"reason": reason}
