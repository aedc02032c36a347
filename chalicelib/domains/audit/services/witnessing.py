"""The witness: tells the audit's queue of what was done without writing anything."""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.core.ids import new_id
from chalicelib.core.observability import logger
from chalicelib.core.queues import AUDIT, Queues, QueueUnavailableError
from chalicelib.domains.audit import rules
from chalicelib.domains.audit.errors import LOST_LINE, UnwitnessedError
from chalicelib.domains.audit.models import Sighting


class QueueWitness:
    """Witness on `audit.fifo`; what SQS took is as good as recorded."""

    def __init__(self, queues: Queues) -> None:
        self._queues = queues

    def saw(self, sighting: Sighting, change: Change) -> None:
        act = rules.act_seen(sighting, change, new_id(change.at_ms))
        try:
            self._queues.send(AUDIT, [rules.order(act)])
        except QueueUnavailableError as exc:
            raise UnwitnessedError from exc

    def noticed(self, sighting: Sighting, change: Change) -> None:
        try:
            self.saw(sighting, change)
        except UnwitnessedError:
            logger.warning(LOST_LINE, extra={"event": sighting.event})
