"""Where the product's own state is noted."""

from __future__ import annotations

from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import AppId
from chalicelib.domains.health.models import Facts, Minute, TableRefusal


class Notebook(Protocol):
    """Notes of all functions. A note that cannot be taken is logged and lost: nobody waits
    for one or fails over it."""

    def note_pulse(self, consumer: str, pulse_ms: int, change: Change) -> None:
        """A pulse has reached a consumer of the stream; the newest counts."""

    def note_table(self, table: str, refusal: TableRefusal, change: Change) -> None: ...

    def note_refused_signature(self, app_id: AppId, change: Change) -> None:
        """Another one; the first since a good one says since when."""

    def note_good_signature(self, app_id: AppId, change: Change) -> None:
        """The app's signatures fit again."""

    def note_minute(self, minute: Minute, change: Change) -> None: ...

    def send_pulse(self, change: Change) -> bool:
        """Write the item whose change every consumer of the stream has to see."""

    def facts(self) -> Facts:
        """Everything noted."""
