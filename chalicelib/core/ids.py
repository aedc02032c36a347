"""Identifiers: random ones that sort by birth, and deterministic ones for what a provider named.

A message id is also its place in the thread: provider second, then arrival with us
(intake millisecond and place in the POST), then a digest of the provider's id, so that
two messages never share one. Text order of the ids is the order of the thread.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import NewType

ContactId = NewType("ContactId", str)
ConversationId = NewType("ConversationId", str)
MessageId = NewType("MessageId", str)
UserId = NewType("UserId", str)
QueueId = NewType("QueueId", str)
ConnectionId = NewType("ConnectionId", str)
AppId = NewType("AppId", str)
ApplicationId = NewType("ApplicationId", str)

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: sorts as its values do
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_MAX_PLACE = 32**2 - 1
_INSTANT_LETTERS = 9


def base32(value: int, length: int) -> str:
    """A non-negative integer in `length` letters, most significant first.

    Raises ValueError where it does not fit.
    """
    if value < 0 or value >> (5 * length):
        raise ValueError(f"{value} does not fit {length} letters")
    return "".join(_ALPHABET[value >> shift & 31] for shift in range(5 * (length - 1), -1, -5))


def from_base32(text: str) -> int:
    """The integer that `base32` wrote. Raises ValueError for a letter it does not use."""
    value = 0
    for letter in text:
        if letter not in _VALUES:
            raise ValueError(f"{letter!r} is no base32 letter")
        value = value << 5 | _VALUES[letter]
    return value


def new_id(now_ms: int) -> str:
    """A random id of 19 letters that sorts by its millisecond."""
    return base32(now_ms, _INSTANT_LETTERS) + base32(secrets.randbits(50), 10)


_BEFORE_ALL = "00"  # of a year that no id of ours is born in


def born_ms(identifier: str) -> int:
    """The millisecond in which a random id was made."""
    return from_base32(identifier[:_INSTANT_LETTERS])


def history_id(connection_id: ConnectionId, address: str) -> ConversationId:
    """The id of what was said on a connection with an address before we knew of either.

    The same whoever asks, told from any other by `is_history_id`, and before all others.
    """
    return ConversationId(_BEFORE_ALL + digest(f"{connection_id}#{address}", 17))


def is_history_id(identifier: ConversationId) -> bool:
    """Whether a conversation's id is one that `history_id` makes."""
    return identifier.startswith(_BEFORE_ALL)


def digest(text: str, length: int) -> str:
    """A deterministic digest in `length` base32 letters (at most 50)."""
    wide = int.from_bytes(hashlib.sha256(text.encode()).digest()[:32], "big")
    return base32(wide >> (256 - 5 * length), length)


@dataclass(frozen=True, slots=True, order=True)
class Arrival:
    """When and where in its POST something reached us: the order within one second."""

    intake_ms: int
    place: int = 0


def message_id(second: int, arrival: Arrival, provider_id: str) -> MessageId:
    """The id of a message: 23 letters that sort by provider second, then by arrival."""
    return MessageId(
        base32(second, 7)
        + base32(arrival.intake_ms, 9)
        + base32(min(arrival.place, _MAX_PLACE), 2)
        + digest(provider_id, 5)
    )


def message_second(identifier: MessageId) -> int:
    """The provider's second that a message id carries."""
    return from_base32(identifier[:7])


def message_arrival_ms(identifier: MessageId) -> int:
    """The millisecond of intake that a message id carries."""
    return from_base32(identifier[7:16])


def is_message_id(text: str) -> bool:
    """Whether a text has the shape of a message id."""
    return _is_base32(text, 23)


def is_id(text: str) -> bool:
    """Whether a text has the shape of an id of ours (`new_id`)."""
    return _is_base32(text, 19)


def is_instant(text: str) -> bool:
    """Whether a text has the shape of a millisecond in the order of texts (`base32`)."""
    return _is_base32(text, 9)


def _is_base32(text: str, length: int) -> bool:
    return len(text) == length and all(letter in _VALUES for letter in text)
