"""Signing out at the provider as well, where it offers that (RP-Initiated Logout 1.0)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock
from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import SessionLimits, User
from chalicelib.domains.identity_providers.errors import ProviderFailedError
from chalicelib.domains.identity_providers.models import (
    IdentityProvider,
    ProvenIdentity,
    ProviderVisit,
)
from chalicelib.domains.identity_providers.ports import OpenId, ProviderVisits
from chalicelib.domains.identity_providers.services.keeping import ProviderKeeping
from chalicelib.domains.security.ports import Sealer


class ProviderSignOut:
    """Remembers by which provider somebody came, for as long as a session lasts."""

    def __init__(
        self,
        keeping: ProviderKeeping,
        openid: OpenId,
        visits: ProviderVisits,
        sealer: Sealer,
        clock: Clock,
        limits: Callable[[], SessionLimits],
    ) -> None:
        self._keeping = keeping
        self._openid = openid
        self._visits = visits
        self._sealer = sealer
        self._clock = clock
        self._limits = limits

    def remember(
        self, user: User, provider: IdentityProvider, identity: ProvenIdentity, change: Change
    ) -> None:
        """Where the provider offers no sign-out nothing is kept."""
        if self._openid.metadata(provider.issuer).end_session_endpoint is None:
            return
        until = self._clock.now() + timedelta(seconds=self._limits().session_seconds)
        sealed = self._sealer.seal(identity.id_token, _purpose(user.id))
        self._visits.put(ProviderVisit(user.id, provider.id, sealed, until), change)

    def address(self, user_id: UserId, back_to: str) -> str | None:
        """Where the browser goes to end its session at the provider; None: nowhere."""
        visit = self._visits.get(user_id)
        if visit is None or visit.expires_at <= self._clock.now():
            return None
        provider = self._keeping.by_id(visit.provider_id)
        if provider is None or provider.is_retired:
            return None
        id_token = self._sealer.unseal(visit.sealed_id_token, _purpose(user_id))
        try:
            return self._openid.sign_out_address(provider, id_token, back_to)
        except ProviderFailedError:  # whoever leaves is not held up
            return None


def _purpose(user_id: UserId) -> str:
    return f"provider_visit#{user_id}"
