"""Which pattern of ours a path has. The gateway knows one path only, under which everything is:

each of ours would be two resources of a stack that may have five hundred, and one of three
hundred that an API may have (ADR 0045).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

ROOT = "/v1"
EVERYTHING = f"{ROOT}/{{proxy+}}"
"""The gateway's own path."""


class Matched(NamedTuple):
    """A pattern, and what stands in its braces, as it was sent."""

    pattern: str
    parameters: dict[str, str]


class Paths:
    """A tree of patterns by their segments; a word goes before a parameter."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._root = _Node()
        for pattern in patterns:
            self._root.add(pattern.strip("/").split("/"), pattern)

    def match(self, path: str) -> Matched | None:
        """`path` is percent-encoded, as the gateway hands it over; a slash at its end is none."""
        values: list[str] = []
        pattern = self._root.find(path.strip("/").split("/"), values)
        if pattern is None:
            return None
        names = [one[1:-1] for one in pattern.split("/") if one.startswith("{")]
        return Matched(pattern, dict(zip(names, values, strict=True)))


class _Node:
    """One segment; its names of parameters are those of each pattern."""

    def __init__(self) -> None:
        self._words: dict[str, _Node] = {}
        self._any: _Node | None = None
        self._pattern: str | None = None

    def add(self, segments: list[str], pattern: str) -> None:
        if not segments:
            self._pattern = pattern
            return
        first, *rest = segments
        if first.startswith("{"):
            self._any = self._any or _Node()
            self._any.add(rest, pattern)
        else:
            self._words.setdefault(first, _Node()).add(rest, pattern)

    def find(self, segments: list[str], values: list[str]) -> str | None:
        if not segments:
            return self._pattern
        first, *rest = segments
        if (word := self._words.get(first)) and (found := word.find(rest, values)):
            return found
        if self._any is None or not first:
            return None
        values.append(first)
        found = self._any.find(rest, values)
        if found is None:
            values.pop()
        return found
