"""Take mails to their carrier."""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.core.queues import MAIL
from chalicelib.domains.mail.errors import MailUndeliveredError
from chalicelib.domains.mail.services.mail_room import unpacked
from functions.batches import (
    ComeAgain,
    Failures,
    Record,
    Source,
    each_of_queue,
    received_times,
)

_LONGEST_WAIT_SECONDS = 600


def handler(event: dict[str, Any], _context: object) -> Failures:
    """SQS records of `mail`, each a letter; a carrier that is down is asked for hours."""
    container = bootstrap.container()

    def process(record: Record) -> None:
        try:
            container.mail_rounds.carry(unpacked(record["body"]))
        except MailUndeliveredError as exc:
            seconds = min(2 ** received_times(record), _LONGEST_WAIT_SECONDS)
            raise ComeAgain(seconds) from exc

    return each_of_queue(event, Source(container.queues, MAIL), process)
