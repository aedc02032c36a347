"""What functions notice about the product on their way; cheap, and never in the way."""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.ids import AppId
from chalicelib.core.observability import logger
from chalicelib.core.tables import HEALTH
from chalicelib.domains.health.models import TableRefusal
from chalicelib.domains.health.ports import Notebook

_REPEATED_AFTER_MS = 30_000


class HealthNotes:
    """The writing side of health; one per container, as it remembers what it told."""

    def __init__(self, notebook: Notebook, clock: Clock) -> None:
        self._notebook = notebook
        self._clock = clock
        self._told_tables: dict[str, int] = {}

    def pulse_reached(self, consumer: str, pulse_ms: int | None) -> None:
        """A batch of the stream was taken; None: without a pulse in it."""
        if pulse_ms is not None:
            self._notebook.note_pulse(consumer, pulse_ms, self._change("pulse.reached", consumer))

    def table_refused(self, table: str, operation: str, error: str) -> None:
        """A table refused a request after all repeats; told twice a minute at most."""
        now_ms = to_ms(self._clock.now())
        told_ms = self._told_tables.get(table)
        if table == HEALTH.name or (told_ms and now_ms - told_ms < _REPEATED_AFTER_MS):
            return
        self._told_tables[table] = now_ms
        logger.warning(
            "table refused a request",
            extra={"table": table, "operation": operation, "error": error},
        )
        refusal = TableRefusal(now_ms, operation, error)
        self._notebook.note_table(table, refusal, self._change("table.refused", table))

    def signature_seen(self, app_id: AppId, *, fits: bool) -> None:
        """What the door tells of an app's signatures; see `SignatureReports`."""
        if fits:
            self._notebook.note_good_signature(app_id, self._change("signature.fitted", app_id))
            return
        logger.warning("signatures refused", extra={"app_id": app_id})
        self._notebook.note_refused_signature(app_id, self._change("signature.refused", app_id))

    def _change(self, event: str, actor: str) -> Change:
        return Change(event, actor, to_ms(self._clock.now()))
