"""What idempotency needs from storage."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.domains.idempotency.models import Answer, Claim


class AnswerSeal(Protocol):
    """Keeps what answers say from everybody but who asked."""

    def seal(self, text: str, secret: bytes) -> str: ...

    def unseal(self, sealed: str, secret: bytes) -> str:
        """What was sealed with this secret of 32 bytes."""


class ClaimRepository(Protocol):
    """Claims on keys; they expire by themselves."""

    def claim(
        self, row: str, claim: Claim, *, stale_before: datetime | None, change: Change
    ) -> Claim | None:
        """Take the key; None when it is ours, else the claim that stands.

        An unanswered claim of the same fingerprint from before `stale_before` was left by
        a request that died and is taken over; None takes nothing over.
        """

    def standing(self, row: str) -> Claim | None:
        """The claim on a key, read strongly; None where it is free."""

    def answer(self, row: str, answer: Answer, change: Change) -> None:
        """Keep the answer of a claim of ours."""

    def release(self, row: str) -> None:
        """Give the key up: the request was refused and changed nothing."""
