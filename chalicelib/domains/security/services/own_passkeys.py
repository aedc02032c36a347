"""One's own passkeys: made and removed by who knows the password."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.errors import NotFoundError
from chalicelib.domains.access.models import People, Principal, User
from chalicelib.domains.security import rules
from chalicelib.domains.security.errors import (
    ChallengeOverError,
    ChallengeSpentError,
    FactorNeededError,
)
from chalicelib.domains.security.models import Passkey, PasskeyId, SecuritySettings, Site
from chalicelib.domains.security.ports import Post
from chalicelib.domains.security.services.own_account import OwnAccount
from chalicelib.domains.security.services.passkeys import Passkeys
from chalicelib.domains.security.services.second_factors import SecondFactors


class OwnPasskeys:
    """Use cases of somebody who is signed in."""

    def __init__(
        self,
        account: OwnAccount,
        passkeys: Passkeys,
        factors: SecondFactors,
        settings: Callable[[], SecuritySettings],
        people: Callable[[], People],
        post: Post,
    ) -> None:
        self._account = account
        self._passkeys = passkeys
        self._factors = factors
        self._settings = settings
        self._people = people
        self._post = post

    def begin(
        self, principal: Principal, password: str, site: Site, change: Change
    ) -> dict[str, Any]:
        """What the browser makes a passkey by. Raises WrongPasswordError."""
        return self._passkeys.begin(self._account.proven(principal, password, change), site, change)

    def register(
        self,
        principal: Principal,
        credential: Mapping[str, Any],
        name: str,
        site: Site,
        *,
        ip: str,
        change: Change,
    ) -> Passkey:
        """Keep what the browser made; the person is told by mail.

        Raises ChallengeSpentError, PasskeyNotGoodError.
        """
        user = self._people().users[principal.user_id]
        try:
            made = self._passkeys.register(user, site, credential, name, change)
        except ChallengeOverError as exc:
            raise ChallengeSpentError from exc
        self._post.passkey_added(made, user, ip, change)
        return made

    def remove(
        self, principal: Principal, password: str, passkey_id: PasskeyId, change: Change
    ) -> None:
        """Raises WrongPasswordError, NotFoundError, and FactorNeededError where the role asks for
        a second factor and this is the last.
        """
        user = self._account.proven(principal, password, change)
        if rules.needs_factor(self._settings(), user) and self._is_last(user, passkey_id):
            raise FactorNeededError
        if not self._passkeys.remove(user.id, passkey_id, change):
            raise NotFoundError

    def _is_last(self, user: User, passkey_id: PasskeyId) -> bool:
        passkeys = [one.id for one in self._passkeys.of(user.id)]
        return passkeys == [passkey_id] and self._factors.ways(user.id) == ["passkey"]
