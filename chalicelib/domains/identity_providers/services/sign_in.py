"""Signing in by a provider: the handshake, who that is here, and the same entrance as any other."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from chalicelib.core.change import Change
from chalicelib.core.errors import HiloError
from chalicelib.core.ids import digest
from chalicelib.domains.access.models import AccessPolicy, User, Visit
from chalicelib.domains.access.services.limits import Limits
from chalicelib.domains.audit.models import Sighting
from chalicelib.domains.audit.ports import Witness
from chalicelib.domains.identity_providers.errors import (
    IdentityRejectedError,
    NotAdmittedError,
)
from chalicelib.domains.identity_providers.models import (
    BegunSignIn,
    IdentityProvider,
    PendingSignIn,
    ProviderAnswer,
)
from chalicelib.domains.identity_providers.services.arrivals import Arrivals
from chalicelib.domains.identity_providers.services.handshake import Handshake
from chalicelib.domains.identity_providers.services.sign_out import ProviderSignOut
from chalicelib.domains.security.services.entrance import Entrance, Entry

_DIGEST_LENGTH = 32


class ProviderEntry(NamedTuple):
    """Somebody is in; `return_to` is the page that they wanted."""

    entry: Entry
    return_to: str


class ProviderSignIn:
    """Begins sign-ins and finishes them."""

    def __init__(
        self,
        handshake: Handshake,
        arrivals: Arrivals,
        entrance: Entrance,
        sign_out: ProviderSignOut,
        limits: Limits,
        witness: Witness,
        policy: AccessPolicy,
    ) -> None:
        self._handshake = handshake
        self._arrivals = arrivals
        self._entrance = entrance
        self._sign_out = sign_out
        self._limits = limits
        self._witness = witness
        self._policy = policy

    def begin(
        self, provider_id: str, return_to: str, public_address: str, ip: str, change: Change
    ) -> BegunSignIn:
        """Raises NotFoundError, ProviderFailedError, TooManyAttemptsError."""
        self._count(_subject("provider_start", ip), change)
        return self._handshake.begin(provider_id, return_to, public_address, change)

    def finish(
        self, answer: ProviderAnswer, verifier: str, visit: Visit, change: Change
    ) -> ProviderEntry:
        """Let somebody in, or ask what else the organisation asks of them.

        Raises SignInOverError, ProviderRefusedError, ProviderFailedError,
        IdentityRejectedError, NotAdmittedError, TooManyAttemptsError, and what
        `Entrance.with_identity` raises.
        """
        address = _subject("address", visit.ip)
        self._count(address, change)
        provider_id = ""
        try:
            pending = self._handshake.take(answer.state)
            provider_id = pending.provider_id
            provider, user = self._admitted(pending, answer, verifier, change)
        except HiloError as refused:
            self._tell(provider_id, refused, change)
            raise
        self._limits.give_back(address, change)
        entry = self._entrance.with_identity(
            user, visit, change, factor_is_proven=provider.vouches_for_factor
        )
        return ProviderEntry(entry, pending.return_to)

    def _admitted(
        self, pending: PendingSignIn, answer: ProviderAnswer, verifier: str, change: Change
    ) -> tuple[IdentityProvider, User]:
        provider = self._handshake.provider_of(pending, verifier)
        identity = self._handshake.identity(provider, pending, answer, verifier)
        user = self._arrivals.user_for(provider, identity, change)
        self._sign_out.remember(user, provider, identity, change)
        return provider, user

    def _count(self, subject: str, change: Change) -> None:
        policy = self._policy
        window = policy.attempts_window_seconds
        self._limits.count(subject, policy.attempts_per_address, window, change)

    def _tell(self, provider_id: str, refused: HiloError, change: Change) -> None:
        detail = {"code": refused.code, "reason": _reason(refused)}
        event = "provider_sign_in.refused"
        sighting = Sighting(event, "identity_provider", provider_id, detail, "refused")
        self._witness.noticed(sighting, replace(change, event=event))


def _reason(refused: HiloError) -> str:
    """As the record keeps it, which says more than people are told."""
    if isinstance(refused, IdentityRejectedError):
        return refused.flaw
    if isinstance(refused, NotAdmittedError):
        return refused.recorded
    return str(refused.facts.get("reason", ""))


def _subject(kind: str, ip: str) -> str:
    return f"{kind}#{digest(ip, _DIGEST_LENGTH)}"
