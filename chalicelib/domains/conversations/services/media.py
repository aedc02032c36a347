"""Fetches customers' files at once, types them by content, keeps them with their hash."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import ConflictError
from chalicelib.core.ids import ConversationId, MessageId
from chalicelib.domains.conversations.models import Media, Message
from chalicelib.domains.conversations.ports import (
    MediaFetcher,
    MediaGoneError,
    MediaStore,
    MediaUnavailableError,
    MessageStore,
)

_ROUNDS = 10


class MediaNotFailedError(ConflictError):
    """Only a file whose fetching failed is fetched again."""

    code = "media_not_failed"
    detail = "This file is ready or on its way. There is nothing to fetch again."


class MediaKeeper:
    """Use cases of the files of messages."""

    def __init__(
        self,
        messages: MessageStore,
        fetcher: Callable[[], MediaFetcher],
        store: MediaStore,
        clock: Clock,
    ) -> None:
        self._messages = messages
        self._fetcher = fetcher  # a call: readers never fetch and need no HTTP client
        self._store = store
        self._clock = clock

    def fetch(
        self, conversation_id: ConversationId, message_id: MessageId, *, last_try: bool
    ) -> None:
        """Fetch and keep the file of a message; nothing to do where it is settled already.

        Raises MediaUnavailableError where another try may help, unless it was the last.
        """
        message = self._messages.message(conversation_id, message_id)
        if message is None or message.media is None or message.media.state != "fetching":
            return
        try:
            kept = self._kept(message, message.media)
        except MediaGoneError:
            kept = replace(message.media, state="failed")
        except MediaUnavailableError:
            if not last_try:
                raise
            kept = replace(message.media, state="failed")
        self._save(message, kept)

    def _kept(self, message: Message, media: Media) -> Media:
        """The file fetched, checked against the provider's hash, and stored."""
        fetched = self._fetcher().fetch(message.connection_id, media.provider_media_id or "")
        digest = hashlib.sha256(fetched.content).hexdigest()
        told = fetched.sha256 and _hex(fetched.sha256)
        if told and told != digest:
            raise MediaUnavailableError("the file does not have the hash the provider told")
        content_type = content_type_of(fetched.content, media.content_type)
        key = f"{message.conversation_id}/{message.id}"
        self._store.put(key, fetched.content, content_type)
        return replace(
            media,
            state="ready",
            content_type=content_type,
            bytes=len(fetched.content),
            sha256=digest,
            key=key,
        )

    def fetch_again(self, message: Message, change: Change) -> Message:
        """Ask for a failed file once more. Raises MediaNotFailedError."""
        if message.media is None or message.media.state != "failed":
            raise MediaNotFailedError
        new = replace(message, media=replace(message.media, state="fetching"))
        if self._messages.save(message, new, replace(change, event="message.changed")):
            raise MediaNotFailedError
        return replace(new, version=message.version + 1)

    def url_of(self, media: Media) -> str | None:
        """A short-lived address of a file that is ready."""
        if media.state != "ready" or media.key is None:
            return None
        return self._store.signed_url(
            media.key, content_type=media.content_type, filename=media.filename
        )

    def _save(self, message: Message, media: Media) -> None:
        change = Change(event="message.changed", actor="media", at_ms=to_ms(self._clock.now()))
        for _ in range(_ROUNDS):
            refused = self._messages.save(message, replace(message, media=media), change)
            if refused is None or refused.message is None:
                return
            message = refused.message
            if message.media is None or message.media.state != "fetching":
                return


_ACTIVE = {
    "text/html",
    "image/svg+xml",
    "application/xhtml+xml",
    "text/xml",
    "application/xml",
    "application/javascript",
    "text/javascript",
}
_ACTIVE_STARTS = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?xml")
_ANY_TYPE = "application/octet-stream"


def content_type_of(content: bytes, claimed: str) -> str:
    """The type a file is served as: what its content shows, else what was claimed.

    A claim that content of known shape contradicts is not believed; what a browser would
    run is named as such, whatever was claimed; a picture must look like one.
    """
    import filetype  # noqa: PLC0415 - only the media function pays for it

    start = content[:512].lstrip().lower()
    if start.startswith(_ACTIVE_STARTS):
        return "image/svg+xml" if b"<svg" in start else "text/html"
    plain = claimed.partition(";")[0].strip().lower()
    shown: str | None = filetype.guess_mime(content)
    if shown is None:
        return _ANY_TYPE if plain in _ACTIVE or plain.startswith("image/") else claimed
    both_sound = plain.startswith(("audio/", "video/")) and shown.startswith(("audio/", "video/"))
    return claimed if shown == plain or both_sound else shown


def _hex(told: str) -> str | None:
    """The provider tells hashes in hexadecimal or in base64; None where it is neither."""
    if len(told) == 64:
        return told.lower()
    try:
        raw = base64.b64decode(told, validate=True)
    except binascii.Error:
        return None
    return raw.hex() if len(raw) == 32 else None
