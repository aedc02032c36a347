"""What one message says, by its type: text, file, content; a type unknown is kept raw.

Unknown is not an error, and neither is a known type without its content. Only a field
that a kind cannot be without, of the wrong type, makes a message unparsable.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chalicelib.adapters.channels.whatsapp_cloud.choices import (
    button_in,
    has_unread_answers,
    readable,
    reply_in,
)
from chalicelib.adapters.channels.whatsapp_cloud.contents import (
    contacts_in,
    location_in,
    notice_in,
    order_in,
)
from chalicelib.adapters.channels.whatsapp_cloud.fields import (
    MAX_ID,
    Json,
    object_in,
    shown_in,
    text_in,
)
from chalicelib.domains.conversations.contents import Choice, Content
from chalicelib.domains.conversations.errors import UnparsableError
from chalicelib.domains.conversations.events import MediaReference, MessageKind

_MAX_ITEM_BYTES = 300_000  # an item of the database holds 400 kB, text and the rest of it
_MAX_CONTENT_BYTES = 100_000  # content may be stored beside its text and its raw form
_ANY_TYPE = "application/octet-stream"
_MEDIA: Mapping[str, MessageKind] = {
    "image": "image",
    "video": "video",
    "document": "document",
    "audio": "audio",
    "voice": "voice",
    "sticker": "sticker",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a message says. `is_partial`: the rest of it is to be kept raw."""

    kind: MessageKind
    text: str | None = None
    media: MediaReference | None = None
    content: Content | None = None
    is_partial: bool = False


def said_in(message: Json) -> Said:
    """What a message says. Raises UnparsableError."""
    kind = text_in(message, "type", limit=MAX_ID) or ""
    said = _READERS[kind](message) if kind in _READERS else None
    if said is None:
        said = Said("unsupported", is_partial=True)
    if said.content is not None:
        require_size(message, _MAX_CONTENT_BYTES)
    elif said.is_partial:
        require_size(message, _MAX_ITEM_BYTES)
    fitting(said.text)
    return said


def fitting(text: str | None) -> str | None:
    """The text, if an item of the database holds it. Raises UnparsableError."""
    if text is not None and len(text.encode()) > _MAX_ITEM_BYTES:
        raise UnparsableError(f"the text is larger than {_MAX_ITEM_BYTES} bytes")
    return text


def require_size(message: Json, limit_bytes: int) -> None:
    """Raises UnparsableError for a message that is larger."""
    if len(json.dumps(message, ensure_ascii=False).encode()) > limit_bytes:
        raise UnparsableError(f"the message is larger than {limit_bytes} bytes")


def _text(message: Json) -> Said | None:
    content = object_in(message, "text") or {}
    text = text_in(content, "body")
    if text is None and content.get("body") is None:
        return None
    return Said("text", text or "")


def _media(message: Json) -> Said:
    kind: str = message["type"]
    content = object_in(message, kind) or {}
    media_id = text_in(content, "id", limit=MAX_ID)
    if media_id is None:
        return Said("unsupported", shown_in(content, "caption"), is_partial=True)
    reference = MediaReference(
        provider_media_id=media_id,
        content_type=text_in(content, "mime_type", limit=MAX_ID) or _ANY_TYPE,
        filename=text_in(content, "filename"),
        sha256=text_in(content, "sha256", limit=MAX_ID),
    )
    is_voice = kind == "audio" and content.get("voice") is True
    return Said("voice" if is_voice else _MEDIA[kind], text_in(content, "caption"), reference)


def _location(message: Json) -> Said | None:
    place = location_in(message)
    return Said("location", content=place) if place else None


def _contacts(message: Json) -> Said | None:
    cards = contacts_in(message)
    return Said("contacts", content=cards) if cards else None


def _order(message: Json) -> Said | None:
    order = order_in(message)
    if order is None:
        return None
    return Said("order", text_in(message["order"], "text"), content=order)


def _system(message: Json) -> Said:
    return Said("system", shown_in(message, "system", "body"), content=notice_in(message))


def _button(message: Json) -> Said | None:
    return _chosen(message, button_in(message))


def _interactive(message: Json) -> Said | None:
    return _chosen(message, reply_in(message))


def _chosen(message: Json, choice: Choice | None) -> Said | None:
    if choice is None:
        return None
    is_partial = has_unread_answers(message, choice)
    return Said("choice", readable(choice) or None, content=choice, is_partial=is_partial)


_READERS: Mapping[str, Callable[[Json], Said | None]] = {
    "text": _text,
    **dict.fromkeys(_MEDIA, _media),
    "location": _location,
    "contacts": _contacts,
    "order": _order,
    "system": _system,
    "button": _button,
    "interactive": _interactive,
}
