"""The other side of a channel: a provider that sends, and one that gives out files."""

from __future__ import annotations

import hashlib
import io
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO, BinaryIO

from chalicelib.core.ids import ConnectionId
from chalicelib.domains.conversations.events import MessageKind
from chalicelib.domains.conversations.ports import (
    Accepted,
    FetchedMedia,
    FileToSend,
    FileUnavailableError,
    MediaCorruptError,
    MediaGoneError,
    MediaTooLargeError,
    MediaUnavailableError,
    OutcomeUnknown,
    ReactionToSend,
    Refused,
    SendOutcome,
    TemplateToSend,
    TextToSend,
)

LOST_ANSWER = OutcomeUnknown("the provider took it and its answer was lost")


class FakeSender:
    """ChannelSender that accepts; `script` holds other outcomes for the next calls.

    `taken` are the texts the provider has, in order: accepted ones and those whose
    answer was lost; `taken_files` are the files, `taken_templates` the templates. `on_taken`
    and `on_template` run before the answer returns.
    """

    def __init__(self) -> None:
        self.script: deque[SendOutcome] = deque()
        self.calls: list[TextToSend] = []
        self.taken: list[tuple[str, TextToSend]] = []
        self.on_taken: Callable[[str, TextToSend], None] | None = None
        self.taken_files: list[tuple[str, FileToSend]] = []
        self.taken_templates: list[tuple[str, TemplateToSend]] = []
        self.on_template: Callable[[str, TemplateToSend], None] | None = None
        self.signals: list[tuple[str, bool]] = []
        self.reactions: list[ReactionToSend] = []
        self._lock = threading.Lock()

    def mark_read(self, connection_id: ConnectionId, provider_id: str, *, typing: bool) -> None:
        self.signals.append((provider_id, typing))

    def send_text(self, message: TextToSend) -> SendOutcome:
        with self._lock:
            self.calls.append(message)
            outcome = self.script.popleft() if self.script else None
            if isinstance(outcome, Refused):
                return outcome
            if isinstance(outcome, OutcomeUnknown) and outcome is not LOST_ANSWER:
                return outcome
            provider_id = f"wamid.out.{len(self.taken)}"
            self.taken.append((provider_id, message))
        if self.on_taken is not None:
            self.on_taken(provider_id, message)
        return outcome or Accepted(provider_id)

    def send_file(self, message: FileToSend) -> SendOutcome:
        with self._lock:
            outcome = self.script.popleft() if self.script else None
            if isinstance(outcome, Refused):
                return outcome
            provider_id = f"wamid.file.{len(self.taken_files)}"
            self.taken_files.append((provider_id, message))
        return outcome or Accepted(provider_id)

    def send_reaction(self, reaction: ReactionToSend) -> SendOutcome:
        with self._lock:
            outcome = self.script.popleft() if self.script else None
            if isinstance(outcome, Refused | OutcomeUnknown):
                return outcome
            self.reactions.append(reaction)
        return outcome or Accepted(f"wamid.reaction.{len(self.reactions)}")

    def send_template(self, message: TemplateToSend) -> SendOutcome:
        with self._lock:
            outcome = self.script.popleft() if self.script else None
            if isinstance(outcome, Refused):
                return outcome
            if isinstance(outcome, OutcomeUnknown) and outcome is not LOST_ANSWER:
                return outcome
            provider_id = f"wamid.template.{len(self.taken_templates)}"
            self.taken_templates.append((provider_id, message))
        if self.on_template is not None:
            self.on_template(provider_id, message)
        return outcome or Accepted(provider_id)

    def provider_id_of(self, callback_data: str) -> str | None:
        """Under which id the provider has a message, if it has it."""
        found = [taken for taken, message in self.taken if message.callback_data == callback_data]
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class FakeFile:
    """A file at the provider's, and what the provider says of it."""

    content: bytes
    content_type: str
    told_sha256: str | None = None
    told_bytes: int | None = None

    def fetched(self) -> FetchedMedia:
        return FetchedMedia(
            io.BytesIO(self.content),
            len(self.content),
            hashlib.sha256(self.content).hexdigest(),
            self.content_type,
            self.told_bytes,
            self.told_sha256,
        )


class FakeMediaFetcher:
    """MediaFetcher: `files` by the provider's id; the next `failures` calls find it busy.

    `damaged` are what the next calls give out in a file's place.
    """

    def __init__(self) -> None:
        self.files: dict[str, FakeFile] = {}
        self.failures = 0
        self.damaged: deque[bytes] = deque()
        self.too_large: set[str] = set()
        self.asked: list[tuple[str, MessageKind]] = []

    def fetch(
        self, connection_id: ConnectionId, provider_media_id: str, kind: MessageKind
    ) -> FetchedMedia:
        self.asked.append((provider_media_id, kind))
        if self.failures:
            self.failures -= 1
            raise MediaUnavailableError(provider_media_id)
        if provider_media_id in self.too_large:
            raise MediaTooLargeError(provider_media_id)
        if provider_media_id not in self.files:
            raise MediaGoneError(provider_media_id)
        file = self.files[provider_media_id]
        if self.damaged:
            file = replace(file, content=self.damaged.popleft())
        return file.fetched()


class FakeMediaStore:
    """MediaStore in memory; addresses name the key. The next `damaged` contents arrive so."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[bytes, str]] = {}
        self.damaged = 0

    def put(self, key: str, content: IO[bytes], content_type: str, *, sha256: str) -> None:
        whole = content.read()
        if self.damaged:
            self.damaged -= 1
            whole += b"?"
        if hashlib.sha256(whole).hexdigest() != sha256:
            raise MediaCorruptError(key)
        self.kept[key] = (whole, content_type)

    def open(self, key: str, ends_at: datetime) -> BinaryIO:
        if key not in self.kept:
            raise FileUnavailableError(key)
        return io.BytesIO(self.kept[key][0])

    def signed_url(self, key: str, *, content_type: str, filename: str | None) -> str:
        return f"https://media.test/{key}"
