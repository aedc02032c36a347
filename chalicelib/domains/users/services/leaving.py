"""People who leave, for good or customers only, and who come back.

The write that keeps them out comes first. All that follows it may be repeated: who was
deactivated by a request that died half way is deactivated again, and what is left is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, from_ms, to_ms
from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.access.models import People, Principal, User
from chalicelib.domains.access.services.one_time_links import OneTimeLinks
from chalicelib.domains.users import rules
from chalicelib.domains.users.errors import OwnAccountError, RetiredRoleError
from chalicelib.domains.users.ports import HeldConversations, OpenSockets
from chalicelib.domains.users.services.keeping import UserKeeping

CLEARED_FOR = timedelta(minutes=15)
"""So long after somebody left it is looked whether another container, which did not know yet,
has given them a conversation."""


class Leaving:
    """The use cases of a person's leaving and coming back."""

    def __init__(
        self,
        keeping: UserKeeping,
        people: Callable[[], People],
        held: HeldConversations,
        sockets: OpenSockets,
        links: OneTimeLinks,
        clock: Clock,
    ) -> None:
        self._keeping = keeping
        self._people = people
        self._held = held
        self._sockets = sockets
        self._links = links
        self._clock = clock

    def held_by(self, user_id: UserId) -> Mapping[QueueId, int]:
        """How many conversations would go back to which queue."""
        return self._held.held_by(user_id)

    def deactivate(self, user_id: UserId, principal: Principal, change: Change) -> User:
        """Keep somebody out from now on, end their sockets, and give back what they hold.

        Their sessions end with the epoch. Raises NotFoundError, OwnAccountError,
        RoleNotGrantableError, LastAdministratorError.
        """
        if user_id == principal.user_id:
            raise OwnAccountError

        def gone(people: People, old: User) -> User:
            rules.require_grantable(principal, people, old, old)
            if not old.is_active:
                return old
            left_at = from_ms(change.at_ms)
            return replace(old, is_active=False, epoch=old.epoch + 1, deactivated_at=left_at)

        user = self._keeping.decide(user_id, gone, replace(change, event="user.deactivated"))
        self._links.withdraw("invitation", user_id)
        self._sockets.hang_up_all(user_id)
        self.give_back(user_id, change)
        return user

    def reactivate(self, user_id: UserId, principal: Principal, change: Change) -> User:
        """Let somebody in again, as who they were; who was never in is invited again.

        Raises NotFoundError, RoleNotGrantableError, RetiredRoleError.
        """

        def back(people: People, old: User) -> User:
            rules.require_grantable(principal, people, old, old)
            if old.is_active:
                return old
            if people.roles[old.role].is_retired:
                raise RetiredRoleError
            return replace(old, is_active=True, deactivated_at=None)

        return self._keeping.decide(user_id, back, replace(change, event="user.reactivated"))

    def give_back(self, user_id: UserId, change: Change) -> int:
        """What somebody holds goes back to its queues; answers how many went."""
        return self._held.everything_of(user_id, replace(change, event="conversation.released"))

    def sweep(self, actor: str) -> int:
        """Give back what those who left a moment ago hold yet; answers how many went."""
        now = self._clock.now()
        gone = [
            one.id
            for one in self._people().users.values()
            if one.deactivated_at and now - one.deactivated_at < CLEARED_FOR
        ]
        change = Change("conversation.released", actor, to_ms(now))
        return sum(self.give_back(one, change) for one in gone)
