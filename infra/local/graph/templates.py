"""Lists the account's templates as Meta does, checks sends of one, and reads them as people do.

Codes: Meta's error reference, November 2026. Raises GraphError.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from infra.local.graph.errors import GraphError
from infra.local.graph.models import JSON
from infra.local.graph.seeded_templates import TEMPLATES

BODY_LIMIT, HEADER_LIMIT = 1024, 60
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
_FORBIDDEN = re.compile(r"[\n\t\r]| {5,}")
_COUNT, _UNKNOWN, _TOO_LONG, _FORMAT = 132000, 132001, 132005, 132012
_OF_STATUS = {"PAUSED": 132015, "DISABLED": 132016}


def page(query: Mapping[str, str]) -> JSON:
    """One page of the list: `limit` (25), `after` as an earlier page gave it."""
    limit = query.get("limit", "25")
    after = query.get("after", "0")
    if not (limit.isdecimal() and 0 < int(limit) <= 1000 and after.isdecimal()):
        raise GraphError(400, 100, "The parameters limit and after are not valid.")
    start, end = int(after), int(after) + int(limit)
    body: JSON = {"data": list(TEMPLATES[start:end])}
    if body["data"]:
        body["paging"] = {"cursors": {"before": str(start), "after": str(end)}}
        if end < len(TEMPLATES):
            body["paging"]["next"] = f"https://graph.example/message_templates?after={end}"
    return body


def check_template(content: JSON, has_file: Callable[[str], bool]) -> None:
    """A send of a template, as Meta looks at it before it takes it."""
    template = find(content)
    if template is None or template["status"] not in ("APPROVED", "PAUSED", "DISABLED"):
        raise GraphError(
            404,
            _UNKNOWN,
            f"template name ({content.get('name')}) does not exist in {_language(content)}",
        )
    if code := _OF_STATUS.get(template["status"]):
        raise GraphError(400, code, "The template is not sent at present.")
    given = _given(content)
    _check_header(_part(template, "HEADER"), given.get("header", []), has_file)
    _check_texts(_part(template, "BODY"), given.get("body", []), BODY_LIMIT)
    for number, button in enumerate(_part(template, "BUTTONS").get("buttons", [])):
        _check_button(button, given.get(f"button.{number}", []))


def find(content: JSON) -> JSON | None:
    """The template that a send names."""
    wanted = content.get("name"), _language(content)
    return next((one for one in TEMPLATES if (one["name"], one["language"]) == wanted), None)


def read(content: JSON) -> tuple[str, list[str]]:
    """The text and the buttons of a sent template, as a phone shows them."""
    template = find(content)
    if template is None:
        return "", []
    given = _given(content)
    texts = [
        _filled(_part(template, "HEADER"), given.get("header", [])),
        _filled(_part(template, "BODY"), given.get("body", [])),
        _part(template, "FOOTER").get("text", ""),
    ]
    buttons = [str(one.get("text")) for one in _part(template, "BUTTONS").get("buttons", [])]
    return "\n\n".join(filter(None, texts)), buttons


def header_file(content: JSON) -> tuple[str, str] | None:
    """Kind and id of the file that a send shows in its header."""
    for value in _given(content).get("header", []):
        kind = value.get("type")
        if kind in ("image", "video", "document"):
            return kind, str(value[kind].get("id"))
    return None


def _language(content: JSON) -> Any:
    language = content.get("language")
    return language.get("code") if isinstance(language, dict) else None


def _part(template: JSON, kind: str) -> JSON:
    found = (one for one in template["components"] if one["type"] == kind)
    return next(found, {})


def _given(content: JSON) -> dict[str, list[JSON]]:
    """The values of a send by component; those of a button under its index."""
    given: dict[str, list[JSON]] = {}
    components = content.get("components", [])
    if not isinstance(components, list):
        raise GraphError(400, 100, "Param template['components'] must be an array.")
    for one in components:
        values = one.get("parameters", []) if isinstance(one, dict) else None
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise GraphError(400, 100, "Param template['components'] is not valid.")
        kind = str(one.get("type")).lower()
        given[f"button.{one.get('index')}" if kind == "button" else kind] = values
    return given


def _check_header(header: JSON, given: list[JSON], has_file: Callable[[str], bool]) -> None:
    wanted = str(header.get("format", "TEXT")).lower()
    if wanted == "text":
        return _check_texts(header, given, HEADER_LIMIT)
    if [value.get("type") for value in given] != [wanted]:
        raise GraphError(400, _FORMAT, f"header: Format mismatch, expected {wanted.upper()}")
    file = given[0].get(wanted)
    media_id = file.get("id") if isinstance(file, dict) else None
    if wanted != "location" and not (isinstance(media_id, str) and has_file(media_id)):
        raise GraphError(400, 131009, f"header: there is no media with the id {media_id}.")
    return None


def _check_texts(part: JSON, given: list[JSON], limit: int) -> None:
    wanted = list(dict.fromkeys(_PLACEHOLDER.findall(part.get("text", ""))))
    if len(given) != len(wanted):
        raise GraphError(
            400,
            _COUNT,
            f"number of parameters ({len(given)}) does not match the expected number "
            f"of params ({len(wanted)})",
        )
    for value in given:
        _check_text(value)
    named = [name for name in wanted if not name.isdigit()]
    if named and {value.get("parameter_name") for value in given} != set(named):
        raise GraphError(400, _COUNT, "Parameter name is missing or empty")
    if len(_filled(part, given)) > limit:
        raise GraphError(400, _TOO_LONG, f"Translated text too long, at most {limit} characters")


def _check_text(value: JSON) -> None:
    text = value.get("text")
    if value.get("type") != "text" or not isinstance(text, str) or not text.strip():
        raise GraphError(400, _FORMAT, "Parameter of type text is missing text value")
    if _FORBIDDEN.search(text):
        raise GraphError(
            400,
            _FORMAT,
            "Param text cannot have new-line/tab characters or more than 4 consecutive spaces",
        )


def _check_button(button: JSON, given: list[JSON]) -> None:
    if button["type"] == "COPY_CODE":
        codes = [value.get("coupon_code") for value in given]
        if len(codes) != 1 or not isinstance(codes[0], str) or not 0 < len(codes[0]) <= 15:
            raise GraphError(400, _FORMAT, "buttons: Button at index of type CopyCode needs a code")
        return
    wanted = len(_PLACEHOLDER.findall(button.get("url", "")))
    if len(given) != wanted:
        raise GraphError(400, _COUNT, f"buttons: expected {wanted} params, got {len(given)}")
    for value in given:
        _check_text(value)


def _filled(part: JSON, given: list[JSON]) -> str:
    text = str(part.get("text", ""))
    names = {value.get("parameter_name"): value.get("text") for value in given}

    def value_of(found: re.Match[str]) -> str:
        name = found[1]
        if name.isdigit() and int(name) <= len(given):
            return str(given[int(name) - 1].get("text"))
        return str(names.get(name, found[0]))

    return _PLACEHOLDER.sub(value_of, text)
