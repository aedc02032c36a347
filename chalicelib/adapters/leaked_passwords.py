"""Leaked passwords, offline: the thirty thousand most frequent ones that zxcvbn brings along."""

from __future__ import annotations

_BEHIND = "0123456789!?.,;:-_*#$%&@+ "
"""What people hang on a word to make it pass."""


class FrequentPasswords:
    """LeakedPasswords; the list is read when somebody chooses one."""

    def has(self, password: str) -> bool:
        """Whether it is one of them, also with digits and marks behind it."""
        from zxcvbn import frequency_lists  # type: ignore[import-untyped] # noqa: PLC0415

        leaked = frequency_lists.FREQUENCY_LISTS["passwords"]
        whole = password.casefold()
        return whole in leaked or whole.rstrip(_BEHIND) in leaked
