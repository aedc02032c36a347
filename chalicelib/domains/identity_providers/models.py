"""Identity providers, what they say of people, and sign-ins that are under way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NewType

from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.configuration.models import Configured

ProviderId = NewType("ProviderId", str)

CALLBACK_PAGE = "/sign-in/callback"
"""The page that a provider sends browsers back to, below the product's public address."""


BASIC_ALONE = ("client_secret_basic",)
"""How a client shows who it is where a provider says nothing of it."""


@dataclass(frozen=True, slots=True)
class MappingRule:
    """Whoever has `value` in `claim` gets the role (None: says nothing of it) and the queues.

    `claim` is a name, or a path with dots into what stands below one (`realm_access.roles`).
    """

    claim: str
    value: str
    role: str | None = None
    queue_ids: frozenset[QueueId] = frozenset()


@dataclass(frozen=True, slots=True)
class IdentityProvider(Configured):
    """An OpenID Connect provider that people may sign in by.

    `sealed_secret` is empty for a client without one. `rules`: the first that says a role
    gives it, and all give their queues; `default_role` is for whom none says one (None: they
    do not come in). `keeps_in_step`: what the rules say is applied at every sign-in, not only
    to who is new. `creates_people`, `links_by_email`: whether somebody who comes for the first
    time becomes a user, or the one who has their address. `vouches_for_email`: addresses of
    which it does not say whether they are verified count as such. `vouches_for_factor`: second
    factors are its business.
    """

    id: ProviderId
    issuer: str = ""
    client_id: str = ""
    sealed_secret: str = ""
    scopes: tuple[str, ...] = ("profile", "email")
    rules: tuple[MappingRule, ...] = ()
    default_role: str | None = None
    keeps_in_step: bool = True
    creates_people: bool = False
    links_by_email: bool = False
    vouches_for_email: bool = False
    vouches_for_factor: bool = False

    @property
    def roles(self) -> frozenset[str]:
        """Every role that somebody may get by it."""
        given = {rule.role for rule in self.rules} | {self.default_role}
        return frozenset(role for role in given if role is not None)

    @property
    def queue_ids(self) -> frozenset[QueueId]:
        """Every queue that somebody may get by it."""
        return frozenset(one for rule in self.rules for one in rule.queue_ids)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a provider says of itself (OpenID Connect Discovery 1.0); None: it does not offer it.

    `names_itself`: its answers carry `iss` (RFC 9207). `takes_s256` is None where it does not
    say.
    """

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    end_session_endpoint: str | None = None
    token_auth_methods: tuple[str, ...] = BASIC_ALONE
    names_itself: bool = False
    takes_s256: bool | None = None


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """What a browser is sent to a provider with."""

    redirect_uri: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Redemption:
    """What a code is redeemed with: all of it the sign-in's that the code was asked for."""

    code: str
    redirect_uri: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class ProvenIdentity:
    """Somebody, by the provider's word that was verified; `claims` are JSON values."""

    issuer: str
    subject: str
    claims: Mapping[str, Any] = field(hash=False)
    id_token: str = ""


@dataclass(frozen=True, slots=True)
class PendingSignIn:
    """A sign-in that was begun; `verifier_digest` is of what the cookie of its browser holds.

    `return_to` is the page of ours that the person wanted.
    """

    provider_id: ProviderId
    nonce: str
    verifier_digest: str
    redirect_uri: str
    return_to: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class BegunSignIn:
    """Where the browser goes, and what it keeps until it comes back."""

    address: str
    verifier: str


@dataclass(frozen=True, slots=True)
class ProviderAnswer:
    """What the browser came back with: a code or an error, and whose answer it is."""

    state: str
    code: str = ""
    error: str = ""
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class ProviderAccount:
    """Who somebody of a provider is here. A subject means something within its issuer alone."""

    issuer: str
    subject: str
    user_id: UserId
    provider_id: ProviderId
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class ProviderVisit:
    """The newest sign-in of somebody by a provider, to sign them out there as well."""

    user_id: UserId
    provider_id: ProviderId
    sealed_id_token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Assignment:
    """What the rules give somebody; None: they say nothing of it."""

    role: str | None
    queue_ids: frozenset[QueueId] | None


@dataclass(frozen=True, slots=True)
class Profile:
    """What a provider calls somebody."""

    email: str
    first_name: str
    last_name: str
    username: str


ClientStanding = Literal["accepted", "refused", "unknown"]
"""Whether a provider takes the client's credentials; `unknown` where its answer does not tell."""

CheckName = Literal["discovery", "keys", "pkce", "client", "sign_out"]
CheckState = Literal["passed", "failed", "warned"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried with a provider; `reason` is empty where it passed."""

    name: CheckName
    state: CheckState
    reason: str = ""
