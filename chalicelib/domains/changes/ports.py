"""What held changes need from storage and from the rest of the product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from chalicelib.core.change import Change
from chalicelib.domains.access.models import People, Principal
from chalicelib.domains.changes.models import ChangeId, ChangeRequest, Swap

Image = dict[str, Any]
"""A whole item as the table has it."""
ItemKey = tuple[str, str]


class SwapsRefusedError(Exception):
    """What was to be changed is not as it was."""


class ChangeStore(Protocol):
    """Requests for changes, and the items that they are about."""

    def swaps_of(self, writes: Sequence[Any]) -> list[Swap]:
        """What a transaction would change. Raises TransactionRefusedError as it would itself."""

    def add(self, new: ChangeRequest, swaps: Sequence[Swap], change: Change) -> None: ...

    def get(self, change_id: ChangeId) -> ChangeRequest | None:
        """Read strongly."""

    def swaps(self, change_id: ChangeId) -> list[Swap]:
        """What it would write."""

    def open(self) -> list[ChangeRequest]:
        """Those that wait, oldest first."""

    def page(self, before: ChangeId | None, limit: int) -> list[ChangeRequest]:
        """Newest first, those that wait included."""

    def replace(self, new: ChangeRequest, old: ChangeRequest, change: Change) -> None:
        """Raises VersionConflictError where it was decided on meanwhile."""

    def carry_out(
        self,
        new: ChangeRequest,
        old: ChangeRequest,
        swaps: Sequence[Swap],
        *,
        change: Change,
        told: Change,
        since: str,
    ) -> None:
        """Write the swaps (as `change`) and that it is done (as `told`), all or nothing.

        Raises VersionConflictError where the request is not as `old`, SwapsRefusedError where
        an item is not, BusyError where any configuration changed since the stamp.
        """

    def stamp(self) -> str:
        """Changes with every change of configuration."""

    def images(self, swaps: Sequence[Swap]) -> Mapping[ItemKey, Image | None]:
        """The items as they stand, read strongly."""


class ImaginedPeople(Protocol):
    """People, roles and queues as they are, and as they would be."""

    def load(self) -> People: ...

    def load_with(self, images: Mapping[ItemKey, Image]) -> People:
        """With these items in the place of those that stand there."""


class Foresight(Protocol):
    """Looks at people and roles as they would be."""

    def require_sound(self, images: Mapping[ItemKey, Image], voucher: Principal) -> None:
        """Raises NotYoursToGrantError, LastAdministratorError, RoleInUseError,
        RoleNotGrantableError, QueueOutOfScopeError.
        """


class Telling(Protocol):
    """Tells people of changes that wait and of what became of them."""

    def asked(self, request: ChangeRequest) -> None: ...

    def closed(self, request: ChangeRequest) -> None: ...
