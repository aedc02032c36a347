"""Takes every second factor of somebody away who lost theirs."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.domains.access.models import User
from chalicelib.domains.security.errors import NoFactorError
from chalicelib.domains.security.ports import Post
from chalicelib.domains.security.services.passkeys import Passkeys
from chalicelib.domains.security.services.second_factors import SecondFactors


class FactorReset:
    """An administrator's use case."""

    def __init__(self, factors: SecondFactors, passkeys: Passkeys, post: Post) -> None:
        self._factors = factors
        self._passkeys = passkeys
        self._post = post

    def reset(self, user: User, change: Change) -> None:
        """Codes, recovery codes and passkeys; the person is told. Raises NoFactorError."""
        had_passkeys = self._passkeys.remove_all(user.id, replace(change, event="passkey.removed"))
        try:
            self._factors.remove(user.id, replace(change, event="factor.removed"))
        except NoFactorError:
            if not had_passkeys:
                raise
        self._post.factor_removed(user, change)
