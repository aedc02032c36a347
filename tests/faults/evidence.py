"""What the oracle knows: what customers said, agents were told, the provider has, and is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from chalicelib.domains.conversations import rules
from tests.faults.agents import Agent, Post
from tests.faults.crowd import Said
from tests.faults.provider import Sent
from tests.faults.screens import Screen
from tests.faults.world import World
from tests.integration.journey.pictures import Stored


class Finding(NamedTuple):
    """One thing that must not be. `about`: the id of a conversation or a provider's id."""

    kind: str
    about: str
    text: str


@dataclass(slots=True)
class Evidence:
    """Gathered when all has come to rest; `screens` by socket."""

    said: list[Said]
    posts: list[Post]
    sent: dict[str, Sent]
    order: list[str]
    screens: list[tuple[str, Screen]]
    stored: Stored

    @classmethod
    def of(
        cls, world: World, said: list[Said], posts: list[Post], agents: Sequence[Agent]
    ) -> Evidence:
        screens = [(one.socket, screen) for one in agents for screen in one.screens.values()]
        provider = world.provider
        return cls(said, posts, provider.sent, provider.order, screens, Stored.of(world))

    @property
    def unconfirmed(self) -> int:
        """Messages of which nobody knows whether they arrived, and that say so."""
        return sum(rules.status_of(one) == "unconfirmed" for one in self.stored.messages)
