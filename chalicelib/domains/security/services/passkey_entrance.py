"""The way in with a passkey, instead of a password or after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.domains.access.models import People, User, Visit
from chalicelib.domains.security.errors import PasskeyRefusedError
from chalicelib.domains.security.models import Site
from chalicelib.domains.security.services.entrance import Entrance, Entry
from chalicelib.domains.security.services.passkeys import Claim, Passkeys
from chalicelib.domains.security.services.tidings import Tidings


class PasskeyEntrance:
    """Lets people in by what they have."""

    def __init__(
        self,
        entrance: Entrance,
        passkeys: Passkeys,
        people: Callable[[], People],
        tidings: Tidings,
    ) -> None:
        self._entrance = entrance
        self._passkeys = passkeys
        self._people = people
        self._tidings = tidings

    def options(
        self, token: str | None, site: Site, visit: Visit, change: Change
    ) -> dict[str, Any]:
        """What a browser is to ask a passkey; `token` is what the password led to, if it did.

        Raises ChallengeOverError, TooManyAttemptsError.
        """
        if token is None:
            return self._passkeys.ask_anybody(site, visit.ip, change)
        return self._passkeys.ask(self._entrance.challenged(token, change), site, change)

    def enter(
        self, credential: Mapping[str, Any], site: Site, visit: Visit, change: Change
    ) -> Entry:
        """Come in with what a browser answered.

        Raises ChallengeOverError, PasskeyRefusedError, ProviderRequiredError.
        """
        claim = self._passkeys.claim(credential, change)
        known = self._people().users.get(claim.user_id)
        try:
            user = _standing(claim, known)
            self._passkeys.prove(claim, site, replace(change, actor=user.id, role=user.role))
        except PasskeyRefusedError as refused:
            self._tidings.refused("passkey.refused", known, refused, change)
            raise
        return self._entrance.with_passkey(user, visit, change, is_alone=claim.epoch is None)


def _standing(claim: Claim, known: User | None) -> User:
    """The account that a passkey is shown for, as it was when its password was proven."""
    if known is None or not known.is_active or claim.epoch not in (None, known.epoch):
        raise PasskeyRefusedError
    return known
