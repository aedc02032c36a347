"""Store what was said on a number, and whom it knew, before it was connected to us."""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.adapters.channels.raw_update import unpack
from chalicelib.core.queues import HISTORY
from functions.batches import Failures, Record, Source, each_of_queue, received_times


def handler(event: dict[str, Any], _context: object) -> Failures:
    """SQS records of `history`, each with one piece (or a reference to it)."""
    container = bootstrap.container()

    def process(record: Record) -> None:
        for update in unpack(record["body"], container.bodies):
            container.pipeline.process(update, received=received_times(record))

    return each_of_queue(event, Source(container.queues, HISTORY), process)
