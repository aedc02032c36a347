"""Dead letters in the `records` table: `D#<id>`/`D`, listed by state."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo, RowKey
from chalicelib.core.ids import ConnectionId
from chalicelib.core.pagination import Page
from chalicelib.core.tables import RECORDS
from chalicelib.domains.dead_letters.models import (
    DeadLetter,
    DeadLetterId,
    DeadLetterState,
    OpenLetters,
    intake_ms_of,
)


class DeadLetterRow(Model):
    class Meta:
        table_name = RECORDS.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    listing = UnicodeAttribute(attr_name="lp")
    listed_at = UnicodeAttribute(attr_name="ls")
    at_ms = NumberAttribute(attr_name="at")
    source = UnicodeAttribute(attr_name="so")
    queue = UnicodeAttribute(attr_name="qu")
    connection_id = UnicodeAttribute(attr_name="cn", null=True)
    reason = UnicodeAttribute(attr_name="re")
    detail = UnicodeAttribute(attr_name="de")
    body = UnicodeAttribute(attr_name="bo")
    attempts = NumberAttribute(attr_name="ac")
    state = UnicodeAttribute(attr_name="st")
    comment = UnicodeAttribute(attr_name="co", null=True)
    version = NumberAttribute(attr_name="vs")


class ListedRow(Model):
    """What the listing index projects."""

    class Meta:
        table_name = RECORDS.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    listing = UnicodeAttribute(attr_name="lp")
    listed_at = UnicodeAttribute(attr_name="ls")


def _key(letter_id: DeadLetterId) -> RowKey:
    return f"D#{letter_id}", "D"


def _listing(state: DeadLetterState) -> str:
    return f"dead_letter#{state}"


class DynamoDeadLetterStore:
    """DeadLetterStore on the `records` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def bury(self, letter: DeadLetter, change: Change) -> None:
        try:
            self._dynamo.put(
                _row(letter), change=change, condition=DeadLetterRow.pk.does_not_exist()
            )
        except ConditionRefusedError:
            actions = [
                DeadLetterRow.listing.set(_listing("open")),
                DeadLetterRow.state.set("open"),
                DeadLetterRow.at_ms.set(letter.at_ms),
                DeadLetterRow.reason.set(letter.reason),
                DeadLetterRow.detail.set(letter.detail),
                DeadLetterRow.attempts.set(DeadLetterRow.attempts + 1),
                DeadLetterRow.version.set(DeadLetterRow.version + 1),
            ]
            self._dynamo.update(DeadLetterRow, _key(letter.id), actions, change=change)

    def get(self, letter_id: DeadLetterId) -> DeadLetter | None:
        row = self._dynamo.get(DeadLetterRow, _key(letter_id), consistent=True)
        return _letter(row) if row else None

    def page(self, state: DeadLetterState, before: str | None, limit: int) -> Page[DeadLetter]:
        key = ListedRow.listing == _listing(state)
        if before is not None:
            key &= ListedRow.listed_at < before
        rows = self._dynamo.query(ListedRow, key, index="listing", forward=False, limit=limit)
        ids = [DeadLetterId(row.listed_at) for row in rows.items]
        found = self._dynamo.batch_get(DeadLetterRow, [_key(one) for one in ids])
        letters = sorted((_letter(row) for row in found), key=lambda one: one.id, reverse=True)
        more = rows.last_key is not None and bool(ids)
        return Page(letters, [ids[-1]] if more else None)

    def standing(self, most: int) -> OpenLetters | None:
        return self._dynamo.either(lambda: self._standing(most), None)

    def _standing(self, most: int) -> OpenLetters | None:
        key = ListedRow.listing == _listing("open")
        first = self._dynamo.query(ListedRow, key, index="listing", limit=1).items
        if not first:
            return OpenLetters(0, None)
        many = self._dynamo.count(ListedRow, key, index="listing", limit=most)
        return OpenLetters(many, intake_ms_of(DeadLetterId(first[0].listed_at)))

    def close(self, letter: DeadLetter, change: Change) -> bool:
        actions: list[Any] = [
            DeadLetterRow.listing.set(_listing(letter.state)),
            DeadLetterRow.state.set(letter.state),
            DeadLetterRow.version.set(letter.version),
        ]
        if letter.comment is not None:
            actions.append(DeadLetterRow.comment.set(letter.comment))
        try:
            self._dynamo.update(
                DeadLetterRow,
                _key(letter.id),
                actions,
                change=change,
                condition=DeadLetterRow.version == letter.version - 1,
            )
        except ConditionRefusedError:
            return False
        return True

    def rewrite(self, letter: DeadLetter, body: str, change: Change) -> None:
        """Another body in the place of its own; it stays as open or closed as it is."""
        actions: list[Any] = [
            DeadLetterRow.body.set(body),
            DeadLetterRow.version.set(DeadLetterRow.version + 1),
        ]
        self._dynamo.update(DeadLetterRow, _key(letter.id), actions, change=change)


def _row(letter: DeadLetter) -> DeadLetterRow:
    pk, sk = _key(letter.id)
    return DeadLetterRow(
        pk,
        sk,
        listing=_listing(letter.state),
        listed_at=letter.id,
        at_ms=letter.at_ms,
        source=letter.source,
        queue=letter.queue,
        connection_id=letter.connection_id,
        reason=letter.reason,
        detail=letter.detail,
        body=letter.body,
        attempts=letter.attempts,
        state=letter.state,
        comment=letter.comment,
        version=letter.version,
    )


def _letter(row: DeadLetterRow) -> DeadLetter:
    state: Any = row.state
    reason: Any = row.reason
    return DeadLetter(
        id=DeadLetterId(row.listed_at),
        at_ms=int(row.at_ms),
        source=row.source,
        queue=row.queue,
        connection_id=ConnectionId(row.connection_id) if row.connection_id else None,
        reason=reason,
        detail=row.detail,
        body=row.body,
        attempts=int(row.attempts),
        state=state,
        comment=row.comment,
        version=int(row.version),
    )
