"""A forgotten password: a link by mail that serves once, and after it nobody is signed in.

Unknown and inactive addresses are answered alike and cost the same requests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.ids import UserId, digest
from chalicelib.domains.access.errors import InvalidCredentialsError, LinkNotGoodError
from chalicelib.domains.access.models import People, User, normal_email
from chalicelib.domains.access.services.limits import Limits
from chalicelib.domains.access.services.one_time_links import OneTimeLinks
from chalicelib.domains.security.ports import Post
from chalicelib.domains.security.services.password_book import PasswordBook
from chalicelib.domains.security.services.session_desk import SessionDesk

LINK_SECONDS = 3600
PER_ACCOUNT, PER_ADDRESS, WINDOW_SECONDS = 5, 60, 3600
_DIGEST_LENGTH = 32


class Resets:
    """Use cases of who forgot their password."""

    def __init__(
        self,
        people: Callable[[], People],
        links: OneTimeLinks,
        limits: Limits,
        passwords: PasswordBook,
        desk: SessionDesk,
        post: Post,
    ) -> None:
        self._people = people
        self._links = links
        self._limits = limits
        self._passwords = passwords
        self._desk = desk
        self._post = post

    def ask(self, email: str, *, public_address: str, ip: str, change: Change) -> None:
        """Send a link to `public_address`, if there is anybody to send it to.

        Raises TooManyAttemptsError.
        """
        stranger = digest(normal_email(email), _DIGEST_LENGTH)
        address = digest(ip, _DIGEST_LENGTH)
        self._limits.count(f"reset-from#{address}", PER_ADDRESS, WINDOW_SECONDS, change)
        self._limits.count(f"reset#{stranger}", PER_ACCOUNT, WINDOW_SECONDS, change)
        user = self._people().by_email(email)
        known = user if user is not None and user.is_active else None
        subject = known.id if known else f"nobody~{stranger}"
        link = self._links.issue("reset", subject, lifetime_seconds=LINK_SECONDS, change=change)
        self._post.password_reset(known, link, public_address, change)

    def whose(self, token: str) -> User:
        """Whose password a link lets choose. Raises LinkNotGoodError."""
        return self._user(self._links.look_at("reset", token).subject)

    def choose(self, token: str, new: str, *, ip: str, change: Change) -> User:
        """Choose a password with a link; every session and token of before ends.

        Raises LinkNotGoodError, PasswordRefusedError; the link serves yet after the latter.
        """
        self._passwords.require_good(self.whose(token), new)
        user = self._user(self._links.redeem("reset", token, change).subject)
        try:
            own = self._passwords.choose(user, new, change, ends_sessions=True)
        except InvalidCredentialsError as exc:  # somebody else chose another one meanwhile
            raise LinkNotGoodError from exc
        self._desk.end_all(own.id, replace(change, event="session.ended"))
        self._post.password_changed(own, ip, change)
        return own

    def _user(self, subject: str) -> User:
        user = self._people().users.get(UserId(subject))
        if user is None or not user.is_active:
            raise LinkNotGoodError
        return user
