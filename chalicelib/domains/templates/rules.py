"""Placeholders of a template, what may stand in them, and the text that comes of it. Pure.

Limits are those of the Cloud API (message templates, components; error 132012, 2026-07).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from chalicelib.core.errors import FieldProblem
from chalicelib.domains.templates.errors import (
    TemplateNotSendableError,
    TemplateParametersError,
    TemplateTooLongError,
)
from chalicelib.domains.templates.models import (
    Button,
    Filled,
    Parameter,
    Place,
    Refusal,
    SentButton,
    SentTemplate,
    Template,
    Value,
)

BODY_LIMIT, HEADER_LIMIT, URL_LIMIT, CODE_LIMIT = 1024, 60, 2000, 15
_PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")
_LINE_BREAK = re.compile(r"[\n\r\t\v\f\x85\u2028\u2029]")
_MANY_SPACES = re.compile(r" {5,}")
_REFUSED_STATUS: Mapping[str, Refusal] = {
    "PENDING": "pending",
    "IN_APPEAL": "pending",
    "REJECTED": "rejected",
    "PAUSED": "paused",
    "DISABLED": "disabled",
}


def placeholders(text: str) -> list[str]:
    """The names of a text's placeholders, each once: positions in order, names as they come."""
    found = list(dict.fromkeys(_PLACEHOLDER.findall(text)))
    return sorted(found, key=int) if all(one.isdigit() for one in found) else found


def parameters_of(template: Template) -> list[Parameter]:
    """Every value that a template asks for, in the order of reading."""
    header = template.header
    found = list(_in_header(header.text, header.examples)) if header and header.text else []
    found += [
        Parameter(name, "body", name, number, BODY_LIMIT, _at(template.examples, number))
        for number, name in enumerate(placeholders(template.body))
    ]
    found += [
        Parameter(f"button.{number}", "button", "1", number, limit, button.example)
        for number, button in enumerate(template.buttons)
        if (limit := _button_limit(button))
    ]
    return found


def refusal_of(template: Template) -> Refusal | None:
    """Why a template cannot be sent from here, as it stands; None where it can."""
    if template.status != "APPROVED":
        return _REFUSED_STATUS.get(template.status, "not_approved")
    if template.category == "AUTHENTICATION":
        return "authentication"
    if template.header and template.header.kind == "location":
        return "location_header"
    if any(button.kind == "other" for button in template.buttons):
        return "button_unsupported"
    return "part_unsupported" if template.has_more or not template.body else None


def filled(template: Template, values: Mapping[str, str]) -> Filled:
    """The template with its values.

    Raises TemplateNotSendableError, TemplateParametersError naming every wrong value,
    TemplateTooLongError.
    """
    if reason := refusal_of(template):
        raise TemplateNotSendableError(reason=reason)
    parameters = parameters_of(template)
    if problems := list(_problems(parameters, values)):
        raise TemplateParametersError(errors=problems)
    text = _read(template.body, "", values)
    if len(text) > BODY_LIMIT:
        raise TemplateTooLongError(limit=BODY_LIMIT, length=len(text))
    header = template.header
    shows_text = header is not None and header.kind == "text"
    content = SentTemplate(
        name=template.name,
        language=template.language,
        category=template.category,
        header=_read(header.text or "", "header.", values) if header and shows_text else None,
        header_values=_values(parameters, "header", values),
        values=_values(parameters, "body", values),
        footer=template.footer,
        buttons=tuple(
            _pressed(button, values.get(f"button.{number}"))
            for number, button in enumerate(template.buttons)
        ),
    )
    return Filled(text, content, None if header is None or shows_text else header.kind)


def flaw_of(parameter: Parameter, value: str) -> FieldProblem | None:
    """What the provider would refuse in a value."""
    field = f"template.parameters.{parameter.key}"
    if not value.strip():
        return FieldProblem(field=field, code="missing", detail="Fill this value in.")
    if len(value) > parameter.limit:
        return FieldProblem(
            field=field, code="too_long", detail=f"At most {parameter.limit} characters."
        )
    if _LINE_BREAK.search(value):
        return FieldProblem(
            field=field, code="line_break", detail="Line breaks and tabs are not taken."
        )
    if _MANY_SPACES.search(value):
        return FieldProblem(
            field=field, code="many_spaces", detail="At most four spaces may follow each other."
        )
    return None


def _problems(parameters: list[Parameter], values: Mapping[str, str]) -> Iterator[FieldProblem]:
    for parameter in parameters:
        if problem := flaw_of(parameter, values.get(parameter.key, "")):
            yield problem
    for key in values.keys() - {one.key for one in parameters}:
        yield FieldProblem(
            field=f"template.parameters.{key}",
            code="extra_forbidden",
            detail="The template has no such placeholder.",
        )


def _in_header(text: str, examples: tuple[str, ...]) -> Iterator[Parameter]:
    for number, name in enumerate(placeholders(text)):
        yield Parameter(
            f"header.{name}", "header", name, number, HEADER_LIMIT, _at(examples, number)
        )


def _button_limit(button: Button) -> int | None:
    """How long the value of a button may be; None where it has none."""
    if button.kind == "copy_code":
        return CODE_LIMIT
    if button.kind == "url" and button.url and placeholders(button.url):
        return URL_LIMIT
    return None


def _read(text: str, prefix: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: values[prefix + found[1]], text)


def _values(
    parameters: list[Parameter], place: Place, values: Mapping[str, str]
) -> tuple[Value, ...]:
    return tuple(
        Value(values[one.key], one.name if one.is_named else None)
        for one in parameters
        if one.place == place
    )


def _pressed(button: Button, value: str | None) -> SentButton:
    url = button.url
    if url and value is not None:
        url = _PLACEHOLDER.sub(lambda _: value, url)
    return SentButton(button.kind, button.text, url, button.phone, value)


def _at(examples: tuple[str, ...], number: int) -> str | None:
    return examples[number] if number < len(examples) else None
