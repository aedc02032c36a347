"""What a page of the audit reads stays within its budget, whatever is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.core.dynamo import Dynamo
from chalicelib.domains.audit import rules
from chalicelib.domains.audit.models import ActId, Wanted
from chalicelib.domains.audit.repository import DynamoRecord
from tests.engines import EngineTables
from tests.integration.audit.acts import act
from tests.samples import NOW_MS

BUDGET = 60
LISTED = 450
"""More than a page looks at."""


@pytest.mark.engine
@pytest.mark.timeout(300)
def test_a_page_costs_at_most_sixty_units(dynamodb_local: EngineTables) -> None:
    read: list[float] = []

    def meter(operation: str, _table: str, capacity: Mapping[str, Any] | None) -> None:
        if operation == "query" and capacity is not None:
            read.append(capacity["CapacityUnits"])

    tables = dynamodb_local
    record = DynamoRecord(Dynamo(lambda: tables.client, prefix=tables.prefix, meter=meter))
    words = {"name": "ñ" * 40, "description": "palabra " * 80}
    for number in range(LISTED):
        listed = rules.listed(act(number, after=words), 0, number)
        record.pin(listed, instead_of=None)
        record.enlist(listed)
    for wanted in (
        Wanted(),
        Wanted(text="ausente"),
        Wanted(actor="U-ana", text="ausente"),
        Wanted(event="label.changed", text="ausente"),
        Wanted(entity_kind="label", entity_id="L1", text="ausente"),
    ):
        read.clear()
        asked = Wanted(**{**_fields(wanted), "until_ms": NOW_MS + LISTED, "since_ms": NOW_MS - 1})
        page = record.page(asked, None, 100)
        assert 0 < sum(read) <= BUDGET, (wanted, read)
        if wanted.text:
            assert page.items == []
            assert page.next_position is not None
            rest = record.page(asked, ActId(page.next_position[0]), 100)
            assert rest.next_position is None


def _fields(wanted: Wanted) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in Wanted.__slots__}
