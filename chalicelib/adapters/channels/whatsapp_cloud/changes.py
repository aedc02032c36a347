"""Reactions, edits and revocations: what refers to an earlier message and adds none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chalicelib.adapters.channels.whatsapp_cloud.fields import MAX_ID, Json, object_in, text_in
from chalicelib.adapters.channels.whatsapp_cloud.kinds import fitting

_TARGETS = {
    "reaction": "message_id",
    "edit": "original_message_id",
    "revoke": "original_message_id",
}
_TEXT_OF_NESTED = {
    "text": "body",
    "image": "caption",
    "document": "caption",
    "video": "caption",
    "audio": "caption",
}


@dataclass(frozen=True, slots=True)
class Changed:
    """What is done to which message."""

    target: str
    what: Literal["reaction", "edit", "revocation"]
    text: str | None = None
    emoji: str | None = None


def change_in(message: Json) -> Changed | None:
    """The change a message makes; None where it makes none that we understand.

    Raises UnparsableError.
    """
    kind = text_in(message, "type", limit=MAX_ID) or ""
    if kind not in _TARGETS:
        return None
    content = object_in(message, kind) or {}
    target = text_in(content, _TARGETS[kind], limit=MAX_ID)
    if kind == "edit":
        return _edit(content, target)
    if kind == "reaction":
        emoji = text_in(content, "emoji", limit=MAX_ID)
        return Changed(target, "reaction", emoji=emoji) if target else None
    return Changed(target, "revocation") if target else None


def _edit(content: Json, target: str | None) -> Changed | None:
    nested = object_in(content, "message") or {}
    kind = text_in(nested, "type") or "text"
    body = object_in(nested, kind) if kind in _TEXT_OF_NESTED else None
    if target is None or body is None:
        return None
    return Changed(target, "edit", text=fitting(text_in(body, _TEXT_OF_NESTED[kind])))
