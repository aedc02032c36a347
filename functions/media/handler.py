"""Fetch a customer's file at once: the provider's address lives five minutes."""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.core.queues import HISTORY_MEDIA, MEDIA
from chalicelib.domains.conversations.ports import MediaUnavailableError
from chalicelib.domains.notifications.services.relay import read_order
from functions.batches import (
    ComeAgain,
    Failures,
    Record,
    Source,
    each_of_queue,
    queue_of,
    received_times,
)

TRIES = 6
_LONGEST_WAIT_SECONDS = 60


def handler(event: dict[str, Any], _context: object) -> Failures:
    """SQS records of `media` or `history-media`, each naming a conversation and a message."""
    container = bootstrap.container()
    source = Source(container.queues, queue_of(event, (MEDIA, HISTORY_MEDIA)))

    def process(record: Record) -> None:
        received = received_times(record)
        where = read_order(record["body"])
        try:
            container.media_keeper.fetch(*where, last_try=received >= TRIES)
        except MediaUnavailableError as exc:
            raise ComeAgain(min(2**received, _LONGEST_WAIT_SECONDS)) from exc

    return each_of_queue(event, source, process)
