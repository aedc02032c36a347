"""What a customer chose: buttons of templates, replies to buttons, lists and forms.

A form's answers come as JSON inside a text, which may be malformed or missing: then the
choice stands without them, and the message is kept raw beside it.
"""

from __future__ import annotations

import json
from typing import Any

from chalicelib.adapters.channels.json_body import read_object
from chalicelib.adapters.channels.whatsapp_cloud.fields import (
    MAX_SHOWN,
    Json,
    object_in,
    shown_in,
    text_in,
)
from chalicelib.domains.conversations.contents import Answer, Choice, ChoiceKind

_REPLIES: dict[str, ChoiceKind] = {"button_reply": "button", "list_reply": "list"}
_TOKEN = "flow_token"  # noqa: S105 - names a form that was sent, no secret


def button_in(message: Json) -> Choice | None:
    """The quick reply of a template. Raises UnparsableError."""
    button = object_in(message, "button")
    if button is None:
        return None
    return _offered("button", text_in(button, "payload"), text_in(button, "text"))


def reply_in(message: Json) -> Choice | None:
    """The answer to an interactive message; None for one we do not know.

    Raises UnparsableError.
    """
    interactive = message.get("interactive")
    kind = shown_in(interactive, "type")
    reply = interactive.get(kind) if isinstance(interactive, dict) else None
    if kind is None or not isinstance(reply, dict):
        return None
    if kind in _REPLIES:
        identifier, title = text_in(reply, "id"), text_in(reply, "title")
        return _offered(_REPLIES[kind], identifier, title, shown_in(reply, "description"))
    if kind == "nfm_reply":
        return _form(reply)
    return _call_permission(reply) if kind == "call_permission_reply" else None


def has_unread_answers(message: Json, choice: Choice) -> bool:
    """Whether a form says more than its choice does."""
    told = message.get("interactive", {}).get("nfm_reply") if choice.of == "form" else None
    return isinstance(told, dict) and _answers_of(told) is None


def readable(choice: Choice) -> str:
    """A choice as a person reads it; one on calls is left to the client's own words."""
    if choice.answers and choice.of == "form":
        return "\n".join(f"{one.name}: {one.value}" for one in choice.answers)
    return choice.summary


def _offered(
    of: ChoiceKind, identifier: str | None, title: str | None, description: str | None = None
) -> Choice | None:
    shown = title or identifier
    return None if shown is None else Choice(of, shown, identifier, description)


def _form(reply: Json) -> Choice:
    told = _answers_of(reply) or {}
    title = shown_in(reply, "body") or shown_in(reply, "name") or "form"
    answers = _as_answers(told, apart={_TOKEN})
    return Choice("form", title, shown_in(told, _TOKEN), answers=answers)


def _answers_of(reply: Json) -> Json | None:
    """The object inside the text; None where there is none that can be read."""
    told = reply.get("response_json")
    if not isinstance(told, str):
        return None
    try:
        return read_object(told.encode())
    except ValueError:
        return None


def _call_permission(reply: Json) -> Choice | None:
    response = shown_in(reply, "response")
    if response is None:
        return None
    answers = _as_answers(reply, apart={"response"})
    return Choice("call_permission", response, response, answers=answers)


def _as_answers(told: Json, *, apart: set[str]) -> tuple[Answer, ...]:
    return tuple(
        Answer(name[:MAX_SHOWN], _plain(value))
        for name, value in told.items()
        if name not in apart and value is not None
    )


def _plain(value: Any) -> str:
    """Texts as they are, several one after the other, anything else as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)
