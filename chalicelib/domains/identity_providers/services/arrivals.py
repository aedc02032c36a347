"""Whom somebody of a provider is here: who they were before, who has their address, or new.

The account is kept before the person is created, so that whoever comes again after a request
that died half way becomes the same person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.clock import from_ms
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.ids import UserId, new_id
from chalicelib.domains.access.errors import IdentifierTakenError
from chalicelib.domains.access.models import People, User
from chalicelib.domains.identity_providers import rules
from chalicelib.domains.identity_providers.errors import NotAdmittedError
from chalicelib.domains.identity_providers.models import (
    Assignment,
    IdentityProvider,
    ProvenIdentity,
    ProviderAccount,
)
from chalicelib.domains.identity_providers.ports import ProviderAccounts
from chalicelib.domains.users.errors import UnsoundUserError
from chalicelib.domains.users.services.keeping import UserKeeping


class Arrivals:
    """Finds or makes the user whom a proven identity is."""

    def __init__(
        self, accounts: ProviderAccounts, keeping: UserKeeping, people: Callable[[], People]
    ) -> None:
        """`people` reads strongly."""
        self._accounts = accounts
        self._keeping = keeping
        self._people = people

    def user_for(
        self, provider: IdentityProvider, identity: ProvenIdentity, change: Change
    ) -> User:
        """Somebody who may come in, with what the rules give them. Raises NotAdmittedError,
        LastAdministratorError.
        """
        given = rules.assignment(provider, identity.claims)
        account = self._accounts.get(identity.issuer, identity.subject)
        if account is None:
            account = self._first_account(provider, identity, given, change)
        user = self._people().users.get(account.user_id)
        if user is not None:
            return self._welcomed(user, provider, given, change)
        _require_creatable(provider, identity, given)
        return self._created(account, identity, given, change)

    def _first_account(
        self,
        provider: IdentityProvider,
        identity: ProvenIdentity,
        given: Assignment,
        change: Change,
    ) -> ProviderAccount:
        holder = self._holder(identity)
        if holder is not None:
            _require_linkable(provider, identity, holder)
        else:
            _require_creatable(provider, identity, given)
        account = ProviderAccount(
            issuer=identity.issuer,
            subject=identity.subject,
            user_id=holder.id if holder else UserId(new_id(change.at_ms)),
            provider_id=provider.id,
            linked_at=from_ms(change.at_ms),
        )
        return self._accounts.add(account, replace(change, event="provider_account.linked"))

    def _holder(self, identity: ProvenIdentity) -> User | None:
        email = _email_of(identity)
        return self._people().by_email(email) if email else None

    def _welcomed(
        self, user: User, provider: IdentityProvider, given: Assignment, change: Change
    ) -> User:
        """With what the rules say now; who was asked in has come."""
        if not user.is_active:
            raise NotAdmittedError("no_account", recorded="deactivated")
        if provider.keeps_in_step and rules.decides_roles(provider) and given.role is None:
            raise NotAdmittedError("no_role")

        def welcomed(_: People, old: User) -> User:
            changes = rules.in_step(old, given, provider) if provider.keeps_in_step else {}
            if old.invited_at:
                changes |= {"invited_at": None}
            if not changes:
                return old
            new = replace(old, **changes)
            limits = frozenset(one for one in new.channel_limits if one[0] in new.queue_ids)
            return replace(new, channel_limits=limits)

        event = "user.joined" if user.invited_at else "user.kept_in_step"
        own = replace(change, event=event, actor=user.id, role=user.role)
        return self._keeping.decide(user.id, welcomed, own)

    def _created(
        self, account: ProviderAccount, identity: ProvenIdentity, given: Assignment, change: Change
    ) -> User:
        profile = rules.profile_of(identity.claims, identity.subject)
        new = User(
            id=account.user_id,
            email=profile.email,
            name="",
            role=given.role or "",
            queue_ids=given.queue_ids or frozenset(),
            password_hash="",
            username=profile.username,
            first_name=profile.first_name,
            last_name=profile.last_name,
        )
        own = replace(change, actor=new.id, role=new.role)
        marked = replace(new, username=rules.with_mark(new.username, identity.subject))
        try:
            return self._admitted(new, own)
        except IdentifierTakenError as taken:
            if taken.field != "username":
                raise NotAdmittedError("email_taken") from taken
        return self._admitted(marked, own)

    def _admitted(self, new: User, change: Change) -> User:
        try:
            return self._keeping.create(new, None, change)
        except UnsoundUserError as exc:
            raise NotAdmittedError("unsound") from exc
        except VersionConflictError:  # the same person, in another request at the same time
            return self._people().users[new.id]


def _require_linkable(provider: IdentityProvider, identity: ProvenIdentity, holder: User) -> None:
    """Addresses that only look alike (`ａna@…`) are compared as such nowhere else but here."""
    if not holder.is_active:
        raise NotAdmittedError("no_account", recorded="deactivated")
    is_same = _email_of(identity).casefold() == holder.email.casefold()
    if not provider.links_by_email or not is_same:
        raise NotAdmittedError("email_taken" if provider.creates_people else "no_account")
    _require_verified(provider, identity)


def _require_creatable(
    provider: IdentityProvider, identity: ProvenIdentity, given: Assignment
) -> None:
    if not provider.creates_people:
        raise NotAdmittedError("no_account")
    if not _email_of(identity):
        raise NotAdmittedError("email_missing")
    _require_verified(provider, identity)
    if given.role is None:
        raise NotAdmittedError("no_role")


def _require_verified(provider: IdentityProvider, identity: ProvenIdentity) -> None:
    if not rules.is_email_verified(provider, identity.claims):
        raise NotAdmittedError("email_unverified")


def _email_of(identity: ProvenIdentity) -> str:
    email = identity.claims.get("email")
    return email.strip() if isinstance(email, str) else ""
