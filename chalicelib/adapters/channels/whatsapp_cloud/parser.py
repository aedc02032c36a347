"""Turns a raw update into an event of no channel; the standard library alone.

Unknown is not an error: what we have no kind for is kept raw as `unsupported`. Only a
known field of the wrong type, no sender or no readable time makes an update unparsable.
Facts: Meta's webhook reference, v25.0 and v26.0 (read 2026-11).
"""

from __future__ import annotations

import json
from typing import Any

from chalicelib.adapters.channels.raw_update import RawUpdate
from chalicelib.adapters.channels.whatsapp_cloud.fields import (
    Json,
    object_in,
    second_in,
    shown_in,
    text_in,
)
from chalicelib.adapters.channels.whatsapp_cloud.people import actor_of, sender_of
from chalicelib.adapters.channels.whatsapp_cloud.statuses import parse_status
from chalicelib.core.ids import ConnectionId
from chalicelib.domains.conversations.errors import UnparsableError
from chalicelib.domains.conversations.events import (
    ChannelEvent,
    MediaReference,
    MessageChanged,
    MessageKind,
    MessageReceived,
    UpdateKept,
)

MAX_ID = 512
_MAX_ITEM_BYTES = 300_000  # an item of the database holds 400 kB, text and the rest of it
_MAX_FILENAME = 255
_MAX_SHOWN = 4_096
_ANY_TYPE = "application/octet-stream"
_MEDIA: dict[str, MessageKind] = {
    "image": "image",
    "document": "document",
    "audio": "audio",
    "voice": "voice",
}
_TEXT_OF_NESTED = {
    "text": "body",
    "image": "caption",
    "document": "caption",
    "video": "caption",
    "audio": "caption",
}
_READABLE: dict[str, tuple[tuple[str, ...], ...]] = {
    "video": (("video", "caption"),),
    "button": (("button", "text"),),
    "interactive": (
        ("interactive", "button_reply", "title"),
        ("interactive", "list_reply", "title"),
    ),
    "system": (("system", "body"),),
}


def parse(update: RawUpdate, connection_id: ConnectionId | None) -> ChannelEvent | None:
    """The event in an update; None for a status of no use to us.

    Messages and statuses need the connection. Raises UnparsableError.
    """
    if update.part == "malformed":
        raise UnparsableError(update.detail or "the update has no readable shape")
    if update.part == "kept":
        return UpdateKept(update.field, connection_id, update.content)
    if connection_id is None:
        raise UnparsableError("the update names no number")
    if update.part == "status":
        return parse_status(update, connection_id)
    return _MessageParser(update, connection_id).parse()


class _MessageParser:
    """Reads one message; what every kind shares is read first."""

    def __init__(self, update: RawUpdate, connection_id: ConnectionId) -> None:
        self._update = update
        self._connection_id = connection_id
        self._message: Json = update.content
        provider_id = text_in(self._message, "id", limit=MAX_ID)
        if provider_id is None:
            raise UnparsableError("id is missing")
        self._provider_id = provider_id
        self._second = second_in(self._message, "timestamp")
        self._sender = sender_of(self._message, update.contact)
        self._type = text_in(self._message, "type", limit=MAX_ID)

    def parse(self) -> MessageReceived | MessageChanged:
        kind = self._type or ""
        if kind == "text":
            return self._text()
        if kind in _MEDIA:
            return self._media(kind)
        if kind == "reaction":
            return self._reaction()
        if kind == "edit":
            return self._edit()
        if kind == "revoke":
            return self._revocation()
        return self._unsupported()

    def _text(self) -> MessageReceived:
        content = object_in(self._message, "text") or {}
        text = text_in(content, "body")
        if text is None and content.get("body") is None:
            return self._unsupported()
        return self._received("text", text=text or "")

    def _media(self, kind: str) -> MessageReceived:
        content = object_in(self._message, kind) or {}
        media_id = text_in(content, "id", limit=MAX_ID)
        if media_id is None:
            return self._unsupported()
        filename = text_in(content, "filename")
        reference = MediaReference(
            provider_media_id=media_id,
            content_type=text_in(content, "mime_type", limit=MAX_ID) or _ANY_TYPE,
            filename=filename[:_MAX_FILENAME] if filename else None,
            sha256=text_in(content, "sha256", limit=MAX_ID),
        )
        is_voice = kind == "audio" and content.get("voice") is True
        return self._received(
            "voice" if is_voice else _MEDIA[kind],
            text=text_in(content, "caption"),
            media=reference,
        )

    def _reaction(self) -> MessageReceived | MessageChanged:
        content = object_in(self._message, "reaction") or {}
        target = text_in(content, "message_id", limit=MAX_ID)
        emoji = text_in(content, "emoji", limit=MAX_ID)
        if target is None:
            return self._unsupported()
        return MessageChanged(what="reaction", emoji=emoji, **self._change_of(target))

    def _edit(self) -> MessageReceived | MessageChanged:
        content = object_in(self._message, "edit") or {}
        target = text_in(content, "original_message_id", limit=MAX_ID)
        nested = object_in(content, "message") or {}
        kind = text_in(nested, "type") or "text"
        body = object_in(nested, kind) if kind in _TEXT_OF_NESTED else None
        if target is None or body is None:
            return self._unsupported()
        text = _fitting(text_in(body, _TEXT_OF_NESTED[kind]))
        return MessageChanged(what="edit", text=text, **self._change_of(target))

    def _revocation(self) -> MessageReceived | MessageChanged:
        content = object_in(self._message, "revoke") or {}
        target = text_in(content, "original_message_id", limit=MAX_ID)
        if target is None:
            return self._unsupported()
        return MessageChanged(what="revocation", **self._change_of(target))

    def _unsupported(self) -> MessageReceived:
        if len(json.dumps(self._message, ensure_ascii=False).encode()) > _MAX_ITEM_BYTES:
            raise UnparsableError(f"the message is larger than {_MAX_ITEM_BYTES} bytes")
        paths = _READABLE.get(self._type or "", ())
        texts = (shown_in(self._message, *path, limit=_MAX_SHOWN) for path in paths)
        return self._received(
            "unsupported", text=next(filter(None, texts), None), raw=self._message
        )

    def _received(
        self,
        kind: MessageKind,
        *,
        text: str | None,
        media: MediaReference | None = None,
        raw: Json | None = None,
    ) -> MessageReceived:
        context = object_in(self._message, "context") or {}
        return MessageReceived(
            connection_id=self._connection_id,
            provider_id=self._provider_id,
            sender=self._sender,
            kind=kind,
            raw_type=self._type,
            second=self._second,
            arrival=self._update.arrival,
            text=_fitting(text),
            media=media,
            reply_to_provider_id=text_in(context, "id", limit=MAX_ID),
            group_id=text_in(self._message, "group_id", limit=MAX_ID),
            raw=raw,
        )

    def _change_of(self, target: str) -> dict[str, Any]:
        return {
            "connection_id": self._connection_id,
            "target_provider_id": target,
            "actor": actor_of(self._sender),
            "second": self._second,
            "arrival": self._update.arrival,
        }


def _fitting(text: str | None) -> str | None:
    if text is not None and len(text.encode()) > _MAX_ITEM_BYTES:
        raise UnparsableError(f"the text is larger than {_MAX_ITEM_BYTES} bytes")
    return text
