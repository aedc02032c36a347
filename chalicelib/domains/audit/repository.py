"""The audit in the `records` table. Nothing of it is ever deleted.

`AC#<shard>`/<number> an entry of a chain · `AT#<month>`/<act> keeps the number of an act and
lists it by time · `AP#<person>`/<act>, `AV#<event>`/<act>, `AE#<kind>#<id>`/<act>,
`AA#<application>`/<act> list it · `AS`/`V#<shard>` how far a chain was verified · `AS`/`S` when
the heads were sealed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.clock import from_ms, to_ms
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo, RowKey
from chalicelib.core.ids import base32
from chalicelib.core.pagination import Page
from chalicelib.core.tables import RECORDS
from chalicelib.domains.audit import rules
from chalicelib.domains.audit.chain import BEGINNING
from chalicelib.domains.audit.models import (
    LAST_MS,
    ActId,
    Head,
    Hole,
    Link,
    Listed,
    Verified,
    Wanted,
    at_ms_of,
)

EVALUATED = 400
"""So many listed acts a page looks at, at most; below 60 read units."""
_ROWS_AT_ONCE = 100
_MS_LETTERS = 9
_DIGITS = 12
_LINKS_A_PAGE = 200
_STATE, _SEALED = "AS", "S"


class LinkRow(Model):
    class Meta:
        table_name = RECORDS.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    number = NumberAttribute(attr_name="no")
    act_id = UnicodeAttribute(attr_name="ac")
    frame = UnicodeAttribute(attr_name="fr")
    values = UnicodeAttribute(attr_name="va", null=True)
    salt = UnicodeAttribute(attr_name="sa", null=True)
    values_digest = UnicodeAttribute(attr_name="vd")
    previous = UnicodeAttribute(attr_name="pr")
    digest = UnicodeAttribute(attr_name="di")


class ListedRow(Model):
    class Meta:
        table_name = RECORDS.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    shard = NumberAttribute(attr_name="sh")
    number = NumberAttribute(attr_name="no")
    event = UnicodeAttribute(attr_name="ev")
    actor = UnicodeAttribute(attr_name="ac")
    entity_kind = UnicodeAttribute(attr_name="ek")
    entity_id = UnicodeAttribute(attr_name="ei")
    role = UnicodeAttribute(attr_name="ro", null=True)
    application = UnicodeAttribute(attr_name="ap", null=True)
    outcome = UnicodeAttribute(attr_name="oc")
    version = NumberAttribute(attr_name="vs", null=True)
    changed = JSONAttribute(attr_name="ch")
    name = UnicodeAttribute(attr_name="nm", null=True)
    text = UnicodeAttribute(attr_name="tx", null=True)


class VerifiedRow(Model):
    class Meta:
        table_name = RECORDS.name

    pk = UnicodeAttribute(hash_key=True, default=_STATE)
    sk = UnicodeAttribute(range_key=True)
    number = NumberAttribute(attr_name="no")
    digest = UnicodeAttribute(attr_name="di")
    at_ms = NumberAttribute(attr_name="at")
    holes = JSONAttribute(attr_name="ho")


class SealedRow(Model):
    class Meta:
        table_name = RECORDS.name

    pk = UnicodeAttribute(hash_key=True, default=_STATE)
    sk = UnicodeAttribute(range_key=True, default=_SEALED)
    at_ms = NumberAttribute(attr_name="at")


class DynamoRecord:
    """Record on the `records` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def listed(self, act_id: ActId) -> Listed | None:
        row = self._dynamo.get(ListedRow, _by_time(act_id), consistent=True)
        return _listed(row) if row else None

    def pin(self, listed: Listed, instead_of: int | None) -> bool:
        is_new, stands = ListedRow.pk.does_not_exist(), ListedRow.number == instead_of
        is_so = is_new if instead_of is None else stands
        row = _listed_row(_by_time(listed.id), listed)
        return self._put_if(row, listed, is_so)

    def append(self, link: Link) -> bool:
        row = LinkRow(
            *_link_key(link.shard, link.number),
            number=link.number,
            act_id=link.id,
            frame=link.frame,
            values=link.values,
            salt=link.salt,
            values_digest=link.values_digest,
            previous=link.previous,
            digest=link.digest,
        )
        change = Change("audit.chained", "audit", at_ms_of(link.id))
        try:
            self._dynamo.put(row, change=change, condition=LinkRow.pk.does_not_exist())
        except ConditionRefusedError as refused:
            standing = refused.old_as(LinkRow)
            return standing is not None and standing.digest == link.digest  # our own, repeated
        return True

    def enlist(self, listed: Listed) -> None:
        for key in _further_places(listed):
            self._put_if(_listed_row(key, listed), listed, ListedRow.pk.does_not_exist())

    def last(self, shard: int) -> Link | None:
        key = LinkRow.pk == _chain(shard)
        rows = self._dynamo.query(LinkRow, key, forward=False, limit=1, consistent=True)
        return _link(rows.items[0]) if rows.items else None

    def link(self, shard: int, number: int) -> Link | None:
        row = self._dynamo.get(LinkRow, _link_key(shard, number), consistent=True)
        return _link(row) if row else None

    def following(self, shard: int, number: int) -> Iterator[Link]:
        pk, sk = _link_key(shard, number)
        behind = (LinkRow.pk == pk) & (LinkRow.sk > sk)
        rows = self._dynamo.query_all(LinkRow, behind, limit=_LINKS_A_PAGE, consistent=True)
        return (_link(row) for row in rows)

    def page(self, wanted: Wanted, before: ActId | None, limit: int) -> Page[Listed]:
        found: list[Listed] = []
        left, first = EVALUATED, base32(wanted.since_ms or 0, _MS_LETTERS)
        before = before or _first_of(LAST_MS if wanted.until_ms is None else wanted.until_ms)
        for place, floor_ms in self._places(wanted, at_ms_of(before)):
            while True:
                between = ListedRow.sk.between(first, _below(before))
                rows = self._dynamo.query(
                    ListedRow,
                    (ListedRow.pk == place) & between,
                    forward=False,
                    limit=min(left, _ROWS_AT_ONCE),
                )
                left -= max(len(rows.items), 1)
                for row in rows.items:
                    before = ActId(row.sk)
                    if rules.matches(one := _listed(row), wanted):
                        found.append(one)
                    if len(found) == limit:
                        return Page(found, [before])
                if rows.last_key is None:
                    before = min(before, _first_of(floor_ms))
                    break
                if left <= 0:
                    return Page(found, [before])
            if left <= 0 and floor_ms > 0:
                return Page(found, [before])
        return Page(found, None)

    def _places(self, wanted: Wanted, until_ms: int) -> Iterator[tuple[str, int]]:
        """The partitions to look through, each with its first millisecond: the most selective
        one, or month after month."""
        if wanted.entity_kind is not None and wanted.entity_id is not None:
            yield _of_entity(wanted.entity_kind, wanted.entity_id), 0
        elif wanted.actor is not None:
            yield f"AP#{wanted.actor}", 0
        elif wanted.application is not None:
            yield f"AA#{wanted.application}", 0
        elif wanted.event is not None:
            yield f"AV#{wanted.event}", 0
        else:
            since_ms = self._beginning_ms() if wanted.since_ms is None else wanted.since_ms
            yield from _months_back(min(until_ms, LAST_MS), since_ms)

    def _beginning_ms(self) -> int:
        """When the first act of all was done."""
        first = [self.link(shard, 1) for shard in range(rules.SHARDS)]
        return min((at_ms_of(link.id) for link in first if link), default=LAST_MS)

    def of_entity(self, kind: str, identifier: str) -> Iterator[Listed]:
        key = ListedRow.pk == _of_entity(kind, identifier)
        return map(_listed, self._dynamo.query_all(ListedRow, key, limit=_ROWS_AT_ONCE))

    def erase(self, listed: Listed, change: Change) -> None:
        places = [_by_time(listed.id), *_further_places(listed)]
        forgotten = [ListedRow.text.remove(), ListedRow.name.remove()]
        for key in places:
            self._dynamo.update(ListedRow, key, forgotten, change=change)
        self._dynamo.update(
            LinkRow,
            _link_key(listed.shard, listed.number),
            [LinkRow.values.remove(), LinkRow.salt.remove()],
            change=change,
            condition=LinkRow.act_id == listed.id,
        )

    def verified(self, shards: Sequence[int]) -> Sequence[Verified]:
        rows = self._dynamo.batch_get(VerifiedRow, [(_STATE, f"V#{one}") for one in shards])
        found = {row.sk: _verified(row) for row in rows}
        return [found.get(f"V#{one}", Verified(one, BEGINNING, 0)) for one in shards]

    def keep_verified(self, verified: Verified, change: Change) -> None:
        row = VerifiedRow(
            sk=f"V#{verified.shard}",
            number=verified.head.number,
            digest=verified.head.digest,
            at_ms=verified.at_ms,
            holes=[[hole.number, hole.flaw] for hole in verified.holes],
        )
        self._dynamo.put(row, change=change)

    def sealed_at_ms(self) -> int | None:
        row = self._dynamo.get(SealedRow, (_STATE, _SEALED))
        return int(row.at_ms) if row else None

    def keep_sealed(self, at_ms: int, change: Change) -> None:
        self._dynamo.put(SealedRow(at_ms=at_ms), change=change)

    def _put_if(self, row: ListedRow, listed: Listed, condition: Condition) -> bool:
        change = Change("audit.listed", "audit", listed.at_ms)
        try:
            self._dynamo.put(row, change=change, condition=condition)
        except ConditionRefusedError:
            return False
        return True


def _chain(shard: int) -> str:
    return f"AC#{shard}"


def _link_key(shard: int, number: int) -> RowKey:
    return _chain(shard), f"{number:0{_DIGITS}}"


def _by_time(act_id: ActId) -> RowKey:
    return _month_of(at_ms_of(act_id)), act_id


def _month_of(at_ms: int) -> str:
    return f"AT#{from_ms(at_ms):%Y-%m}"


def _of_entity(kind: str, identifier: str) -> str:
    return f"AE#{kind}#{identifier}"


def _further_places(listed: Listed) -> list[RowKey]:
    places = [f"AP#{listed.actor}", f"AV#{listed.event}"]
    if listed.entity_id:
        places.append(_of_entity(listed.entity_kind, listed.entity_id))
    if listed.application is not None:
        places.append(f"AA#{listed.application}")
    return [(place, listed.id) for place in places]


def _months_back(until_ms: int, since_ms: int) -> Iterator[tuple[str, int]]:
    """The month of an instant, and those before it, back to that of another."""
    while until_ms >= since_ms:
        start = from_ms(until_ms).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        yield _month_of(until_ms), to_ms(start)
        until_ms = to_ms(start) - 1


def _first_of(at_ms: int) -> ActId:
    """Before whatever was done at an instant, and behind all that was done before."""
    return ActId(base32(at_ms, _MS_LETTERS) + "0" * 14)


def _below(act_id: ActId) -> str:
    """A key below an act's and above that of any earlier one."""
    return f"{act_id[:-1]}{chr(ord(act_id[-1]) - 1)}~"


def _listed_row(key: RowKey, listed: Listed) -> ListedRow:
    return ListedRow(
        *key,
        shard=listed.shard,
        number=listed.number,
        event=listed.event,
        actor=listed.actor,
        entity_kind=listed.entity_kind,
        entity_id=listed.entity_id,
        role=listed.role,
        application=listed.application,
        outcome=listed.outcome,
        version=listed.version,
        changed=list(listed.changed),
        name=listed.name,
        text=listed.text or None,
    )


def _listed(row: ListedRow) -> Listed:
    outcome: Any = row.outcome
    return Listed(
        id=ActId(row.sk),
        shard=int(row.shard),
        number=int(row.number),
        event=row.event,
        actor=row.actor,
        entity_kind=row.entity_kind,
        entity_id=row.entity_id,
        role=row.role,
        application=row.application,
        outcome=outcome,
        version=None if row.version is None else int(row.version),
        changed=tuple(row.changed),
        name=row.name,
        text=row.text or "",
    )


def _link(row: LinkRow) -> Link:
    shard, number = int(row.pk.removeprefix("AC#")), int(row.number)
    is_ours = row.sk.isdecimal() and len(row.sk) == _DIGITS
    return Link(
        shard=shard,
        number=number,
        id=ActId(row.act_id),
        frame=row.frame,
        values=row.values,
        salt=row.salt,
        values_digest=row.values_digest,
        previous=row.previous,
        digest=row.digest,
        position=int(row.sk) if is_ours else None,
    )


def _verified(row: VerifiedRow) -> Verified:
    shard = int(row.sk.removeprefix("V#"))
    return Verified(
        shard=shard,
        head=Head(int(row.number), row.digest),
        at_ms=int(row.at_ms),
        holes=tuple(Hole(shard, number, flaw) for number, flaw in row.holes),
    )
