"""The handshake with a provider: authorization code with PKCE, bound to the browser.

The cookie of the browser holds the PKCE verifier, which stands nowhere else: a code is worth
nothing in any other browser, by our check and by the provider's. What was begun is taken away
by whoever answers first, so nothing is answered twice.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import digest
from chalicelib.domains.identity_providers.errors import (
    IdentityRejectedError,
    ProviderRefusedError,
    SignInOverError,
)
from chalicelib.domains.identity_providers.models import (
    CALLBACK_PAGE,
    AuthorizationRequest,
    BegunSignIn,
    IdentityProvider,
    PendingSignIn,
    ProvenIdentity,
    ProviderAnswer,
    Redemption,
)
from chalicelib.domains.identity_providers.ports import OpenId, PendingSignIns
from chalicelib.domains.identity_providers.rules import is_page_of_ours
from chalicelib.domains.identity_providers.services.keeping import ProviderKeeping

PENDING_SECONDS = 600
_RANDOM_BYTES = 48
_DIGEST_LENGTH = 50
_REASON_LENGTH = 40
_HOME = "/"


class Handshake:
    """Sends browsers to providers and reads what they come back with."""

    def __init__(
        self, keeping: ProviderKeeping, openid: OpenId, pending: PendingSignIns, clock: Clock
    ) -> None:
        self._keeping = keeping
        self._openid = openid
        self._pending = pending
        self._clock = clock

    def begin(
        self, provider_id: str, return_to: str, public_address: str, change: Change
    ) -> BegunSignIn:
        """Raises NotFoundError, ProviderFailedError."""
        provider = self._offered(provider_id)
        request = AuthorizationRequest(
            redirect_uri=f"{public_address}{CALLBACK_PAGE}",
            state=secrets.token_urlsafe(_RANDOM_BYTES),
            nonce=secrets.token_urlsafe(_RANDOM_BYTES),
            verifier=secrets.token_urlsafe(_RANDOM_BYTES),
        )
        address = self._openid.authorization_address(provider, request)
        begun = PendingSignIn(
            provider_id=provider.id,
            nonce=request.nonce,
            verifier_digest=digest(request.verifier, _DIGEST_LENGTH),
            redirect_uri=request.redirect_uri,
            return_to=return_to if is_page_of_ours(return_to) else _HOME,
            expires_at=self._clock.now() + timedelta(seconds=PENDING_SECONDS),
        )
        self._pending.add(digest(request.state, _DIGEST_LENGTH), begun, change)
        return BegunSignIn(address, request.verifier)

    def take(self, state: str) -> PendingSignIn:
        """What was begun with a state; it is over then, whoever asked. Raises SignInOverError."""
        pending = self._pending.take(digest(state, _DIGEST_LENGTH))
        if pending is None:
            raise SignInOverError
        return pending

    def provider_of(self, pending: PendingSignIn, verifier: str) -> IdentityProvider:
        """Whom the browser with this verifier was sent to. Raises SignInOverError."""
        if not self._is_of(pending, verifier):
            raise SignInOverError
        try:
            return self._offered(pending.provider_id)
        except NotFoundError as exc:
            raise SignInOverError from exc

    def identity(
        self,
        provider: IdentityProvider,
        pending: PendingSignIn,
        answer: ProviderAnswer,
        verifier: str,
    ) -> ProvenIdentity:
        """Who came back. Raises IdentityRejectedError, ProviderRefusedError,
        ProviderFailedError.
        """
        self._require_own_answer(provider, answer)
        if answer.error or not answer.code:
            raise ProviderRefusedError(reason=answer.error[:_REASON_LENGTH] or "no_code")
        redemption = Redemption(answer.code, pending.redirect_uri, pending.nonce, verifier)
        secret = self._keeping.secret_of(provider)
        return self._openid.redeem(provider, secret, redemption, self._clock.now())

    def _require_own_answer(self, provider: IdentityProvider, answer: ProviderAnswer) -> None:
        """It is the answer of the provider that was asked, and of no other (RFC 9207)."""
        if answer.issuer is None and not self._openid.metadata(provider.issuer).names_itself:
            return
        if answer.issuer != provider.issuer:
            raise IdentityRejectedError("answer_of_another_issuer")

    def _is_of(self, pending: PendingSignIn, verifier: str) -> bool:
        of_browser = digest(verifier, _DIGEST_LENGTH)
        is_same = hmac.compare_digest(pending.verifier_digest, of_browser)
        return is_same and self._clock.now() < pending.expires_at

    def _offered(self, provider_id: str) -> IdentityProvider:
        found = self._keeping.by_id(provider_id)
        if found is None or found.is_retired:
            raise NotFoundError
        return found
