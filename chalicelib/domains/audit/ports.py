"""Who puts on record what people do, and where the record is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from chalicelib.core.change import Change
from chalicelib.core.pagination import Page
from chalicelib.domains.audit.models import (
    ActId,
    Link,
    Listed,
    Seal,
    Sighting,
    Verified,
    Wanted,
)


class Witness(Protocol):
    """Puts on record what writes no item; whatever writes one is recorded from the stream.

    `change` says who, when and from where, as that of a write would (`call.change(event)`);
    the event is the sighting's.
    """

    def saw(self, sighting: Sighting, change: Change) -> None:
        """Put it on record before it is done. Raises UnwitnessedError: then do not do it.

        For what may not stay unseen: reveals, exports, searches over customers.
        """

    def noticed(self, sighting: Sighting, change: Change) -> None:
        """Put it on record if that can be done now; a loss is logged and raises an alarm.

        For what is answered anyway: a refused sign-in, the end of a session.
        """


class Item(NamedTuple):
    """What an item of a stream is, by its keys; `values` are by the long names of attributes."""

    kind: str
    id: str
    version: int | None
    values: dict[str, Any]


class Items(Protocol):
    """Reads items from the images of streams, as their repositories name what is in them."""

    def item(self, image: dict[str, Any]) -> Item | None:
        """None for what says nothing of its own: an index, a pointer, a name."""


class Record(Protocol):
    """The chains of entries, and where each act is found. Nothing is ever deleted."""

    def listed(self, act_id: ActId) -> Listed | None:
        """An act by the number that was kept for it; another one may have taken that."""

    def pin(self, listed: Listed, instead_of: int | None) -> bool:
        """Keep a number for an act, or another one than was kept; False where that lost a race.

        From then on a search by time finds it.
        """

    def append(self, link: Link) -> bool:
        """Put an entry at its place; False where one stands there."""

    def enlist(self, listed: Listed) -> None:
        """Let it be found by person, event, entity and application as well."""

    def last(self, shard: int) -> Link | None:
        """The newest entry of a chain, read strongly."""

    def link(self, shard: int, number: int) -> Link | None:
        """One entry, read strongly."""

    def following(self, shard: int, number: int) -> Iterator[Link]:
        """The entries of a chain behind a number, in the order of their keys."""

    def page(self, wanted: Wanted, before: ActId | None, limit: int) -> Page[Listed]:
        """Newest first; a page may be short or empty while there are more."""

    def of_entity(self, kind: str, identifier: str) -> Iterator[Listed]:
        """All that was done with an entity."""

    def erase(self, listed: Listed, change: Change) -> None:
        """Take away its values and what a search finds it by, but for digests and ids."""

    def verified(self, shards: Sequence[int]) -> Sequence[Verified]:
        """How far each chain was verified; nothing yet is the beginning."""

    def keep_verified(self, verified: Verified, change: Change) -> None: ...

    def sealed_at_ms(self) -> int | None:
        """When the heads were sealed last."""

    def keep_sealed(self, at_ms: int, change: Change) -> None: ...


class Seals(Protocol):
    """Seals, where nobody changes or deletes them before their time."""

    def put(self, seal: Seal) -> None:
        """Raises BodyUnavailableError."""

    def of_hour(self, at_ms: int) -> Seal | None:
        """The one of an instant's hour, if it was put. Raises BodyUnavailableError."""

    def all(self) -> Iterator[Seal]:
        """In order; what was put over another counts beside it."""
