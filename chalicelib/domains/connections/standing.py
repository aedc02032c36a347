"""What the provider tells of the account and number behind a connection, and what follows.

Pure. Of each topic the newest word by the provider's own time counts, whatever the order in
which the words arrive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Topic = Literal["ban", "link", "restriction", "violation", "review", "limit", "quality", "name"]
RestrictionKind = Literal["banned", "disconnected", "restricted", "ban_scheduled"]


@dataclass(frozen=True, slots=True)
class Forbidden:
    """One thing that an account may not do, in the provider's word, for a while or for good."""

    what: str
    until_second: int | None = None
    stops_answers: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """The provider's word on a topic; None where nothing of its kind is so any more.

    `detail` is its reason, or the name it is about. `intake_ms` decides within a second.
    """

    topic: Topic
    word: str | None
    second: int
    intake_ms: int
    detail: str | None = None
    forbidden: tuple[Forbidden, ...] = ()

    @property
    def since_ms(self) -> int:
        return self.second * 1000


@dataclass(frozen=True, slots=True)
class Restriction:
    """What keeps a connection from being used, until when (None: not told), and how far."""

    kind: RestrictionKind
    reasons: tuple[str, ...]
    since_ms: int
    until_ms: int | None
    stops_sending: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts that are known, one of a topic."""

    facts: Mapping[Topic, Fact] = field(default_factory=dict, hash=False)

    def told(self, facts: Iterable[Fact]) -> Standing:
        """The standing after these words; itself where they are no news."""
        known = dict(self.facts)
        for fact in facts:
            standing = known.get(fact.topic)
            if standing is None or _order(standing) < _order(fact):
                known[fact.topic] = fact
        return self if known == self.facts else Standing(known)

    def fact(self, topic: Topic) -> Fact | None:
        """The fact of a topic, where something is so."""
        fact = self.facts.get(topic)
        return fact if fact is not None and fact.word is not None else None

    def restriction(self, now_ms: int) -> Restriction | None:
        """The gravest of what restricts it now."""
        found = (self._ban(), self._link(), self._forbidden(now_ms))
        known = [one for one in found if one is not None]
        return min(known, key=lambda one: not one.stops_sending, default=None)

    def _ban(self) -> Restriction | None:
        ban = self.fact("ban")
        if ban is None:
            return None
        is_scheduled = ban.word == "ban_scheduled"
        return Restriction(
            kind="ban_scheduled" if is_scheduled else "banned",
            reasons=(ban.detail,) if ban.detail else (),
            since_ms=ban.since_ms,
            until_ms=None,
            stops_sending=not is_scheduled,
        )

    def _link(self) -> Restriction | None:
        link = self.fact("link")
        if link is None:
            return None
        reasons = (link.detail,) if link.detail else ()
        return Restriction("disconnected", reasons, link.since_ms, None, stops_sending=True)

    def _forbidden(self, now_ms: int) -> Restriction | None:
        """What is forbidden ends by itself; nobody tells."""
        told = self.fact("restriction")
        if told is None:
            return None
        left = [
            one
            for one in told.forbidden
            if one.until_second is None or one.until_second * 1000 > now_ms
        ]
        if not left:
            return None
        ends = [one.until_second for one in left if one.until_second is not None]
        return Restriction(
            kind="restricted",
            reasons=tuple(one.what for one in left),
            since_ms=told.since_ms,
            until_ms=max(ends) * 1000 if len(ends) == len(left) else None,
            stops_sending=any(one.stops_answers for one in left),
        )


def _order(fact: Fact) -> tuple[int, int]:
    return fact.second, fact.intake_ms
