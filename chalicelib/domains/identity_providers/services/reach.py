"""Who may say who vouches for people."""

from __future__ import annotations

from chalicelib.domains.access.granting import may_grant
from chalicelib.domains.access.models import People, Principal
from chalicelib.domains.identity_providers.models import IdentityProvider
from chalicelib.domains.users.errors import QueueOutOfScopeError, RoleNotGrantableError


def require_reach(keeper: Principal, provider: IdentityProvider, people: People) -> None:
    """Whoever keeps or approves a provider holds as much as anybody who may come in by it.

    Raises RoleNotGrantableError, QueueOutOfScopeError.
    """
    roles = set(provider.roles)
    if provider.links_by_email:
        roles |= {user.role for user in people.users.values() if user.is_active}
    if not all(may_grant(keeper, people.roles[one]) for one in roles):
        raise RoleNotGrantableError
    if not provider.queue_ids <= keeper.queue_ids:
        raise QueueOutOfScopeError
