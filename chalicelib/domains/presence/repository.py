"""Standings and facts in the `presence` table, types of break in `directory`.

`U#<user>`/`P` how it stands, the one item whose changes are shown · `U#<user>`/`S#<ms>#<number>`
a change of state · `U#<user>`/`M#<ms>#<number>` another fact. `break_type`/<id> in `directory`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo, RowKey
from chalicelib.core.ids import UserId, base32
from chalicelib.core.tables import DIRECTORY, PRESENCE
from chalicelib.domains.configuration.repository import ConfiguredRow, Kind
from chalicelib.domains.presence.models import (
    Activity,
    BreakType,
    Fact,
    Mark,
    Span,
    Standing,
    Step,
)

STANDING = "P"
_STEP, _MARK, _LAST = "S", "M", "~"
_AT_ONCE = 8


class StandingRow(Model):
    """`step` and `unfiled` are facts as `_packed` writes them."""

    class Meta:
        table_name = PRESENCE.name
        audited_as = ("presence", STANDING)

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default=STANDING)
    step = JSONAttribute(attr_name="st", null=True)
    sessions = JSONAttribute(attr_name="ss")
    sockets = JSONAttribute(attr_name="so")
    left_ms = NumberAttribute(attr_name="le", null=True)
    unfiled = JSONAttribute(attr_name="un")
    facts = NumberAttribute(attr_name="fc")
    version = NumberAttribute(attr_name="vs")


class FactRow(Model):
    class Meta:
        table_name = PRESENCE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    fact = JSONAttribute(attr_name="fa")


class BreakTypeRow(ConfiguredRow):
    """As it was stored before there was one catalogue: `is_retired` has a place of its own."""

    class Meta:
        table_name = DIRECTORY.name

    is_retired = BooleanAttribute(attr_name="re", default=False)
    minutes = NumberAttribute(attr_name="mi")
    for_some = BooleanAttribute(attr_name="fs")
    user_ids = UnicodeSetAttribute(attr_name="us", null=True)


class DynamoPresenceStore:
    """PresenceStore on the `presence` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="presence")

    def standing(self, user_id: UserId) -> Standing:
        row = self._dynamo.get(StandingRow, _key(user_id), consistent=True)
        return _standing(row) if row else Standing(user_id)

    def standings(self, user_ids: Sequence[UserId]) -> dict[UserId, Standing]:
        keys = [_key(user_id) for user_id in user_ids]
        found = {user_id: Standing(user_id) for user_id in user_ids}
        for row in self._dynamo.batch_get(StandingRow, keys, consistent=True):
            standing = _standing(row)
            found[standing.user_id] = standing
        return found

    def file(self, user_id: UserId, facts: Iterable[Fact], change: Change) -> None:
        for fact in facts:
            row = FactRow(_partition(user_id), _sort_key(fact), fact=_packed(fact))
            self._dynamo.put(row, change=change)

    def save(self, new: Standing, old: Standing, change: Change) -> bool:
        stands = StandingRow.version == old.version
        condition = stands if old.version else StandingRow.pk.does_not_exist()
        try:
            self._dynamo.update(
                StandingRow,
                _key(new.user_id),
                _actions(new),
                change=change,
                condition=condition,
            )
        except ConditionRefusedError:
            return False
        return True

    def steps(
        self, user_ids: Sequence[UserId], from_ms: int, until_ms: int
    ) -> Mapping[UserId, list[Step]]:
        def of_user(user_id: UserId) -> list[Step]:
            rows = self._facts(user_id, _STEP, from_ms, until_ms)
            return [fact for fact in rows if isinstance(fact, Step)]

        if len(user_ids) == 1:
            return {user_ids[0]: of_user(user_ids[0])}
        return dict(zip(user_ids, self._pool.map(of_user, user_ids), strict=True))

    def next_step(self, user_id: UserId, from_ms: int) -> Step | None:
        key = (FactRow.pk == _partition(user_id)) & FactRow.sk.between(
            f"{_STEP}#{base32(from_ms, 9)}", f"{_STEP}#{_LAST}"
        )
        rows = self._dynamo.query(FactRow, key, limit=1, consistent=True).items
        fact = _fact(rows[0].fact) if rows else None
        return fact if isinstance(fact, Step) else None

    def marks(self, user_id: UserId, from_ms: int, until_ms: int) -> list[Mark]:
        rows = self._facts(user_id, _MARK, from_ms, until_ms)
        return [fact for fact in rows if isinstance(fact, Mark)]

    def _facts(self, user_id: UserId, kind: str, from_ms: int, until_ms: int) -> list[Fact]:
        key = (FactRow.pk == _partition(user_id)) & FactRow.sk.between(
            f"{kind}#{base32(from_ms, 9)}", f"{kind}#{base32(until_ms - 1, 9)}{_LAST}"
        )
        rows = self._dynamo.query_all(FactRow, key, consistent=True)
        return [_fact(row.fact) for row in rows]


def _partition(user_id: UserId) -> str:
    return f"U#{user_id}"


def _key(user_id: UserId) -> RowKey:
    return _partition(user_id), STANDING


class StreamStandings:
    """Reads standings from the images of the stream."""

    @staticmethod
    def standing(image: dict[str, Any]) -> Standing:
        return _standing(StandingRow.from_raw_data(image))


def _sort_key(fact: Fact) -> str:
    kind = _STEP if isinstance(fact, Step) else _MARK
    return f"{kind}#{base32(fact.at_ms, 9)}#{base32(fact.number, 5)}"


def _actions(standing: Standing) -> list[Action]:
    row, step = StandingRow, standing.step
    return [
        row.step.set(_packed(step)) if step else row.step.remove(),
        row.sessions.set(_spans(standing.sessions)),
        row.sockets.set(_spans(standing.sockets)),
        row.left_ms.remove() if standing.left_ms is None else row.left_ms.set(standing.left_ms),
        row.unfiled.set([_packed(fact) for fact in standing.unfiled]),
        row.facts.set(standing.facts),
        row.version.set(standing.version),
    ]


def _standing(row: StandingRow) -> Standing:
    step = _fact(row.step) if row.step else None
    return Standing(
        user_id=UserId(row.pk[2:]),
        step=step if isinstance(step, Step) else None,
        sessions=tuple(Span(*one) for one in row.sessions),
        sockets=tuple(Span(*one) for one in row.sockets),
        left_ms=None if row.left_ms is None else int(row.left_ms),
        unfiled=tuple(_fact(one) for one in row.unfiled),
        facts=int(row.facts),
        version=int(row.version),
    )


def _spans(spans: Iterable[Span]) -> list[list[Any]]:
    return [[one.id, one.until_ms] for one in spans]


def _packed(fact: Fact) -> dict[str, Any]:
    return {name: value for name, value in asdict(fact).items() if value is not None}


def _fact(packed: dict[str, Any]) -> Fact:
    if "kind" in packed:
        return Mark(**packed)
    activities = {name: Activity(**packed[name]) for name in ("before", "after")}
    return Step(**packed | activities)


def _pack_type(one: BreakType) -> dict[str, Any]:
    return {
        "minutes": one.minutes,
        "for_some": one.user_ids is not None,
        "user_ids": set(one.user_ids or ()) or None,  # no set of the engine is empty
    }


def _read_type(row: BreakTypeRow) -> dict[str, Any]:
    user_ids = frozenset(UserId(one) for one in row.user_ids or ())
    return {"minutes": int(row.minutes), "user_ids": user_ids if row.for_some else None}


BREAK_TYPE = Kind("break_type", BreakTypeRow, BreakType, _pack_type, _read_type)
