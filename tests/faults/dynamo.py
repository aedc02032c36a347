"""DynamoDB as it may behave: throttled, failing before or after the effect, stale, slow.

Stands where the product's low-level client stands, above the SDK's own repeats: a fault
that reaches the product has outlived them, a repeat that is hidden from it is made here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

from tests.faults.faults import Faults
from tests.faults.simulation import SimulatedClock

Answer = dict[str, Any]
Operation = Callable[..., Answer]

_WRITES = {"put_item", "update_item", "delete_item", "transact_write_items"}
_READS = {"get_item", "batch_get_item", "query"}
_STALE_SECONDS = 1.0


class FaultyDynamo:
    """A DynamoDB client; `writes` counts those that may show on the stream."""

    def __init__(self, client: Any, faults: Faults, clock: SimulatedClock) -> None:
        self._client, self._faults, self._clock = client, faults, clock
        self._seen: dict[tuple[str, str, str], tuple[float, Answer]] = {}
        self.writes = 0

    def __getattr__(self, name: str) -> Any:
        operation: Operation = getattr(self._client, name)
        if name in _WRITES:
            return lambda **request: self._write(name, operation, request)
        if name in _READS:
            return lambda **request: self._read(name, operation, request)
        return operation

    # writes --------------------------------------------------------------------------

    def _write(self, name: str, operation: Operation, request: Answer) -> Answer:
        return self._faults.around(lambda: self._faulty_write(name, operation, request))

    def _faulty_write(self, name: str, operation: Operation, request: Answer) -> Answer:
        self._fail_before(name)
        if name == "transact_write_items" and self._faults.strikes("transaction conflict"):
            raise self._conflict(len(request["TransactItems"]))
        self.writes += 1
        if self._faults.strikes("request failed after its effect"):
            self._silently(operation, request)
            raise ReadTimeoutError(endpoint_url=name)
        if name != "transact_write_items" and self._faults.strikes("request sent again by the SDK"):
            self._silently(operation, request)  # a transaction's token tells repeats apart
        return operation(**request)

    def _conflict(self, items: int) -> ClientError:
        reasons = [{"Code": "TransactionConflict"}, *({"Code": "None"} for _ in range(items - 1))]
        answer = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
        error: ClientError = self._client.exceptions.TransactionCanceledException(
            answer, "TransactWriteItems"
        )
        return error

    @staticmethod
    def _silently(operation: Operation, request: Answer) -> None:
        """The effect without its answer, be it a refusal."""
        try:
            operation(**request)
        except ClientError:
            return

    def _fail_before(self, name: str) -> None:
        if self._faults.strikes("request throttled"):
            raise client_error("ProvisionedThroughputExceededException", name)
        if self._faults.strikes("request failed before its effect"):
            raise ConnectTimeoutError(endpoint_url=name)

    # reads ---------------------------------------------------------------------------

    def _read(self, name: str, operation: Operation, request: Answer) -> Answer:
        return self._faults.around(lambda: self._faulty_read(name, operation, request))

    def _faulty_read(self, name: str, operation: Operation, request: Answer) -> Answer:
        self._fail_before(name)
        if name == "get_item":
            return self._get(operation, request)
        if name == "batch_get_item":
            return self._batch_get(operation, request)
        return operation(**request)

    def _get(self, operation: Operation, request: Answer) -> Answer:
        """Where a read need not be strong, what was true a moment ago is an answer too."""
        pk, sk = request["Key"]["pk"]["S"], request["Key"]["sk"]["S"]
        key, now = (request["TableName"], pk, sk), self._clock.second
        at, earlier = self._seen.get(key, (now, None))
        is_young = earlier is not None and now - at <= _STALE_SECONDS
        if is_young and not request.get("ConsistentRead") and self._faults.strikes("stale read"):
            return earlier or {}
        answer = operation(**request)
        self._seen[key] = (now, answer)
        return answer

    def _batch_get(self, operation: Operation, request: Answer) -> Answer:
        ((table, asked),) = request["RequestItems"].items()
        keys = asked["Keys"]
        if len(keys) < 2 or not self._faults.strikes("keys kept back"):
            return operation(**request)
        now, later = (asked | {"Keys": part} for part in (keys[:1], keys[1:]))
        answer = operation(**request | {"RequestItems": {table: now}})
        return answer | {"UnprocessedKeys": {table: later}}


def client_error(code: str, operation: str) -> ClientError:
    """An error as AWS answers it."""
    return ClientError({"Error": {"Code": code, "Message": "injected"}}, operation)
