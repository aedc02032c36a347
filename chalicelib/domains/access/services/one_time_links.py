"""Links in mails: 256 random bits that serve once and for a time, stored as a digest only.

There is one of each kind for a subject: a newer one replaces it, and withdrawing leaves none.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock
from chalicelib.core.ids import digest
from chalicelib.domains.access.errors import LinkNotGoodError
from chalicelib.domains.access.models import IssuedLink, LinkKind, OneTimeLink
from chalicelib.domains.access.ports import LinkRepository

_RANDOM_BYTES = 32
_DIGEST_LENGTH = 50
_MAX_LENGTH = 200


class OneTimeLinks:
    """Issues links, looks at them, and lets each serve once."""

    def __init__(self, links: LinkRepository, clock: Clock) -> None:
        self._links = links
        self._clock = clock

    def issue(
        self, kind: LinkKind, subject: str, *, lifetime_seconds: int, change: Change
    ) -> IssuedLink:
        """A new link; whichever was issued for the subject before serves no more."""
        secret = secrets.token_urlsafe(_RANDOM_BYTES)
        expires_at = self._clock.now() + timedelta(seconds=lifetime_seconds)
        link = OneTimeLink(kind, subject, expires_at)
        self._links.put(link, digest(secret, _DIGEST_LENGTH), change)
        return IssuedLink(f"{subject}.{secret}", expires_at)

    def look_at(self, kind: LinkKind, token: str) -> OneTimeLink:
        """What a link stands for, which it may yet serve for. Raises LinkNotGoodError."""
        subject, of_secret = _parts(token)
        found = self._links.get(kind, subject)
        if found is None:
            raise LinkNotGoodError
        link, expected = found
        if not hmac.compare_digest(expected, of_secret) or link.expires_at <= self._clock.now():
            raise LinkNotGoodError
        return link

    def redeem(self, kind: LinkKind, token: str, change: Change) -> OneTimeLink:
        """What a link stands for; it is spent then. Raises LinkNotGoodError.

        Of two who redeem the same link one succeeds.
        """
        link = self.look_at(kind, token)
        if not self._links.take(kind, link.subject, _parts(token)[1], change):
            raise LinkNotGoodError
        return link

    def withdraw(self, kind: LinkKind, subject: str) -> None:
        """Let no link of this kind serve for the subject, if there is one."""
        self._links.remove(kind, subject)


def _parts(token: str) -> tuple[str, str]:
    """The subject, and the digest of the secret."""
    subject, _, secret = token.rpartition(".")
    if not subject or not secret or len(token) > _MAX_LENGTH or not token.isascii():
        raise LinkNotGoodError
    return subject, digest(secret, _DIGEST_LENGTH)
