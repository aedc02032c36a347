"""Hands a file of ours over to the provider, which answers with an id that messages name.

Nothing is sent by this: whatever goes wrong may be tried again, unless the provider says
that it never takes such a file.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, BinaryIO, cast
from urllib.parse import quote

from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphApi, bearer
from chalicelib.adapters.channels.whatsapp_cloud.outcomes import outcome
from chalicelib.core.clock import Clock
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.conversations.events import DeliveryError
from chalicelib.domains.conversations.ports import (
    FileToSend,
    FileUnavailableError,
    MediaStore,
    Refused,
)

_MAX_ANSWER_BYTES = 100_000


class _TooSlowError(Exception):
    """The time for one file is over."""


class _Timed(io.RawIOBase):
    """A file that cannot be read any more when its time is over."""

    def __init__(self, file: BinaryIO, clock: Clock, ends_at: datetime) -> None:
        self._file, self._clock, self._ends_at = file, clock, ends_at

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self._look_at_clock()
        return self._file.read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def timed(self, answer: Iterable[bytes]) -> Iterator[bytes]:
        """What is said of the file, within the same time."""
        for chunk in answer:
            self._look_at_clock()
            yield chunk

    def _look_at_clock(self) -> None:
        if self._clock.now() > self._ends_at:
            raise _TooSlowError


class GraphUploads:
    """Files on their way to the provider."""

    def __init__(self, api: GraphApi, files: MediaStore, clock: Clock) -> None:
        self._api = api
        self._files = files
        self._clock = clock

    def ends_at(self) -> datetime:
        """When a file must have been read and handed over whose turn is now."""
        return self._clock.now() + timedelta(seconds=self._api.settings.graph_upload_seconds)

    def hand_over(
        self, connection: Connection, token: str, file: FileToSend, ends_at: datetime
    ) -> str | Refused:
        """The provider's id of the file, good for 30 days; or why there is none."""
        try:
            with self._files.open(file.key, ends_at) as content:
                timed = _Timed(content, self._clock, ends_at)
                return self._post(connection, token, file, timed)
        except FileUnavailableError:
            return _again("file_unavailable", "The file cannot be read at the moment")
        except _TooSlowError:
            return _again("upload_too_slow", "Handing the file over took too long")

    def _post(
        self, connection: Connection, token: str, file: FileToSend, content: _Timed
    ) -> str | Refused:
        import httpx  # noqa: PLC0415 - loaded with the first send

        try:
            with self._api.client().stream(
                "POST",
                self._api.settings.url(f"{quote(connection.account, safe='')}/media"),
                data={"messaging_product": "whatsapp", "type": file.content_type},
                files={
                    "file": (file.filename or "file", cast("BinaryIO", content), file.content_type)
                },
                headers=bearer(token),
            ) as answer:
                body = _json(content.timed(answer.iter_bytes()))
                return self._told(answer.status_code, body, answer.headers)
        except httpx.HTTPError as exc:
            return _again("unreachable", f"The file was not handed over: {type(exc).__name__}")

    def _told(self, status: int, body: Any, headers: Any) -> str | Refused:
        media_id = body.get("id") if isinstance(body, dict) else None
        if 200 <= status < 300:
            if isinstance(media_id, str) and media_id:
                return media_id
            return _again("no_media_id", "The provider's answer names no file")
        refused = outcome(status, body, headers, self._clock.now())
        return refused if isinstance(refused, Refused) else _again("unreachable", "No answer")


def _again(code: str, title: str) -> Refused:
    return Refused(DeliveryError(code=code, title=title, detail=None, retryable=True))


def _json(chunks: Iterable[bytes]) -> Any:
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > _MAX_ANSWER_BYTES:
            return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
