"""The plumbing of repositories on each engine: refusals, changes, pages, transactions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import (
    Check,
    ConditionRefusedError,
    Delete,
    Dynamo,
    Edit,
    Put,
    TransactionRefusedError,
)
from chalicelib.core.errors import BusyError
from chalicelib.core.tables import RECORDS
from tests.engines import EngineTables
from tests.faults.dynamo import client_error

CHANGE = Change(event="thing.stored", actor="test", at_ms=1)


class Thing(Model):
    class Meta:
        table_name = RECORDS.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    listing = UnicodeAttribute(attr_name="lp", null=True)
    listing_sort = UnicodeAttribute(attr_name="ls", null=True)
    amount = NumberAttribute(attr_name="am", null=True)


class Seen:
    """Collects what the meter is told."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, Any]] = []

    def __call__(self, operation: str, table: str, consumed: Any) -> None:
        self.calls.append((operation, table, consumed))


@pytest.fixture
def meter() -> Seen:
    return Seen()


@pytest.fixture
def dynamo(engine_tables: EngineTables, meter: Seen) -> Dynamo:
    return Dynamo(lambda: engine_tables.client, prefix=engine_tables.prefix, meter=meter)


@pytest.fixture
def stored(engine_tables: EngineTables) -> Callable[[], dict[str, Any]]:
    """Reads the one thing as it is stored."""
    key: Any = {"pk": {"S": "p"}, "sk": {"S": "1"}}
    table = engine_tables.prefix + RECORDS.name

    def read() -> dict[str, Any]:
        return dict(engine_tables.client.get_item(TableName=table, Key=key)["Item"])

    return read


def thing(sk: str = "1", amount: int = 1) -> Thing:
    return Thing("p", sk, listing="l", listing_sort=sk, amount=amount)


def test_the_client_is_opened_at_the_first_request_only() -> None:
    opened: list[str] = []

    def open_client() -> Any:
        opened.append("once")
        return object()

    dynamo = Dynamo(open_client)
    assert opened == []
    assert dynamo.client is dynamo.client
    assert opened == ["once"]


def test_a_put_is_refused_with_the_old_item(dynamo: Dynamo) -> None:
    dynamo.put(thing(), change=CHANGE)
    with pytest.raises(ConditionRefusedError) as refused:
        dynamo.put(thing(amount=2), change=CHANGE, condition=Thing.pk.does_not_exist())
    old = refused.value.old_as(Thing)
    assert old is not None
    assert old.amount == 1


def test_an_update_is_refused_without_an_item(dynamo: Dynamo) -> None:
    with pytest.raises(ConditionRefusedError) as refused:
        dynamo.update(
            Thing, ("p", "1"), [Thing.amount.set(3)], change=CHANGE, condition=Thing.pk.exists()
        )
    assert refused.value.old is None


def test_every_write_carries_its_change(
    dynamo: Dynamo, stored: Callable[[], dict[str, Any]]
) -> None:
    dynamo.put(thing(), change=CHANGE)
    first = stored()
    edit = Change(event="thing.edited", actor="somebody", at_ms=2, ip="::1")
    dynamo.update(Thing, ("p", "1"), [Thing.amount.add(1)], change=edit)
    second = stored()
    assert first["cg"] == {"M": {"e": {"S": "thing.stored"}, "a": {"S": "test"}, "t": {"N": "1"}}}
    assert second["cg"]["M"]["i"] == {"S": "::1"}
    assert second["am"] == {"N": "2"}


def test_an_update_answers_the_item_as_it_is_now(dynamo: Dynamo) -> None:
    dynamo.put(thing(amount=4), change=CHANGE)
    made = dynamo.update_and_get(Thing, ("p", "1"), [Thing.amount.add(1)], change=CHANGE)
    assert made.amount == 5


def test_a_deletion_answers_what_it_removed(dynamo: Dynamo) -> None:
    dynamo.put(thing(amount=4), change=CHANGE)
    removed = dynamo.delete(Thing, ("p", "1"), condition=Thing.amount == 4)
    assert removed is not None
    assert removed.amount == 4
    assert dynamo.delete(Thing, ("p", "1")) is None


def test_a_batch_reads_more_than_a_hundred_and_skips_the_absent(dynamo: Dynamo) -> None:
    for number in range(103):
        dynamo.put(thing(str(number)), change=CHANGE)
    keys = [("p", str(number)) for number in range(105)]
    assert len(dynamo.batch_get(Thing, keys + keys)) == 103


def test_pages_of_a_partition_and_of_an_index(dynamo: Dynamo) -> None:
    for number in range(5):
        dynamo.put(thing(str(number)), change=CHANGE)
    first = dynamo.query(Thing, Thing.pk == "p", limit=3, forward=False)
    rest = dynamo.query(Thing, Thing.pk == "p", limit=3, forward=False, start=first.last_key)
    assert [row.sk for row in first.items + rest.items] == ["4", "3", "2", "1", "0"]
    assert rest.last_key is None
    key = (Thing.listing == "l") & (Thing.listing_sort >= "3")
    assert [row.sk for row in dynamo.query(Thing, key, index="listing").items] == ["3", "4"]
    assert dynamo.count(Thing, Thing.pk == "p", limit=4) == 4
    assert len(list(dynamo.query_all(Thing, Thing.pk == "p"))) == 5


def test_a_transaction_writes_all_or_nothing(dynamo: Dynamo) -> None:
    dynamo.put(thing("old", amount=7), change=CHANGE)
    with pytest.raises(TransactionRefusedError) as refused:
        dynamo.transact(
            Put(thing("new"), CHANGE),
            Check(Thing, ("p", "old"), Thing.amount == 8),
        )
    assert [reason.refused for reason in refused.value.reasons] == [False, True]
    assert dynamo.get(Thing, ("p", "new")) is None
    dynamo.transact(
        Put(thing("new"), CHANGE),
        Edit(Thing, ("p", "third"), [Thing.amount.set(1)], CHANGE),
        Delete(Thing, ("p", "old"), Thing.amount == 7),
    )
    assert dynamo.get(Thing, ("p", "new"), consistent=True) is not None
    assert dynamo.get(Thing, ("p", "old"), consistent=True) is None


def test_the_meter_is_told_of_each_request(dynamo: Dynamo, meter: Seen) -> None:
    dynamo.put(thing(), change=CHANGE)
    with pytest.raises(ConditionRefusedError):
        dynamo.put(thing(), change=CHANGE, condition=Thing.pk.does_not_exist())
    assert [call[:2] for call in meter.calls] == [("put_item", "records")] * 2
    assert meter.calls[0][2]["CapacityUnits"] > 0
    assert meter.calls[1][2] is None


class Refusing:
    """A client that refuses everything with one error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def get_item(self, **_: Any) -> Any:
        raise self.error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (client_error("ThrottlingException", "GetItem"), "ThrottlingException"),
        (client_error("InternalServerError", "GetItem"), "InternalServerError"),
        (ReadTimeoutError(endpoint_url="here"), "ReadTimeoutError"),
        (client_error("ValidationException", "GetItem"), None),  # a fault of ours
    ],
)
def test_the_watch_is_told_of_a_table_that_refuses(error: Exception, told: str | None) -> None:
    seen: list[tuple[str, str, str]] = []
    client: Any = Refusing(error)
    refusing = Dynamo(lambda: client, watch=lambda *what: seen.append(what))
    with pytest.raises(type(error)):
        refusing.get(Thing, ("a", "b"))
    assert seen == ([(Thing.Meta.table_name, "get_item", told)] if told else [])


class CancelledError(Exception):
    """As boto3 raises it."""

    def __init__(self, *codes: str) -> None:
        self.response = {"CancellationReasons": [{"Code": code} for code in codes]}


class Cancelling:
    """A client that cancels every transaction for the same reasons."""

    class exceptions:  # noqa: N801 - boto3's name
        TransactionCanceledException = CancelledError

    def __init__(self, *codes: str) -> None:
        self._codes = codes

    def transact_write_items(self, **_: Any) -> Any:
        raise CancelledError(*self._codes)


def test_the_watch_is_told_of_a_table_that_throttles_a_transaction() -> None:
    seen: list[tuple[str, str, str]] = []
    client: Any = Cancelling("None", "ThrottlingError")
    throttled = Dynamo(lambda: client, watch=lambda *what: seen.append(what))
    with pytest.raises(BusyError):
        throttled.transact(Put(Thing("a", "b"), CHANGE), Put(Thing("a", "c"), CHANGE))
    assert seen == [(Thing.Meta.table_name, "transact_write_items", "ThrottlingError")]


def test_an_attempt_says_whether_it_was_taken() -> None:
    def refused() -> None:
        raise client_error("ThrottlingException", "PutItem")

    assert Dynamo.attempt(lambda: None)
    assert not Dynamo.attempt(refused)
