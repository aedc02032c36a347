"""The colours that tell by whom something on a thread is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from chalicelib.domains.configuration.models import Configured

Author = Literal["customer", "agent", "bot", "note"]
Scheme = Literal["light", "dark"]


class Pair(NamedTuple):
    """A colour for each scheme, as `#rrggbb`."""

    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Colours(Configured):
    """What stands behind the words of each; the design's own where nobody chose."""

    customer: Pair = field(default=Pair("#f1f0ee", "#26282c"))
    agent: Pair = field(default=Pair("#e1ebff", "#273657"))
    bot: Pair = field(default=Pair("#ffffff", "#18191d"))
    note: Pair = field(default=Pair("#fef5ce", "#352d15"))


AUTHORS: tuple[Author, ...] = ("customer", "agent", "bot", "note")
