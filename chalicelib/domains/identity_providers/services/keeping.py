"""How administrators keep identity providers; each may only let in whom they could make so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.domains.access.models import People, Principal
from chalicelib.domains.configuration.service import Catalogue
from chalicelib.domains.identity_providers.errors import UnsoundProviderError
from chalicelib.domains.identity_providers.models import IdentityProvider
from chalicelib.domains.identity_providers.ports import OpenId
from chalicelib.domains.identity_providers.services.reach import require_reach
from chalicelib.domains.security.ports import Sealer

_RETIRING = {"is_retired": True}


class ProviderKeeping:
    """Creates, edits, retires and restores providers; their secrets are sealed and never shown."""

    def __init__(
        self,
        catalogue: Catalogue[IdentityProvider],
        people: Callable[[], People],
        sealer: Sealer,
        openid: OpenId,
    ) -> None:
        self._catalogue = catalogue
        self._people = people
        self._sealer = sealer
        self._openid = openid

    def all(self) -> list[IdentityProvider]:
        """By name; retired ones, too."""
        return self._catalogue.all()

    def by_id(self, provider_id: str) -> IdentityProvider | None:
        """One as it was a few seconds ago at most."""
        return self._catalogue.by_id(provider_id)

    def secret_of(self, provider: IdentityProvider) -> str:
        """Empty for a client without one."""
        if not provider.sealed_secret:
            return ""
        return self._sealer.unseal(provider.sealed_secret, _purpose(provider.id))

    def create(
        self, new: IdentityProvider, secret: str, keeper: Principal, change: Change
    ) -> IdentityProvider:
        """Raises UnsoundProviderError, RoleNotGrantableError, QueueOutOfScopeError,
        NameTakenError.
        """
        made = replace(new, sealed_secret=self._sealed(new.id, secret))
        self._require_sound(made)
        self._require_reach(keeper, made)
        return self._catalogue.create(made, change)

    def edit(
        self,
        provider_id: str,
        fields: Mapping[str, Any],
        secret: str | None,
        keeper: Principal,
        *,
        expected_version: int,
        change: Change,
    ) -> IdentityProvider:
        """`secret` None leaves it; empty takes it away. Anybody who keeps providers retires any.

        Raises what `create` raises, NotFoundError, VersionConflictError.
        """
        if fields != _RETIRING or secret is not None:
            old = self._catalogue.current(provider_id, expected_version)
            if secret is not None:
                fields = {**fields, "sealed_secret": self._sealed(provider_id, secret)}
            edited = replace(old, **fields)
            self._require_sound(edited)
            self._require_reach(keeper, old)
            self._require_reach(keeper, edited)
        return self._catalogue.edit(
            provider_id, fields, expected_version=expected_version, change=change
        )

    def _sealed(self, provider_id: str, secret: str) -> str:
        return self._sealer.seal(secret, _purpose(provider_id)) if secret else ""

    def _require_sound(self, provider: IdentityProvider) -> None:
        people = self._people()
        if not self._openid.is_secure(provider.issuer):
            detail = "Write the issuer's address, which begins with https://."
            raise UnsoundProviderError.of("issuer", "insecure_address", detail)
        if not provider.roles <= people.roles.keys():
            detail = "Name roles of `GET /api/v1/roles`."
            raise UnsoundProviderError.of("rules", "unknown_role", detail)
        if not provider.queue_ids <= people.queues.keys():
            detail = "Name queues of `GET /api/v1/queues`."
            raise UnsoundProviderError.of("rules", "unknown_queue", detail)

    def _require_reach(self, keeper: Principal, provider: IdentityProvider) -> None:
        require_reach(keeper, provider, self._people())


def _purpose(provider_id: str) -> str:
    return f"identity_provider#{provider_id}"
