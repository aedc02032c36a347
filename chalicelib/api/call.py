"""One request as a route sees it: who calls, from where, with what; already checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from typing import Generic, TypeVar

from chalicelib.api.problem import AddressUnknownError, PreconditionRequiredError
from chalicelib.api.reading import read_instant
from chalicelib.api.viewer import opened_host
from chalicelib.bootstrap import Container
from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.errors import UnauthenticatedError, VersionConflictError
from chalicelib.domains.access.models import Principal
from chalicelib.domains.idempotency.models import Pin
from chalicelib.domains.idempotency.service import Pinning

Q = TypeVar("Q")
B = TypeVar("B")
S = TypeVar("S")

_VERSION = re.compile(r'(?:W/)?"?(\d{1,15})"?')


@dataclass(slots=True)
class Call(Generic[Q, B, S]):
    """`query` and `body` are instances of the declared models (None where none is declared);
    `subject` is what the endpoint's `access` loaded; `path` holds decoded parameters.

    `headers` have lower-case names. A route may add `response_headers`.
    """

    container: Container
    method: str
    route: str
    request_id: str
    ip: str
    now: datetime
    path: Mapping[str, str]
    headers: Mapping[str, str]
    query: Q
    body: B
    subject: S
    caller: Principal | None = None
    pinning: Pinning | None = None
    response_headers: dict[str, str | list[str]] = field(default_factory=dict)

    @property
    def principal(self) -> Principal:
        """Who calls; public endpoints have nobody (`caller` is None)."""
        if self.caller is None:
            raise UnauthenticatedError
        return self.caller

    @property
    def pin(self) -> Pin:
        """The id for what an endpoint with `idempotency="pinned"` creates; asking fixes it."""
        return self._pinning().take()

    @property
    def earlier_pin(self) -> Pin | None:
        """The id that an earlier request with the same key fixed; asking fixes nothing."""
        return self._pinning().earlier()

    def _pinning(self) -> Pinning:
        if self.pinning is None:
            raise LookupError(f"{self.method} {self.route} declares no pinned idempotency")
        return self.pinning

    def change(self, event: str) -> Change:
        """What a write of this request says about itself."""
        caller = self.caller
        return Change(
            event=event,
            actor=caller.user_id if caller else "anonymous",
            at_ms=to_ms(self.now),
            role=caller.role if caller else None,
            session=caller.session_id if caller else None,
            application=caller.application_id if caller else None,
            request_id=self.request_id,
            ip=self.ip,
            region=self.container.settings.region or None,
            due_at_ms=self._apply_at_ms(),
        )

    def _apply_at_ms(self) -> int | None:
        """When a change of configuration is to be made, where somebody says so.

        Raises InvalidRequestError.
        """
        sent = self.headers.get("apply-at")
        return None if sent is None else read_instant("Apply-At", sent, not_before=self.now)

    @property
    def public_address(self) -> str:
        """What a link to the product begins with; never what an ordinary header says.

        Raises AddressUnknownError where neither a setting nor the CDN tells it.
        """
        if said := self.container.settings.public_address:
            return said
        if host := opened_host(self.headers, lambda: self.container.secrets):
            return f"https://{host}"
        raise AddressUnknownError

    def expected_version(self) -> int:
        """The version in `If-Match`.

        Raises PreconditionRequiredError without one, VersionConflictError for one that no
        entity of ours can have.
        """
        sent = self.headers.get("if-match", "").strip()
        if not sent:
            raise PreconditionRequiredError
        if not (match := _VERSION.fullmatch(sent)):
            raise VersionConflictError
        return int(match[1])

    @property
    def bearer_token(self) -> str | None:
        """The token of the Authorization header."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() or None if scheme.lower() == "bearer" else None

    def cookie(self, name: str) -> str | None:
        """A cookie of the request."""
        try:
            morsel = SimpleCookie(self.headers.get("cookie", "")).get(name)
        except CookieError:
            return None
        return morsel.value if morsel else None
