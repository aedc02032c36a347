"""Labels: what a conversation or a message is marked with."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NewType

from chalicelib.core.ids import base32
from chalicelib.domains.configuration.models import Configured

LabelId = NewType("LabelId", str)
Colour = Literal["rojo", "naranja", "verde", "azul", "violeta", "cian", "rosa", "gris"]
"""The eight hues that the client has for both schemes."""

LABELS_AT_ONCE = 8
"""How many a conversation or a message bears: HEAD has no room for more."""

_ID_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Label(Configured):
    """`seen_by` and `used_by` are names of roles; empty: all, and all who see it."""

    id: LabelId
    colour: Colour = "gris"
    description: str = ""
    seen_by: frozenset[str] = frozenset()
    used_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Labelling:
    """Labels that something is to bear, by somebody who saw it with those of `seen`."""

    wanted: Sequence[str]
    seen: Sequence[str]


def new_label_id() -> LabelId:
    """A random id short enough that HEAD takes eight of them."""
    return LabelId(base32(secrets.randbits(5 * _ID_LETTERS), _ID_LETTERS))
