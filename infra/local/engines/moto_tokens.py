"""ClientRequestToken of transactions: applied once in ten minutes, as DynamoDB does."""

from __future__ import annotations

import hashlib
import json
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult
from moto.dynamodb.exceptions import DynamodbException

_WINDOW_SECONDS = 600


class IdempotentParameterMismatchError(DynamodbException):
    """The token was used for another transaction."""

    def __init__(self) -> None:
        super().__init__(
            "com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException",
            "The request uses the same client token as a previous, but non-identical request.",
        )


class TransactionTokens:
    """Remembers which token stood for which transaction; callers hold the engine's lock."""

    def __init__(self) -> None:
        self._digests: dict[str, str] = {}
        self._ends: deque[tuple[float, str]] = deque()

    def once(self, transact: Callable[[Any], ActionResult]) -> Callable[[Any], ActionResult]:
        """moto's handler of TransactWriteItems, not repeated for a token that succeeded."""

        def transact_once(handler: Any) -> ActionResult:
            token = handler.body.get("ClientRequestToken")
            if token is None:
                return transact(handler)
            self._forget()
            digest = _digest(handler.body["TransactItems"])
            known = self._digests.get(token)
            if known is None:
                answer = transact(handler)
                self._digests[token] = digest
                self._ends.append((time.monotonic() + _WINDOW_SECONDS, token))
                return answer
            if known != digest:
                raise IdempotentParameterMismatchError
            return ActionResult({"ConsumedCapacity": [], "ItemCollectionMetrics": {}})

        return transact_once

    def _forget(self) -> None:
        while self._ends and self._ends[0][0] <= time.monotonic():
            del self._digests[self._ends.popleft()[1]]


def _digest(items: Any) -> str:
    return hashlib.sha256(json.dumps(items, sort_keys=True, default=repr).encode()).hexdigest()
