"""Checks a send request as Meta does before it takes the message. Pure; raises GraphError."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from infra.local.graph.errors import GraphError, invalid_parameter
from infra.local.graph.models import JSON, PHONE_DIGITS, USER_ID, Recipient

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
CALLBACK_DATA_LIMIT = 512
EMOJI_LIMIT = 32
MEDIA_KINDS = ("image", "audio", "video", "document", "sticker")
_MEGABYTE = 1_048_576
_OFFICE = "application/vnd.openxmlformats-officedocument"
# Supported types and sizes of files, as the Cloud API's reference of media lists them. Not taken
# from the product: the double is there to find it wrong.
MAX_BYTES = {
    "image": 5 * _MEGABYTE,
    "sticker": _MEGABYTE // 2,
    "video": 16 * _MEGABYTE,
    "audio": 16 * _MEGABYTE,
    "document": 100 * _MEGABYTE,
}
_UPLOADS: dict[str, int] = {
    **dict.fromkeys(("image/jpeg", "image/png"), MAX_BYTES["image"]),
    "image/webp": MAX_BYTES["sticker"],
    **dict.fromkeys(("video/mp4", "video/3gpp"), MAX_BYTES["video"]),
    **dict.fromkeys(
        ("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"), MAX_BYTES["audio"]
    ),
    **dict.fromkeys(
        (
            "text/plain",
            "application/pdf",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            f"{_OFFICE}.wordprocessingml.document",
            f"{_OFFICE}.spreadsheetml.sheet",
            f"{_OFFICE}.presentationml.presentation",
        ),
        MAX_BYTES["document"],
    ),
}


def check_send(body: JSON) -> Recipient:
    """Whom the message is for, once every field has been found right."""
    if body.get("messaging_product") != "whatsapp":
        raise invalid_parameter("The parameter messaging_product is required and must be whatsapp.")
    recipient = check_recipient(body)
    _check_context(body.get("context"))
    _check_callback_data(body.get("biz_opaque_callback_data"))
    kind = body.get("type", "text")
    check = _CONTENT.get(kind) if isinstance(kind, str) else None
    if check is None:
        raise invalid_parameter(f"Param type must be one of {{{', '.join(_CONTENT)}}}.")
    content = body.get(kind)
    if not content:
        raise GraphError(400, 131008, f"The parameter {kind} is required.")
    check(content)
    return recipient


def check_upload(fields: JSON, content_type: str | None, size_bytes: int) -> str:
    """The type of a file that is handed over, once it is one the provider takes."""
    if fields.get("messaging_product") != "whatsapp":
        raise invalid_parameter("The parameter messaging_product is required and must be whatsapp.")
    if "file" not in fields:
        raise invalid_parameter("The parameter file is required.")
    plain = (content_type or fields.get("type") or "").partition(";")[0].strip().lower()
    if plain not in _UPLOADS:
        raise invalid_parameter(
            f"Param file must be a file with one of the following types: {', '.join(_UPLOADS)}. "
            f"Received file of type '{plain}'."
        )
    limit = _UPLOADS[plain]
    if not 0 < size_bytes <= limit:
        raise GraphError(400, 131053, f"The file has {size_bytes} bytes, {limit} at most.")
    return plain


def check_recipient(body: JSON) -> Recipient:
    """`to` is a phone number, `recipient` a business-scoped user id; one of them is needed."""
    to, user_id = body.get("to"), body.get("recipient")
    if not to and not user_id:
        raise invalid_parameter("The parameter to is required.")
    digits = None
    if to:
        digits = "".join(letter for letter in str(to) if letter not in "+ ()-")
        if not isinstance(to, str) or not PHONE_DIGITS.fullmatch(digits):
            raise invalid_parameter("The parameter to is not a valid phone number.")
    if user_id and not (isinstance(user_id, str) and USER_ID.fullmatch(user_id)):
        raise invalid_parameter("The parameter recipient is not a valid business-scoped user id.")
    return Recipient(phone=digits, user_id=user_id or None, input=str(to or user_id))


def _check_context(context: Any) -> None:
    if context is None:
        return
    quoted = context.get("message_id") if isinstance(context, dict) else None
    if not isinstance(quoted, str) or not quoted:
        raise invalid_parameter("The parameter context['message_id'] must be a message id.")


def _check_callback_data(data: Any) -> None:
    if data is None:
        return
    if not isinstance(data, str) or len(data) > CALLBACK_DATA_LIMIT:
        raise invalid_parameter(
            f"Param biz_opaque_callback_data must be a string of at most {CALLBACK_DATA_LIMIT} "
            "characters."
        )


def _check_text(content: Any) -> None:
    text = content.get("body") if isinstance(content, dict) else None
    if not isinstance(text, str) or not text:
        raise invalid_parameter("The parameter text['body'] is required.")
    if len(text) > TEXT_LIMIT:
        raise invalid_parameter(f"Param text['body'] must be at most {TEXT_LIMIT} characters long.")


def _check_media(content: Any) -> None:
    known = isinstance(content, dict) and (content.get("id") or content.get("link"))
    if not known:
        raise invalid_parameter("Media needs an id or a link.")
    caption = content.get("caption")
    if caption is not None and (not isinstance(caption, str) or len(caption) > CAPTION_LIMIT):
        raise invalid_parameter(f"Param caption must be at most {CAPTION_LIMIT} characters long.")


def _check_audio(content: Any) -> None:
    _check_media(content)
    if not isinstance(content.get("voice", False), bool):
        raise invalid_parameter("Param audio['voice'] must be a boolean.")
    if "caption" in content:
        raise invalid_parameter("Param audio['caption'] is not supported.")


def _check_reaction(content: Any) -> None:
    if not isinstance(content, dict) or not isinstance(content.get("message_id"), str):
        raise invalid_parameter("The parameter reaction['message_id'] is required.")
    emoji = content.get("emoji")
    if not isinstance(emoji, str) or len(emoji) > EMOJI_LIMIT or (emoji and emoji.isascii()):
        raise invalid_parameter("The parameter reaction['emoji'] must be an emoji, or empty.")


def _check_shape(content: Any) -> None:
    if not isinstance(content, dict | list):
        raise invalid_parameter("The content of the message must be an object.")


_CONTENT: dict[str, Callable[[Any], None]] = {
    "text": _check_text,
    **dict.fromkeys(MEDIA_KINDS, _check_media),
    "audio": _check_audio,
    "reaction": _check_reaction,
    **dict.fromkeys(("location", "contacts", "interactive", "template"), _check_shape),
}
