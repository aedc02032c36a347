"""What signing in by a provider needs from the provider and from storage."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import UserId
from chalicelib.domains.identity_providers.models import (
    AuthorizationRequest,
    ClientStanding,
    IdentityProvider,
    Metadata,
    PendingSignIn,
    ProvenIdentity,
    ProviderAccount,
    ProviderVisit,
    Redemption,
)


class OpenId(Protocol):
    """Speaks OpenID Connect with providers; whatever it asks for raises ProviderFailedError."""

    def is_secure(self, address: str) -> bool:
        """Whether an address may be asked at all."""

    def metadata(self, issuer: str) -> Metadata:
        """What a provider says of itself, some minutes old at most."""

    def check_keys(self, issuer: str) -> None:
        """Whether its keys can be read; fetched anew."""

    def authorization_address(
        self, provider: IdentityProvider, request: AuthorizationRequest
    ) -> str:
        """Where a browser asks for a code, with PKCE (S256)."""

    def redeem(
        self, provider: IdentityProvider, secret: str, redemption: Redemption, now: datetime
    ) -> ProvenIdentity:
        """Who somebody is, for a code. Raises IdentityRejectedError as well."""

    def client_standing(
        self, provider: IdentityProvider, secret: str, redirect_uri: str
    ) -> ClientStanding:
        """Whether the provider takes the client's id and secret."""

    def sign_out_address(
        self, provider: IdentityProvider, id_token: str, back_to: str
    ) -> str | None:
        """Where a browser ends its session at the provider; None where that is not offered."""


class PendingSignIns(Protocol):
    """Sign-ins under way by the digest of their state; they expire by themselves."""

    def add(self, digest: str, pending: PendingSignIn, change: Change) -> None: ...

    def take(self, digest: str) -> PendingSignIn | None:
        """Remove it and answer it, expired or not; None for whoever comes second."""


class ProviderAccounts(Protocol):
    """Who somebody of a provider is here; read strongly."""

    def get(self, issuer: str, subject: str) -> ProviderAccount | None: ...

    def add(self, account: ProviderAccount, change: Change) -> ProviderAccount:
        """Keep it; answers the one that stands, which another request may have kept before."""


class ProviderVisits(Protocol):
    """The newest sign-in by a provider of each person."""

    def put(self, visit: ProviderVisit, change: Change) -> None: ...

    def get(self, user_id: UserId) -> ProviderVisit | None: ...
