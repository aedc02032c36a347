"""Tries a provider out before people depend on it, step by step, with a reason for each."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.core.errors import NotFoundError
from chalicelib.domains.identity_providers.errors import ProviderFailedError
from chalicelib.domains.identity_providers.models import (
    CALLBACK_PAGE,
    Check,
    IdentityProvider,
    Metadata,
)
from chalicelib.domains.identity_providers.ports import OpenId
from chalicelib.domains.identity_providers.services.keeping import ProviderKeeping


class ProviderTest:
    """Asks a provider all that a sign-in would ask, but for somebody's word."""

    def __init__(self, keeping: ProviderKeeping, openid: OpenId) -> None:
        self._keeping = keeping
        self._openid = openid

    def run(self, provider_id: str, public_address: str) -> list[Check]:
        """What was tried, in order; nothing more is where the provider is not found."""
        provider = self._keeping.by_id(provider_id)
        if provider is None:
            raise NotFoundError
        try:
            metadata = self._openid.metadata(provider.issuer)
        except ProviderFailedError as failed:
            return [Check("discovery", "failed", failed.reason)]
        return [
            Check("discovery", "passed"),
            *self._further(provider, metadata, f"{public_address}{CALLBACK_PAGE}"),
        ]

    def _further(
        self, provider: IdentityProvider, metadata: Metadata, redirect_uri: str
    ) -> Iterator[Check]:
        yield self._keys(provider)
        has_pkce = metadata.takes_s256 is not False
        yield Check("pkce", "passed") if has_pkce else Check("pkce", "warned", "not_offered")
        yield self._client(provider, redirect_uri)
        offers = metadata.end_session_endpoint is not None
        yield Check("sign_out", "passed") if offers else Check("sign_out", "warned", "not_offered")

    def _keys(self, provider: IdentityProvider) -> Check:
        try:
            self._openid.check_keys(provider.issuer)
        except ProviderFailedError as failed:
            return Check("keys", "failed", failed.reason)
        return Check("keys", "passed")

    def _client(self, provider: IdentityProvider, redirect_uri: str) -> Check:
        secret = self._keeping.secret_of(provider)
        try:
            standing = self._openid.client_standing(provider, secret, redirect_uri)
        except ProviderFailedError as failed:
            return Check("client", "failed", failed.reason)
        if standing == "accepted":
            return Check("client", "passed")
        if standing == "refused":
            return Check("client", "failed", "client_refused")
        return Check("client", "warned", "answer_unclear")
