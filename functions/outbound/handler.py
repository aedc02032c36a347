"""Send what is due of the conversation whose doorbell rang, and what its holder does besides."""

from __future__ import annotations

import math
from typing import Any

from chalicelib import bootstrap
from chalicelib.core.queues import OUTBOUND
from chalicelib.domains.conversations.services.reactions import read_reaction_order
from chalicelib.domains.conversations.services.signals import read_signal
from chalicelib.domains.notifications.services.relay import read_order
from functions.batches import ComeAgain, Failures, Record, Source, each_of_queue


def handler(event: dict[str, Any], _context: object) -> Failures:
    """One SQS record of `outbound.fifo`; a lane that must wait keeps its doorbell."""
    container = bootstrap.container()

    def process(record: Record) -> None:
        if signal := read_signal(record["body"]):
            return container.signals.deliver(signal)
        if reaction := read_reaction_order(record["body"]):
            wait = container.reactions.deliver(reaction)
        else:
            wait = container.lane.deliver(*read_order(record["body"]))
        if wait is not None:
            raise ComeAgain(math.ceil(wait))
        return None

    return each_of_queue(event, Source(container.queues, OUTBOUND), process)
