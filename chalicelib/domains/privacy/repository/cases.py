"""Holds and consents in `contacts`: `P#<contact>`/`LH#<hold>` and `P#<contact>`/`CS#<consent>`."""

from __future__ import annotations

from typing import cast

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import Dynamo, RowKey
from chalicelib.core.ids import ContactId
from chalicelib.core.tables import CONTACTS
from chalicelib.domains.privacy.models import (
    Consent,
    ConsentId,
    ConsentSource,
    ConsentState,
    Hold,
    HoldId,
)

_OWNER, _HOLD, _CONSENT = "P#", "LH#", "CS#"


class HoldRow(Model):
    class Meta:
        table_name = CONTACTS.name
        audited_as = ("legal_hold", _HOLD)

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    reason = UnicodeAttribute(attr_name="re")
    until_ms = NumberAttribute(attr_name="un", null=True)
    placed_by = UnicodeAttribute(attr_name="pb")
    placed_at_ms = NumberAttribute(attr_name="pa")
    released_by = UnicodeAttribute(attr_name="rb", null=True)
    released_at_ms = NumberAttribute(attr_name="ra", null=True)


class ConsentRow(Model):
    class Meta:
        table_name = CONTACTS.name
        audited_as = ("consent", _CONSENT)

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    purpose = UnicodeAttribute(attr_name="pu")
    state = UnicodeAttribute(attr_name="st")
    source = UnicodeAttribute(attr_name="so")
    evidence = UnicodeAttribute(attr_name="ev")
    at_ms = NumberAttribute(attr_name="at")
    recorded_by = UnicodeAttribute(attr_name="rb")
    recorded_at_ms = NumberAttribute(attr_name="ra")


class DynamoCases:
    """Cases on the `contacts` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def holds(self, contact_id: ContactId) -> list[Hold]:
        under = (HoldRow.pk == _OWNER + contact_id) & HoldRow.sk.startswith(_HOLD)
        rows = self._dynamo.query_all(HoldRow, under, consistent=True)
        return [_hold(row) for row in rows][::-1]

    def place(self, hold: Hold, change: Change) -> None:
        row = HoldRow(
            *_hold_key(hold),
            reason=hold.reason,
            until_ms=hold.until_ms,
            placed_by=hold.placed_by,
            placed_at_ms=hold.placed_at_ms,
        )
        self._dynamo.put(row, change=change)

    def release(self, hold: Hold, change: Change) -> None:
        actions = [
            HoldRow.released_by.set(change.actor),
            HoldRow.released_at_ms.set(change.at_ms),
        ]
        self._dynamo.update(HoldRow, _hold_key(hold), actions, change=change)

    def consents(self, contact_id: ContactId) -> list[Consent]:
        under = (ConsentRow.pk == _OWNER + contact_id) & ConsentRow.sk.startswith(_CONSENT)
        rows = self._dynamo.query_all(ConsentRow, under, consistent=True)
        return [_consent(row) for row in rows][::-1]

    def record(self, consent: Consent, change: Change) -> None:
        row = ConsentRow(
            f"{_OWNER}{consent.contact_id}",
            f"{_CONSENT}{consent.id}",
            purpose=consent.purpose,
            state=consent.state,
            source=consent.source,
            evidence=consent.evidence,
            at_ms=consent.at_ms,
            recorded_by=consent.recorded_by,
            recorded_at_ms=consent.recorded_at_ms,
        )
        self._dynamo.put(row, change=change)

    def forget(self, contact_id: ContactId, change: Change) -> None:
        for hold in self.holds(contact_id):
            if hold.reason:
                key, said = _hold_key(hold), [HoldRow.reason.set("")]
                self._dynamo.update(HoldRow, key, said, change=change)
        for consent in self.consents(contact_id):
            if consent.evidence:
                row_key = (f"{_OWNER}{contact_id}", f"{_CONSENT}{consent.id}")
                gone = [ConsentRow.evidence.set("")]
                self._dynamo.update(ConsentRow, row_key, gone, change=change)


def _hold_key(hold: Hold) -> RowKey:
    return f"{_OWNER}{hold.contact_id}", f"{_HOLD}{hold.id}"


def _hold(row: HoldRow) -> Hold:
    return Hold(
        id=HoldId(row.sk.removeprefix(_HOLD)),
        contact_id=ContactId(row.pk.removeprefix(_OWNER)),
        reason=row.reason,
        until_ms=_whole(row.until_ms),
        placed_by=row.placed_by,
        placed_at_ms=int(row.placed_at_ms),
        released_by=row.released_by,
        released_at_ms=_whole(row.released_at_ms),
    )


def _consent(row: ConsentRow) -> Consent:
    return Consent(
        id=ConsentId(row.sk.removeprefix(_CONSENT)),
        contact_id=ContactId(row.pk.removeprefix(_OWNER)),
        purpose=row.purpose,
        state=cast("ConsentState", row.state),
        source=cast("ConsentSource", row.source),
        evidence=row.evidence,
        at_ms=int(row.at_ms),
        recorded_by=row.recorded_by,
        recorded_at_ms=int(row.recorded_at_ms),
    )


def _whole(stored: float | None) -> int | None:
    return None if stored is None else int(stored)
