"""Notes on the product's state in memory."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.ids import AppId
from chalicelib.domains.health.models import Facts, Minute, RefusedSignatures, TableRefusal


class MemoryNotebook:
    """Notebook; `pulses_sent` lists the pulses, none where `is_down`."""

    def __init__(self) -> None:
        self.kept = Facts()
        self.pulses_sent: list[int] = []
        self.is_down = False

    def note_pulse(self, consumer: str, pulse_ms: int, change: Change) -> None:
        self.kept = replace(self.kept, pulses={**self.kept.pulses, consumer: pulse_ms})

    def note_table(self, table: str, refusal: TableRefusal, change: Change) -> None:
        self.kept = replace(self.kept, tables={**self.kept.tables, table: refusal})

    def note_refused_signature(self, app_id: AppId, change: Change) -> None:
        known = self.kept.signatures.get(app_id)
        refused = RefusedSignatures(known.since_ms if known else change.at_ms, change.at_ms)
        self.kept = replace(self.kept, signatures={**self.kept.signatures, app_id: refused})

    def note_good_signature(self, app_id: AppId, change: Change) -> None:
        others = {one: kept for one, kept in self.kept.signatures.items() if one != app_id}
        self.kept = replace(self.kept, signatures=others)

    def note_minute(self, minute: Minute, change: Change) -> None:
        self.kept = replace(self.kept, minute=minute)

    def send_pulse(self, change: Change) -> bool:
        if not self.is_down:
            self.pulses_sent.append(change.at_ms)
        return not self.is_down

    def facts(self) -> Facts:
        return self.kept
