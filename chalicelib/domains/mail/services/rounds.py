"""Takes what waits to the carrier, once."""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.observability import logger
from chalicelib.domains.mail.errors import MailRefusedError
from chalicelib.domains.mail.models import Dispatch, Letter, MailState
from chalicelib.domains.mail.ports import DispatchStore, MailCarrier

_ACTOR = "mail"


class Rounds:
    """One letter at a time.

    Between the carrier's yes and our note of it a crash makes it go out again: carriers know
    no keys of ours. Both have the same `Message-ID`, by which mail programs show one.
    """

    def __init__(self, carrier: MailCarrier, dispatches: DispatchStore, clock: Clock) -> None:
        self._carrier = carrier
        self._dispatches = dispatches
        self._clock = clock

    def carry(self, letter: Letter) -> None:
        """Raises MailUndeliveredError where it has to be tried again."""
        known = self._dispatches.dispatch(letter.key)
        if known is not None and known.state != "waiting":
            return
        try:
            self._carrier.carry(letter)
        except MailRefusedError as refused:
            logger.warning("mail refused", extra={"key": letter.key, "reason": str(refused)})
            self._note(letter, "refused", str(refused))
        else:
            self._note(letter, "sent")

    def _note(self, letter: Letter, state: MailState, reason: str = "") -> None:
        now_ms = to_ms(self._clock.now())
        change = Change(f"mail.{state}", _ACTOR, now_ms)
        self._dispatches.note(letter.key, Dispatch(state, now_ms, reason), change)
