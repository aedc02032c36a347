"""Claims on idempotency keys in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.core.change import Change
from chalicelib.domains.idempotency.models import Answer, Claim


class MemoryClaims:
    """ClaimRepository."""

    def __init__(self) -> None:
        self.rows: dict[str, Claim] = {}

    def claim(
        self, row: str, claim: Claim, *, stale_before: datetime | None, change: Change
    ) -> Claim | None:
        standing = self.rows.get(row)
        if standing is not None and not _is_left_behind(standing, claim, stale_before):
            return standing
        self.rows[row] = claim
        return None

    def standing(self, row: str) -> Claim | None:
        return self.rows.get(row)

    def answer(self, row: str, answer: Answer, change: Change) -> None:
        self.rows[row] = replace(self.rows[row], answer=answer)

    def release(self, row: str) -> None:
        self.rows.pop(row, None)


def _is_left_behind(standing: Claim, claim: Claim, stale_before: datetime | None) -> bool:
    return (
        stale_before is not None
        and standing.answer is None
        and standing.fingerprint == claim.fingerprint
        and standing.claimed_at < stale_before
    )
