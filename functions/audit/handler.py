"""Put on record what was done, in the chain of its shard."""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.core.queues import AUDIT
from chalicelib.domains.audit.rules import read
from functions.batches import Failures, Record, Source, each_of_queue


def handler(event: dict[str, Any], _context: object) -> Failures:
    """SQS records of `audit.fifo`, each with one act; one chain at a time, in order."""
    container = bootstrap.container()

    def process(record: Record) -> None:
        container.chaining.add(read(record["body"]))

    return each_of_queue(event, Source(container.queues, AUDIT), process)
