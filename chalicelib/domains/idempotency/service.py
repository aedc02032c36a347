"""The same key with the same body gives the first answer again; another body is refused.

Two ways: `begin` and `finish` keep the answer; `pin` only fixes an id, and the request
runs again towards the same id, which also mends a request that died half way. An id is
pinned when something is accepted: what was refused leaves its key free.

An answer tells of customers, and no index says of whom: it is sealed under the caller's own key,
which is not kept, so that nothing of it has to be found when somebody is erased.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.ids import new_id
from chalicelib.domains.idempotency.errors import (
    IdempotencyKeyReusedError,
    RequestInProgressError,
)
from chalicelib.domains.idempotency.models import Answer, Claim, KeyedRequest, Pin
from chalicelib.domains.idempotency.ports import AnswerSeal, ClaimRepository

STALE_SECONDS = 60  # longer than any request may run


class Idempotency:
    """Keys of requests, kept for a day."""

    def __init__(self, claims: ClaimRepository, clock: Clock, seal: AnswerSeal) -> None:
        self._claims = claims
        self._clock = clock
        self._seal = seal

    def new_pin(self) -> Pin:
        """A pin for a request without a key: nothing is stored."""
        return Pin(new_id(to_ms(self._clock.now())))

    def pin(self, request: KeyedRequest) -> Pin:
        """The pin of this key; one write at first sight. Raises IdempotencyKeyReusedError."""
        made, standing = self._claim(request, stale_before=None)
        return made.pin if standing is None else replace(standing.pin, repeated=True)

    def pinned(self, request: KeyedRequest) -> Pin | None:
        """The pin that an earlier request gave this key. Raises IdempotencyKeyReusedError."""
        standing = self._claims.standing(request.row)
        if standing is None:
            return None
        _require_same(standing, request)
        return replace(standing.pin, repeated=True)

    def begin(self, request: KeyedRequest) -> Answer | None:
        """The first answer, or None: the key is ours, run the request, then `finish`.

        Raises IdempotencyKeyReusedError, RequestInProgressError.
        """
        stale = self._clock.now() - timedelta(seconds=STALE_SECONDS)
        _, standing = self._claim(request, stale_before=stale)
        if standing is None:
            return None
        if standing.answer is None:
            raise RequestInProgressError(retry_after_seconds=1)
        return self._opened(request, standing.answer)

    def finish(self, request: KeyedRequest, answer: Answer) -> None:
        """Keep the answer, for who has the key."""
        if answer.body:
            sealed = self._seal.seal(answer.body, request.secret)
            answer = Answer(answer.status, sealed, is_sealed=True)
        self._claims.answer(request.row, answer, self._change(request))

    def release(self, request: KeyedRequest) -> None:
        """Forget a request that was refused."""
        self._claims.release(request.row)

    def _opened(self, request: KeyedRequest, answer: Answer) -> Answer:
        if not answer.is_sealed:
            return answer
        return Answer(answer.status, self._seal.unseal(answer.body, request.secret))

    def _claim(
        self, request: KeyedRequest, *, stale_before: datetime | None
    ) -> tuple[Claim, Claim | None]:
        made = Claim(request.fingerprint, self.new_pin(), self._clock.now())
        change = self._change(request)
        standing = self._claims.claim(request.row, made, stale_before=stale_before, change=change)
        if standing is not None:
            _require_same(standing, request)
        return made, standing

    def _change(self, request: KeyedRequest) -> Change:
        at_ms = to_ms(self._clock.now())
        return Change(event="request.keyed", actor=request.sender, at_ms=at_ms)


class Pinning:
    """The pin of one request: taken once, when it is first asked for.

    A request without a key gets a new one, of which nothing is stored.
    """

    def __init__(self, idempotency: Idempotency, request: KeyedRequest | None) -> None:
        self._idempotency = idempotency
        self._request = request
        self._taken: Pin | None = None

    def take(self) -> Pin:
        """Fix the id. Raises IdempotencyKeyReusedError."""
        if self._taken is None:
            request, idempotency = self._request, self._idempotency
            self._taken = idempotency.pin(request) if request else idempotency.new_pin()
        return self._taken

    def earlier(self) -> Pin | None:
        """What an earlier request with the key has taken. Raises IdempotencyKeyReusedError."""
        return self._idempotency.pinned(self._request) if self._request else None


def _require_same(standing: Claim, request: KeyedRequest) -> None:
    if standing.fingerprint != request.fingerprint:
        raise IdempotencyKeyReusedError
