"""Fetches customers' files at once, types them by content, keeps those that are sound and harmless.

What is not kept says why; the message it belongs to stays.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.file_types import (
    ANY_TYPE,
    HEAD_BYTES,
    content_type_of,
    is_program,
)
from chalicelib.core.ids import ConversationId, MessageId
from chalicelib.core.observability import logger
from chalicelib.domains.conversations.errors import MediaNotFailedError
from chalicelib.domains.conversations.models import Media, MediaFailure, Message
from chalicelib.domains.conversations.ports import (
    FetchedMedia,
    MediaCorruptError,
    MediaFetcher,
    MediaProgramError,
    MediaRefusedError,
    MediaStore,
    MediaUnavailableError,
    MessageStore,
)

_ROUNDS = 10


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
            kept = self._kept_once_more(message, message.media)
        except MediaRefusedError as exc:
            kept = _failed(message.media, exc.failure, exc)
        except MediaUnavailableError as exc:
            if not last_try:
                raise
            kept = _failed(message.media, "unavailable", exc)
        self._save(message, kept)

    def _kept_once_more(self, message: Message, media: Media) -> Media:
        """The file stored; one that was damaged on its way is fetched a second time."""
        try:
            return self._kept(message, media)
        except MediaCorruptError:
            return self._kept(message, media)

    def _kept(self, message: Message, media: Media) -> Media:
        """The file fetched, looked at, and stored. Raises MediaRefusedError and its like."""
        fetched = self._fetcher().fetch(
            message.connection_id, media.provider_media_id or "", message.kind
        )
        with fetched.content as content:
            if not _is_as_told(fetched, media):
                raise MediaCorruptError("the file is not the one that the provider described")
            head = content.read(HEAD_BYTES)
            content.seek(0)
            if is_program(head, media.filename):
                raise MediaProgramError("the file is a program")
            content_type = content_type_of(head, _claimed(fetched, media))
            key = f"{message.conversation_id}/{message.id}"
            self._store.put(key, content, content_type, sha256=fetched.sha256)
        return replace(
            media,
            state="ready",
            content_type=content_type,
            bytes=fetched.bytes,
            sha256=fetched.sha256,
            key=key,
        )

    def fetch_again(self, message: Message, change: Change) -> Message:
        """Ask for a failed file once more. Raises MediaNotFailedError."""
        if message.media is None or message.media.state != "failed":
            raise MediaNotFailedError
        new = replace(message, media=replace(message.media, state="fetching", failure=None))
        if self._messages.save(message, new, replace(change, event="message.changed")):
            raise MediaNotFailedError
        return replace(new, version=message.version + 1)

    def url_of(self, message: Message) -> str | None:
        """A short-lived address of a message's file, while there is one to show."""
        media = message.media
        if media is None or media.key is None or media.state != "ready":
            return None
        if message.revoked_at_ms is not None:  # its author took it back
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


def _failed(media: Media, failure: MediaFailure, reason: Exception) -> Media:
    logger.info("media not kept", extra={"failure": failure, "reason": str(reason)})
    return replace(media, state="failed", failure=failure)


def _claimed(fetched: FetchedMedia, media: Media) -> str:
    """The webhook's word on the type, or that of the file's host where the webhook had none."""
    return fetched.content_type if media.content_type == ANY_TYPE else media.content_type


def _is_as_told(fetched: FetchedMedia, media: Media) -> bool:
    """Whether every hash that the provider told is that of the file; without any, its size."""
    told = [_hex(one) for one in (media.sha256, fetched.told_sha256) if one]
    known = [one for one in told if one]
    if known:
        return all(one == fetched.sha256 for one in known)
    return fetched.told_bytes in (None, fetched.bytes)


def _hex(told: str) -> str | None:
    """The provider tells hashes in hexadecimal or in base64; None where it is neither."""
    try:
        raw = bytes.fromhex(told) if len(told) == 64 else base64.b64decode(told, validate=True)
    except ValueError:
        return None
    return raw.hex() if len(raw) == 32 else None
