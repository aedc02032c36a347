"""argon2id by argon2-cffi, with the parameters OWASP names (2025): 19 MiB, two passes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB = 19456
PASSES = 2
LANES = 1

# Of a random password that nobody knows; unknown users are checked against it.
NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$oIt4j0Y6pr2OoSyv+YmqwA"
    "$7SxL3DHXY1GGQd32XKCMM4NTA2MjeTOkb0sHV7PNuKU"
)


class Argon2Passwords:
    """Passwords; importing it costs nothing, hashing costs on purpose."""

    @cached_property
    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher  # noqa: PLC0415 - paid at the first sign-in

        return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)

    def hash(self, password: str) -> str:
        """The encoded hash, with its own salt."""
        return self._hasher.hash(password)

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Whether they match; None costs the same work and matches nothing."""
        from argon2.exceptions import VerificationError  # noqa: PLC0415

        try:
            self._hasher.verify(password_hash or NOBODYS_HASH, password)
        except VerificationError:
            return False
        return password_hash is not None
