"""Files as the provider writes them, and what a phone makes of what it gets. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from infra.local.graph.media import StoredFile
from infra.local.graph.models import JSON, Accepted
from infra.local.graph.templates import header_file, read
from infra.local.phone.models import Bubble


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file a person attaches or records."""

    content: bytes
    content_type: str
    filename: str | None
    caption: str = ""
    voice: bool = False
    reply_to: str | None = None


def kind_of(content_type: str) -> Literal["image", "sticker", "audio", "video", "document"]:
    """What WhatsApp makes of a file of this type."""
    main = content_type.partition(";")[0].strip().lower()
    if main in ("image/jpeg", "image/png"):
        return "image"
    if main == "image/webp":
        return "sticker"
    if main.startswith("audio/"):
        return "audio"
    if main in ("video/mp4", "video/3gpp"):
        return "video"
    return "document"


def media_content(kind: str, file: StoredFile, url: str, caption: str, *, voice: bool) -> JSON:
    """The object of a file in a webhook; `url` is its short-lived address."""
    content: JSON = {
        "id": file.id,
        "mime_type": file.content_type,
        "sha256": file.sha256_base64,
        "url": url,
    }
    if caption and kind != "audio":
        content["caption"] = caption
    if kind == "document" and file.filename:
        content["filename"] = file.filename
    if kind == "audio":
        content["voice"] = voice
    if kind == "sticker":
        content["animated"] = False
    return content


def media_id_of(message: Accepted) -> str | None:
    """The file that a message of the business shows."""
    content = message.body.get(message.kind)
    fields: JSON = content if isinstance(content, dict) else {}
    if message.kind == "template":
        shown = header_file(fields)
        return shown[1] if shown else None
    media_id = fields.get("id")
    return str(media_id) if media_id else None


def bubble_of(message: Accepted, file: StoredFile | None = None) -> Bubble:
    """The bubble of what the business sent; kinds without a text show as their kind."""
    content = message.body.get(message.kind)
    fields: JSON = content if isinstance(content, dict) else {}
    if message.kind == "template":
        return _bubble_of_template(message, fields, file)
    body = fields.get("body")
    text = body.get("text") if isinstance(body, dict) else body or fields.get("caption")
    context = message.body.get("context") or {}
    return Bubble(
        id=message.id,
        author="business",
        kind=message.kind,
        at=message.at,
        text=str(text or ""),
        file=file,
        voice=fields.get("voice") is True,
        location=fields if message.kind == "location" else None,
        reply_to=context.get("message_id"),
        accepted=message,
    )


def _bubble_of_template(message: Accepted, content: JSON, file: StoredFile | None) -> Bubble:
    """A template reads as any message; a phone shows the kind of its header's file."""
    text, buttons = read(content)
    shown = header_file(content)
    return Bubble(
        id=message.id,
        author="business",
        kind=shown[0] if shown else "template",
        at=message.at,
        text=text,
        file=file,
        buttons=buttons,
        accepted=message,
    )
