"""What the oracle knows: what customers said, agents were told, the provider has, and is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from chalicelib.domains.conversations import rules
from tests.faults.agents import Agent, Post
from tests.faults.crowd import Said
from tests.faults.provider import Sent
from tests.faults.world import World
from tests.integration.journey.pictures import Stored


class Finding(NamedTuple):
    """One thing that must not be. `about`: a conversation or provider id."""

    kind: str
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Gathered when all has come to rest."""

    said: Sequence[Said]
    posts: Sequence[Post]
    agents: Sequence[Agent]
    sent: dict[str, Sent]
    order: Sequence[str]
    stored: Stored

    @classmethod
    def of(
        cls, world: World, said: Sequence[Said], posts: Sequence[Post], agents: Sequence[Agent]
    ) -> Evidence:
        provider = world.provider
        return cls(said, posts, agents, provider.sent, provider.order, Stored.of(world))

    @property
    def unconfirmed(self) -> int:
        """Messages of which nobody knows whether they arrived, and that say so."""
        return sum(rules.status_of(one) == "unconfirmed" for one in self.stored.messages)
