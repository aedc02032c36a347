"""Templates in `live`: `templates#<app>#<account>`, `t#<language>#<name>` for each, and `fetch`.

They expire when nobody reads them for a week: each is written when it changes, and all of
them with the first fetch of a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.clock import from_ms, to_ms
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo, RowKey
from chalicelib.core.tables import LIVE
from chalicelib.domains.templates.models import (
    Account,
    Button,
    Failure,
    Fetch,
    Header,
    Listing,
    Template,
)

KEPT = timedelta(days=7)
_DAY_MS = 86_400_000
_FETCH, _TEMPLATE = "fetch", "t#"


class TemplateRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    template = JSONAttribute(attr_name="te", null=True)
    attempted_at_ms = NumberAttribute(attr_name="at", null=True)
    fetched_at_ms = NumberAttribute(attr_name="fe", null=True)
    failure = JSONAttribute(attr_name="fa", null=True)
    expires_at = NumberAttribute()


class DynamoTemplateStore:
    """TemplateStore on the `live` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def listing(self, account: Account) -> Listing:
        fetch, templates = None, []
        for row in self._dynamo.query_all(TemplateRow, TemplateRow.pk == _partition(account)):
            if row.sk == _FETCH:
                fetch = _fetch(row)
            else:
                templates.append(_template(row))
        templates.sort(key=lambda one: (one.name, one.language))
        return Listing(templates, fetch)

    def template(self, account: Account, name: str, language: str) -> Template | None:
        row = self._dynamo.get(TemplateRow, _key(account, name, language))
        return _template(row) if row else None

    def begin(self, account: Account, now_ms: int, not_since_ms: int, change: Change) -> bool:
        attempted = TemplateRow.attempted_at_ms
        actions = [attempted.set(now_ms), TemplateRow.expires_at.set(_expiry(now_ms))]
        condition = attempted.does_not_exist() | (attempted <= not_since_ms)
        key = (_partition(account), _FETCH)
        try:
            self._dynamo.update(TemplateRow, key, actions, change=change, condition=condition)
        except ConditionRefusedError:
            return False
        return True

    def replace(
        self, account: Account, known: Listing, new: Sequence[Template], change: Change
    ) -> None:
        all_anew = _day_of(known.fetch) != change.at_ms // _DAY_MS
        for one in new:
            if all_anew or one not in known.templates:
                self._dynamo.put(_row(account, one, change.at_ms), change=change)
        kept = {_key(account, one.name, one.language) for one in new}
        for one in known.templates:
            if (key := _key(account, one.name, one.language)) not in kept:
                self._dynamo.delete(TemplateRow, key)

    def finish(self, account: Account, fetch: Fetch, change: Change) -> None:
        row = TemplateRow(
            _partition(account),
            _FETCH,
            attempted_at_ms=fetch.attempted_at_ms,
            fetched_at_ms=fetch.fetched_at_ms,
            failure=asdict(fetch.failure) if fetch.failure else None,
            expires_at=_expiry(fetch.attempted_at_ms),
        )
        self._dynamo.put(row, change=change)


def _partition(account: Account) -> str:
    return f"templates#{account.app_id}#{account.holder}"


def _key(account: Account, name: str, language: str) -> RowKey:
    return _partition(account), f"{_TEMPLATE}{language}#{name}"


def _expiry(now_ms: int) -> int:
    return to_ms(from_ms(now_ms) + KEPT) // 1000


def _day_of(fetch: Fetch | None) -> int | None:
    return None if fetch is None or fetch.fetched_at_ms is None else fetch.fetched_at_ms // _DAY_MS


def _row(account: Account, template: Template, now_ms: int) -> TemplateRow:
    partition, place = _key(account, template.name, template.language)
    return TemplateRow(partition, place, template=asdict(template), expires_at=_expiry(now_ms))


def _template(row: TemplateRow) -> Template:
    stored: dict[str, Any] = row.template
    header, buttons = stored["header"], stored["buttons"]
    return Template(
        **stored
        | {
            "header": Header(**header | {"examples": tuple(header["examples"])})
            if header
            else None,
            "buttons": tuple(Button(**one) for one in buttons),
            "examples": tuple(stored["examples"]),
        }
    )


def _fetch(row: TemplateRow) -> Fetch:
    fetched_at_ms, failure = row.fetched_at_ms, row.failure
    return Fetch(
        attempted_at_ms=int(row.attempted_at_ms),
        fetched_at_ms=None if fetched_at_ms is None else int(fetched_at_ms),
        failure=Failure(**failure) if failure else None,
    )
