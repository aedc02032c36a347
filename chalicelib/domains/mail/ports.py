"""What mails need of the outside."""

from __future__ import annotations

from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.domains.mail.models import Dispatch, Letter


class MailCarrier(Protocol):
    """Takes letters to people's mail servers."""

    def carry(self, letter: Letter) -> None:
        """Hand one over. Raises MailRefusedError, MailUndeliveredError."""


class DispatchStore(Protocol):
    """How far each mail has come, for thirty days."""

    def dispatch(self, key: str) -> Dispatch | None:
        """Read strongly."""

    def note(self, key: str, dispatch: Dispatch, change: Change) -> None:
        """Keep it; what is sent stays sent."""
