"""Splits what a number brings along from the provider's own app: history and address book.

A delivery of history may hold thousands of messages of hundreds of people (Meta, coexistence,
2025-11): pieces of it are small enough to be stored in a few seconds each. Only the standard
library.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from chalicelib.adapters.channels.raw_update import Part

HISTORY, ADDRESS_BOOK = "history", "smb_app_state_sync"

_MOST_MESSAGES = 100
_MOST_BYTES = 150_000  # so that a piece fits a queue message
_MOST_NAMES = 100

Json = dict[str, Any]
Piece = tuple[Part, Any]


def pieces_of(field: str, value: Json) -> Iterator[Piece]:
    """What a change of one of these fields holds; nothing of it is left out.

    A part of another shape than we know is `kept`. The pieces of the same change are the same.
    """
    if field == HISTORY:
        yield from _of_history(value)
    elif _is_list_of_objects(value.get("state_sync")):
        entries = value["state_sync"]
        for start in range(0, len(entries), _MOST_NAMES):
            yield "names", entries[start : start + _MOST_NAMES]
    else:
        yield "kept", value


def _of_history(value: Json) -> Iterator[Piece]:
    chunks, later = value.get("history"), value.get("messages")
    if not (_is_list_of_objects(chunks) or _is_list_of_objects(later)):
        yield "kept", value
        return
    for chunk in chunks or ():
        yield from _of_chunk(chunk)
    for messages in _cut(later or []):
        yield "past", [{"messages": messages}]


def _of_chunk(chunk: Json) -> Iterator[Piece]:
    """One delivery of the synchronisation: threads and how far it has come, or why it ends."""
    threads = chunk.get("threads") or []
    if not (_is_list_of_objects(threads) and all(map(_has_messages, threads))):
        yield "kept", chunk
        return
    yield from (("past", piece) for piece in _packed(threads))
    if rest := {key: part for key, part in chunk.items() if key != "threads"}:
        yield "progress", rest


def _packed(threads: list[Json]) -> Iterator[list[Json]]:
    """Threads in pieces of so many messages and bytes; a long thread is in several."""
    piece: list[Json] = []
    messages = size = 0
    for thread in threads:
        for part in _cut(thread["messages"]):
            length = _bytes_of(part)
            if piece and (messages + len(part) > _MOST_MESSAGES or size + length > _MOST_BYTES):
                yield piece
                piece, messages, size = [], 0, 0
            piece.append({**thread, "messages": part})
            messages, size = messages + len(part), size + length
    if piece:
        yield piece


def _cut(messages: list[Any]) -> Iterator[list[Any]]:
    """Messages in parts of one piece at most; one that is too large stands alone."""
    part: list[Any] = []
    size = 0
    for message in messages:
        length = _bytes_of(message)
        if part and (len(part) == _MOST_MESSAGES or size + length > _MOST_BYTES):
            yield part
            part, size = [], 0
        part.append(message)
        size += length
    if part:
        yield part


def _bytes_of(value: Any) -> int:
    return len(json.dumps(value, separators=(",", ":")))


def _has_messages(thread: Json) -> bool:
    return isinstance(thread.get("messages"), list)


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)
