"""Parse and store what customers write; one lane of a customer at a time, in order."""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.adapters.channels.raw_update import unpack
from chalicelib.core.queues import INBOUND
from chalicelib.domains.limits.errors import LaneSlowedError
from functions.batches import (
    ComeAgain,
    Failures,
    Record,
    Source,
    each_of_queue,
    received_times,
)


def handler(event: dict[str, Any], _context: object) -> Failures:
    """SQS records of `inbound.fifo`, each with one raw update (or a reference to it)."""
    container = bootstrap.container()

    def process(record: Record) -> None:
        for update in unpack(record["body"], container.bodies):
            try:
                container.pipeline.process(update, received=received_times(record))
            except LaneSlowedError as slowed:
                raise ComeAgain(slowed.seconds) from slowed

    return each_of_queue(event, Source(container.queues, INBOUND), process)
