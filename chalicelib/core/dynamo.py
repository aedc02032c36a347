"""The one way repositories reach DynamoDB: PynamoDB models build requests, boto3 sends them.

One low-level client per process, created at the first request; PynamoDB opens no
connection of its own. Every put and update says what changed (`change`), so that the
stream yields named events. A lost answer makes the SDK send a write again: a conditional
write may then be refused by itself, and repositories read a refusal that way.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action, Update
from pynamodb.models import Model

from chalicelib.core.change import CHANGE_ATTRIBUTE, Change
from chalicelib.core.errors import BusyError
from chalicelib.core.observability import logger
from chalicelib.core.tables import TABLES

if TYPE_CHECKING:
    import boto3
    from mypy_boto3_dynamodb import DynamoDBClient

RawItem = dict[str, Any]
"""An item as DynamoDB writes it: `{"pk": {"S": "..."}, ...}`."""

RowKey = tuple[str, str]
"""Partition key and sort key; both are texts in every table."""

Meter = Callable[[str, str, Mapping[str, Any] | None], None]
"""Told (operation, table without prefix, ConsumedCapacity); None for a refused condition."""

Watch = Callable[[str, str, str], None]
"""Told (table without prefix, operation, error) when a table refuses after all repeats."""

M = TypeVar("M", bound=Model)
T = TypeVar("T")

_STREAMED = frozenset(table.name for table in TABLES if table.stream)
_BATCH_KEYS = 100
_BATCH_ROUNDS = 5
_CONFLICT = "TransactionConflict"
_CONFLICT_PAUSES = (0.02, 0.05)
"""A transaction holds an item for milliseconds; a queue would bring it again after a minute."""
_CANCELLED_BY_TABLE = frozenset({"ProvisionedThroughputExceeded", "ThrottlingError"})
_REFUSED_BY_TABLE = frozenset(
    {
        "InternalServerError",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ThrottlingException",
    }
)


class ConditionRefusedError(Exception):
    """The condition of a write did not hold; `old` is the item as it stands, None if absent."""

    def __init__(self, old: RawItem | None) -> None:
        super().__init__("a conditional write was refused")
        self.old = old

    def old_as(self, model: type[M]) -> M | None:
        """The item that refused, as an instance."""
        return None if self.old is None else model.from_raw_data(self.old)


class UnnamedWriteError(TypeError):
    """A removal from a table with a stream: it could not say what happened, nor who did it."""

    def __init__(self, table: str) -> None:
        super().__init__(f"nothing is removed from {table}: write what became of it")


class TransactionRefusedError(Exception):
    """A transaction was refused; `reasons` has one entry per write, in order."""

    def __init__(self, reasons: Sequence[Refusal]) -> None:
        super().__init__("a transaction was refused: " + ", ".join(r.code for r in reasons))
        self.reasons = reasons


class Refusal(NamedTuple):
    """Why one write of a transaction was refused; code `None` (a text) means it was not."""

    code: str
    old: RawItem | None

    @property
    def refused(self) -> bool:
        return self.code == "ConditionalCheckFailed"


class Rows(NamedTuple, Generic[M]):
    """Items of a query, and the raw key to go on from; None at the end."""

    items: list[M]
    last_key: RawItem | None


@dataclass(frozen=True, slots=True)
class Put:
    """In a transaction: store an instance."""

    instance: Model
    change: Change
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """In a transaction: change attributes of one item."""

    model: type[Model]
    key: RowKey
    actions: Sequence[Action]
    change: Change
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    """In a transaction: remove one item."""

    model: type[Model]
    key: RowKey
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """In a transaction: require something of an item that is not written."""

    model: type[Model]
    key: RowKey
    condition: Condition


TransactionWrite = Put | Edit | Delete | Check


def connect(session: boto3.Session) -> DynamoDBClient:
    """The low-level client; the endpoint comes from AWS_ENDPOINT_URL_DYNAMODB where that is set."""
    from botocore.config import Config  # noqa: PLC0415 - not paid by who opens no connection

    config = Config(
        parameter_validation=False,
        tcp_keepalive=True,
        connect_timeout=2,
        read_timeout=5,
        max_pool_connections=50,
        retries={"mode": "standard", "total_max_attempts": 4},
    )
    return session.client("dynamodb", config=config)


class Dynamo:
    """Requests of repositories, on one lazily created client.

    `open_client` is called once, at the first request. Table names are those of
    `core.tables` (a model's `Meta.table_name`) behind `prefix`.
    """

    def __init__(
        self,
        open_client: Callable[[], DynamoDBClient],
        *,
        prefix: str = "",
        meter: Meter | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._open_client = open_client
        self._prefix = prefix
        self._meter = meter
        self._watch = watch
        self._client: DynamoDBClient | None = None
        self._opening = threading.Lock()

    @property
    def client(self) -> DynamoDBClient:
        if self._client is None:
            with self._opening:
                self._client = self._client or self._open_client()
        return self._client

    def put(self, instance: Model, *, change: Change, condition: Condition | None = None) -> None:
        """Store a whole item. Raises ConditionRefusedError with the item that stands there."""
        request = {"Item": _item(instance, change)} | _expressions(condition=condition)
        self._write("put_item", type(instance), request)

    def update(
        self,
        model: type[Model],
        key: RowKey,
        actions: Sequence[Action],
        *,
        change: Change,
        condition: Condition | None = None,
    ) -> None:
        """Change attributes of one item; without a condition an absent item is created.

        Raises ConditionRefusedError with the item as it stands.
        """
        self._write("update_item", model, _update_request(key, actions, change, condition))

    def update_and_get(
        self,
        model: type[M],
        key: RowKey,
        actions: Sequence[Action],
        *,
        change: Change,
        condition: Condition | None = None,
    ) -> M:
        """`update`, answering the item as it is now (no read unit)."""
        request = _update_request(key, actions, change, condition)
        answer = self._write("update_item", model, request | {"ReturnValues": "ALL_NEW"})
        return model.from_raw_data(answer["Attributes"])

    def delete(
        self, model: type[M], key: RowKey, *, condition: Condition | None = None
    ) -> M | None:
        """Remove one item and answer what it was; None if there was none.

        Raises ConditionRefusedError with the item as it stands.
        """
        _refuse_unnamed(model)
        request = {"Key": _raw_key(key), "ReturnValues": "ALL_OLD"}
        answer = self._write("delete_item", model, request | _expressions(condition=condition))
        old = answer.get("Attributes")
        return model.from_raw_data(old) if old else None

    def take_away(
        self, model: type[Model], key: RowKey, *, change: Change, condition: Condition | None = None
    ) -> bool:
        """Remove an item for good, also of a table with a stream: it says first what happened.

        For what an erasure takes away, whose event ends in `ERASED`; False where the condition
        does not hold, or nothing is there. Safe to repeat.
        """
        stands: Condition = Path("pk").exists()
        if condition is not None:
            stands &= condition
        said = Path([CHANGE_ATTRIBUTE, "e"]) == change.event
        try:
            self.update(model, key, [], change=change, condition=stands)
            request = {"Key": _raw_key(key)} | _expressions(condition=said)
            self._write("delete_item", model, request)
        except ConditionRefusedError:
            return False
        return True

    @staticmethod
    def either(request: Callable[[], T], otherwise: T) -> T:
        """What a request answers, or another thing where it fails; for what nobody waits for."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

        try:
            return request()
        except (BotoCoreError, ClientError, BusyError) as exc:
            logger.warning("request given up", extra={"error": type(exc).__name__})
            return otherwise

    @classmethod
    def attempt(cls, write: Callable[[], None]) -> bool:
        """Whether a write was taken."""

        def taken() -> bool:
            write()
            return True

        return cls.either(taken, otherwise=False)

    def get(self, model: type[M], key: RowKey, *, consistent: bool = False) -> M | None:
        """Read one item; None if there is none."""
        answer = self._send("get_item", model, {"Key": _raw_key(key), "ConsistentRead": consistent})
        return model.from_raw_data(answer["Item"]) if "Item" in answer else None

    def raw(self, model: type[Model], key: RowKey) -> RawItem | None:
        """One item as it is stored, read strongly: also what its model does not know."""
        answer = self._send("get_item", model, {"Key": _raw_key(key), "ConsistentRead": True})
        item: RawItem | None = answer.get("Item")
        return item

    def batch_get(
        self, model: type[M], keys: Sequence[RowKey], *, consistent: bool = False
    ) -> list[M]:
        """Read many items in no particular order; absent ones are left out, keys may repeat.

        Raises BusyError where the table keeps some back.
        """
        unique = list(dict.fromkeys(keys))
        found: list[M] = []
        for start in range(0, len(unique), _BATCH_KEYS):
            chunk = [_raw_key(key) for key in unique[start : start + _BATCH_KEYS]]
            found += [model.from_raw_data(raw) for raw in self._batch(model, chunk, consistent)]
        return found

    def query(  # noqa: PLR0913 - DynamoDB's own knobs, named
        self,
        model: type[M],
        key: Condition,
        *,
        index: str | None = None,
        forward: bool = True,
        limit: int | None = None,
        start: RawItem | None = None,
        consistent: bool = False,
        condition: Condition | None = None,
    ) -> Rows[M]:
        """One page of a partition or of an index (keys only), in order of its sort key.

        `key` is a condition such as `(Row.pk == "a") & Row.sk.startswith("m#")`;
        `condition` filters what was read and paid. At most 1 MB is read, so a page may be
        short of `limit` while `last_key` is set.
        """
        request = _query_request(key, index, condition)
        request |= {"ScanIndexForward": forward, "ConsistentRead": consistent}
        if limit is not None:
            request["Limit"] = limit
        if start is not None:
            request["ExclusiveStartKey"] = start
        answer = self._send("query", model, request)
        items = [model.from_raw_data(raw) for raw in answer["Items"]]
        return Rows(items, answer.get("LastEvaluatedKey"))

    def query_all(
        self,
        model: type[M],
        key: Condition,
        *,
        index: str | None = None,
        limit: int | None = None,
        consistent: bool = False,
    ) -> Iterator[M]:
        """Every item of a partition or an index, read page after page as it is asked for.

        `limit` is how many a page has at most: for a partition that may be large.
        """
        start: RawItem | None = None
        while True:
            rows = self.query(
                model, key, index=index, limit=limit, start=start, consistent=consistent
            )
            yield from rows.items
            start = rows.last_key
            if start is None:
                return

    def count(
        self, model: type[Model], key: Condition, *, index: str | None = None, limit: int
    ) -> int:
        """How many items a partition or an index has under a key, counted up to `limit`."""
        request = _query_request(key, index, None) | {"Select": "COUNT", "Limit": limit}
        return int(self._send("query", model, request)["Count"])

    def transact(self, *writes: TransactionWrite) -> None:
        """All writes or none (each costs twice; never on the message path).

        Raises TransactionRefusedError naming each write's reason, BusyError where another
        transaction was in the way.
        """
        items = [self._transaction_item(write) for write in writes]
        error = self.client.exceptions.TransactionCanceledException
        first = _table_of(writes[0]).Meta.table_name
        try:
            answer = self._call("transact_write_items", first, {"TransactItems": items})
        except error as exc:
            self._tell_of_throttled(writes, exc.response)
            raise self._cancelled(exc.response) from exc
        self._measure("transact_write_items", answer)

    def _transaction_item(self, write: TransactionWrite) -> Any:
        request: dict[str, Any]
        match write:
            case Put(instance, change, condition):
                request = {"Item": _item(instance, change)} | _expressions(condition=condition)
                return {"Put": self._in_transaction(type(instance), request)}
            case Edit(model, key, actions, change, condition):
                request = _update_request(key, actions, change, condition)
                return {"Update": self._in_transaction(model, request)}
            case Delete(model, key, condition):
                _refuse_unnamed(model)
                request = {"Key": _raw_key(key)} | _expressions(condition=condition)
                return {"Delete": self._in_transaction(model, request)}
            case Check(model, key, condition):
                request = {"Key": _raw_key(key)} | _expressions(condition=condition)
                return {"ConditionCheck": self._in_transaction(model, request)}

    def _in_transaction(self, model: type[Model], request: dict[str, Any]) -> dict[str, Any]:
        returned = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
        return {"TableName": self._table(model)} | request | returned

    def _tell_of_throttled(
        self, writes: Sequence[TransactionWrite], response: Mapping[str, Any]
    ) -> None:
        for write, reason in zip(writes, response.get("CancellationReasons", []), strict=False):
            if reason.get("Code") in _CANCELLED_BY_TABLE:
                self._tell(_table_of(write).Meta.table_name, "transact_write_items", reason["Code"])

    def _cancelled(self, response: Mapping[str, Any]) -> Exception:
        given = response.get("CancellationReasons", [])
        reasons = [Refusal(one.get("Code", "None"), one.get("Item")) for one in given]
        self._measure("transact_write_items", None)
        if not any(reason.refused for reason in reasons):
            return BusyError()
        return TransactionRefusedError(reasons)

    def _batch(
        self, model: type[Model], keys: list[RawItem], consistent: bool
    ) -> Iterator[RawItem]:
        table = self._table(model)
        pending: Any = {table: {"Keys": keys, "ConsistentRead": consistent}}
        for _ in range(_BATCH_ROUNDS):
            answer = self._call("batch_get_item", model.Meta.table_name, {"RequestItems": pending})
            self._measure("batch_get_item", answer)
            yield from answer["Responses"].get(table, [])
            pending = answer.get("UnprocessedKeys")
            if not pending:
                return
        self._tell(model.Meta.table_name, "batch_get_item", "keys kept back")
        raise BusyError

    def _write(self, operation: str, model: type[Model], request: dict[str, Any]) -> Any:
        from botocore.exceptions import ClientError  # noqa: PLC0415

        returned = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
        for pause_seconds in (*_CONFLICT_PAUSES, None):
            try:
                return self._send(operation, model, request | returned)
            except ClientError as exc:
                code = exc.response["Error"]["Code"]
                if code == "ConditionalCheckFailedException":
                    if self._meter is not None:
                        self._meter(operation, model.Meta.table_name, None)
                    old: Any = exc.response.get("Item")
                    raise ConditionRefusedError(old) from exc
                if code != "TransactionConflictException":
                    raise
                if pause_seconds is None:
                    raise BusyError from exc
                time.sleep(pause_seconds)
        raise AssertionError

    def _send(self, operation: str, model: type[Model], request: dict[str, Any]) -> Any:
        named = {"TableName": self._table(model)} | request
        answer = self._call(operation, model.Meta.table_name, named)
        self._measure(operation, answer)
        return answer

    def _call(self, operation: str, table: str, request: dict[str, Any]) -> Any:
        """The answer of the engine; a table that refuses work is told to the watch."""
        from botocore.exceptions import ClientError, HTTPClientError  # noqa: PLC0415

        try:
            return getattr(self.client, operation)(**request, **self._metering())
        except ClientError as exc:
            code = exc.response["Error"]["Code"]
            if code in _REFUSED_BY_TABLE:
                self._tell(table, operation, code)
            raise
        except HTTPClientError as exc:
            self._tell(table, operation, type(exc).__name__)
            raise

    def _tell(self, table: str, operation: str, error: str) -> None:
        if self._watch is not None:
            self._watch(table, operation, error)

    def _table(self, model: type[Model]) -> str:
        return f"{self._prefix}{model.Meta.table_name}"

    def _metering(self) -> Any:
        return {} if self._meter is None else {"ReturnConsumedCapacity": "INDEXES"}

    def _measure(self, operation: str, answer: Any) -> None:
        if self._meter is None:
            return
        consumed = (answer or {}).get("ConsumedCapacity") or []
        for one in consumed if isinstance(consumed, list) else [consumed]:
            self._meter(operation, one["TableName"].removeprefix(self._prefix), one)


def _refuse_unnamed(model: type[Model]) -> None:
    if model.Meta.table_name in _STREAMED:
        raise UnnamedWriteError(model.Meta.table_name)


def _table_of(write: TransactionWrite) -> type[Model]:
    return type(write.instance) if isinstance(write, Put) else write.model


def _raw_key(key: RowKey) -> RawItem:
    return {"pk": {"S": key[0]}, "sk": {"S": key[1]}}


def _raw_change(change: Change) -> RawItem:
    return {
        "M": {
            name: {"N": str(value)} if isinstance(value, int) else {"S": value}
            for name, value in change.stored().items()
        }
    }


def _item(instance: Model, change: Change) -> RawItem:
    return instance.serialize() | {CHANGE_ATTRIBUTE: _raw_change(change)}


def _update_request(
    key: RowKey, actions: Sequence[Action], change: Change, condition: Condition | None
) -> dict[str, Any]:
    named = Path(CHANGE_ATTRIBUTE).set(_raw_change(change))
    return {"Key": _raw_key(key)} | _expressions(
        condition=condition, update=Update(*actions, named)
    )


def _query_request(key: Condition, index: str | None, condition: Condition | None) -> RawItem:
    request = _expressions(key=key, filtered=condition)
    return request if index is None else request | {"IndexName": index}


def _expressions(
    *,
    condition: Condition | None = None,
    update: Update | None = None,
    key: Condition | None = None,
    filtered: Condition | None = None,
) -> dict[str, Any]:
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    parts = {
        "ConditionExpression": condition,
        "UpdateExpression": update,
        "KeyConditionExpression": key,
        "FilterExpression": filtered,
    }
    request: dict[str, Any] = {
        name: part.serialize(names, values) for name, part in parts.items() if part is not None
    }
    if names:
        request["ExpressionAttributeNames"] = {alias: name for name, alias in names.items()}
    if values:
        request["ExpressionAttributeValues"] = values
    return request
