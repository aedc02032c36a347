"""Claims on idempotency keys in `live`: `idempotency#<digest>`/`claim`, for a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.clock import from_ms, to_ms
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo, RowKey
from chalicelib.core.tables import LIVE
from chalicelib.domains.idempotency.models import Answer, Claim, Pin

KEPT = timedelta(days=1)


class ClaimRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    fingerprint = UnicodeAttribute(attr_name="fp")
    pin = UnicodeAttribute(attr_name="pn")
    claimed_ms = NumberAttribute(attr_name="at")
    status = NumberAttribute(attr_name="st", null=True)
    body = UnicodeAttribute(attr_name="bd", null=True)
    sealed = UnicodeAttribute(attr_name="sb", null=True)
    expires_at = NumberAttribute()


class DynamoClaimRepository:
    """ClaimRepository on the `live` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def claim(
        self, row: str, claim: Claim, *, stale_before: datetime | None, change: Change
    ) -> Claim | None:
        free = ClaimRow.pk.does_not_exist()
        if stale_before is not None:
            free |= (
                ClaimRow.status.does_not_exist()
                & (ClaimRow.fingerprint == claim.fingerprint)
                & (ClaimRow.claimed_ms < to_ms(stale_before))
            )
        try:
            self._dynamo.put(_row(row, claim), change=change, condition=free)
        except ConditionRefusedError as refused:
            standing = refused.old_as(ClaimRow)
            return _claim(standing) if standing else None
        return None

    def standing(self, row: str) -> Claim | None:
        found = self._dynamo.get(ClaimRow, _key(row), consistent=True)
        return _claim(found) if found else None

    def answer(self, row: str, answer: Answer, change: Change) -> None:
        body = ClaimRow.sealed if answer.is_sealed else ClaimRow.body
        actions = [ClaimRow.status.set(answer.status), body.set(answer.body)]
        self._dynamo.update(ClaimRow, _key(row), actions, change=change)

    def release(self, row: str) -> None:
        self._dynamo.delete(ClaimRow, _key(row))


def _key(row: str) -> RowKey:
    return f"idempotency#{row}", "claim"


def _row(row: str, claim: Claim) -> ClaimRow:
    return ClaimRow(
        *_key(row),
        fingerprint=claim.fingerprint,
        pin=claim.pin.id,
        claimed_ms=to_ms(claim.claimed_at),
        expires_at=to_ms(claim.claimed_at + KEPT) // 1000,
    )


def _claim(row: ClaimRow) -> Claim:
    answer = None
    if row.status is not None:
        body = row.body if row.sealed is None else row.sealed
        answer = Answer(int(row.status), body or "", is_sealed=row.sealed is not None)
    return Claim(row.fingerprint, Pin(row.pin), from_ms(int(row.claimed_ms)), answer)
