"""Asks people in by a link that serves once, and lets them in with a password of their own.

What makes a link good is that they have not come yet: the write of their password takes that
away, whoever of two was faster.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.core.change import Change
from chalicelib.core.clock import from_ms
from chalicelib.core.ids import UserId
from chalicelib.domains.access.errors import LinkNotGoodError
from chalicelib.domains.access.models import (
    AccessPolicy,
    IssuedLink,
    OneTimeLink,
    People,
    Principal,
    User,
    Visit,
)
from chalicelib.domains.access.ports import PeopleRepository
from chalicelib.domains.access.services.one_time_links import OneTimeLinks
from chalicelib.domains.security.services.entrance import Entrance, Entry
from chalicelib.domains.security.services.password_book import PasswordBook
from chalicelib.domains.users import rules
from chalicelib.domains.users.errors import NotInvitedError
from chalicelib.domains.users.ports import InvitationMail
from chalicelib.domains.users.services.keeping import UserKeeping


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who was asked in; `link` only where it was not mailed and is to be handed over."""

    user: User
    link: IssuedLink | None


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is asked in, and by which link."""

    user: User
    link: OneTimeLink


class Invitations:
    """The use cases of coming in for the first time."""

    def __init__(
        self,
        repository: PeopleRepository,
        keeping: UserKeeping,
        links: OneTimeLinks,
        mail: InvitationMail,
        book: PasswordBook,
        entrance: Entrance,
        policy: AccessPolicy,
    ) -> None:
        self._repository = repository
        self._keeping = keeping
        self._links = links
        self._mail = mail
        self._book = book
        self._entrance = entrance
        self._policy = policy

    def invite(
        self, user_id: UserId, principal: Principal, address: Callable[[], str], change: Change
    ) -> Asked:
        """Mail a link to somebody who has not come yet; an earlier one serves no more.

        Raises NotFoundError, NotInvitedError, RoleNotGrantableError.
        """

        def asked(people: People, old: User) -> User:
            rules.require_grantable(principal, people, old, old)
            if old.state != "invited":
                raise NotInvitedError
            return replace(old, invited_at=from_ms(change.at_ms))

        change = replace(change, event="user.invited")
        user = self._keeping.decide(user_id, asked, change)
        seconds = self._policy.invitation_seconds
        link = self._links.issue("invitation", user.id, lifetime_seconds=seconds, change=change)
        is_mailed = self._mail.invite(user, link, address, change)
        return Asked(user, None if is_mailed else link)

    def revoke(self, user_id: UserId, principal: Principal, change: Change) -> User:
        """Let no link of theirs serve; they may be invited again.

        Raises NotFoundError, NotInvitedError, RoleNotGrantableError.
        """

        def unasked(people: People, old: User) -> User:
            rules.require_grantable(principal, people, old, old)
            if old.state != "invited":
                raise NotInvitedError
            return replace(old, epoch=old.epoch + 1)

        self._links.withdraw("invitation", user_id)
        change = replace(change, event="user.invitation_revoked")
        return self._keeping.decide(user_id, unasked, change)

    def look_at(self, token: str) -> Invited:
        """Whom a link is for. Raises LinkNotGoodError."""
        link = self._links.look_at("invitation", token)
        user = self._repository.load().users.get(UserId(link.subject))
        if user is None or user.state != "invited":
            raise LinkNotGoodError
        return Invited(user, link)

    def accept(self, token: str, password: str, visit: Visit, change: Change) -> Entry:
        """Choose the first password and come in.

        Raises LinkNotGoodError, PasswordRefusedError, and what `Entrance.come_in` raises.
        """
        invited = self.look_at(token).user
        password_hash = self._book.hash_of_good(invited, password)

        def came(_: People, old: User) -> User:
            if old.state != "invited":
                raise LinkNotGoodError
            return replace(old, password_hash=password_hash, invited_at=None, one_time_until=None)

        change = replace(change, event="user.joined", actor=invited.id, role=invited.role)
        user = self._keeping.decide(invited.id, came, change)
        self._links.withdraw("invitation", user.id)
        self._book.remember(invited, user, replace(change, event="user.password_changed"))
        return self._entrance.come_in(user, visit, replace(change, event="session.opened"))
