"""Apply delivery statuses, and changes that wait for their message."""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.adapters.channels.raw_update import unpack
from chalicelib.core.queues import STATUS
from functions.batches import Failures, Record, Source, each_of_queue, received_times


def handler(event: dict[str, Any], _context: object) -> Failures:
    """SQS records of `status`, each with some raw updates (or a reference to them)."""
    container = bootstrap.container()

    def process(record: Record) -> None:
        for update in unpack(record["body"], container.bodies):
            container.pipeline.process(update, received=received_times(record))

    return each_of_queue(event, Source(container.queues, STATUS), process)
