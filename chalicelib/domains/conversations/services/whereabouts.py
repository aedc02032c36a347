"""Remembers for seconds where customers' messages went, so that a lively chat costs no reads.

Only a hint: HEAD decides. It refuses when the episode was closed or merged meanwhile, and
then pointers are read strongly; identities never point back at another contact.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

from chalicelib.core.clock import Clock
from chalicelib.core.ids import ConnectionId
from chalicelib.domains.contacts.models import Identity
from chalicelib.domains.contacts.service import Identified
from chalicelib.domains.conversations.services.episodes import Episode

REMEMBERED = timedelta(seconds=30)
MOST = 1_000

Customer = tuple[ConnectionId, tuple[Identity, ...]]


class Whereabouts:
    """Customers of a connection and their episodes, per container."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: OrderedDict[Customer, tuple[datetime, Episode]] = OrderedDict()

    def get(self, customer: Customer) -> tuple[Identified, Episode] | None:
        """Who a customer is and where their last message went, if that was moments ago."""
        found = self._known.get(customer)
        if found is None or found[0] < self._clock.now():
            return None
        episode = found[1]
        return Identified(episode.contact_id), episode

    def put(self, customer: Customer, episode: Episode) -> None:
        """A message of the customer has just gone there."""
        self._known[customer] = (self._clock.now() + REMEMBERED, episode)
        self._known.move_to_end(customer)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
