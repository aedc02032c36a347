"""Mails that go nowhere, and are remembered."""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.domains.mail.models import Dispatch, Letter


class MemoryDispatches:
    """A DispatchStore in a dictionary."""

    def __init__(self) -> None:
        self.rows: dict[str, Dispatch] = {}

    def dispatch(self, key: str) -> Dispatch | None:
        return self.rows.get(key)

    def note(self, key: str, dispatch: Dispatch, change: Change) -> None:
        known = self.rows.get(key)
        if known is None or known.state == "waiting":
            self.rows[key] = dispatch


class RecordedCarrier:
    """A MailCarrier; `fails` is raised before anything is taken."""

    def __init__(self) -> None:
        self.carried: list[Letter] = []
        self.fails: Exception | None = None

    def carry(self, letter: Letter) -> None:
        if self.fails:
            raise self.fails
        self.carried.append(letter)
