"""Who puts on record what people do, and where the record is kept."""

from __future__ import annotations

from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.domains.audit.models import Sighting


class Witness(Protocol):
    """Puts on record what writes no item; whatever writes one is recorded from the stream.

    `change` says who, when and from where, as that of a write would (`call.change(event)`);
    the event is the sighting's.
    """

    def saw(self, sighting: Sighting, change: Change) -> None:
        """Put it on record before it is done. Raises UnwitnessedError: then do not do it.

        For what may not stay unseen: reveals, exports, searches over customers.
        """

    def noticed(self, sighting: Sighting, change: Change) -> None:
        """Put it on record if that can be done now; a loss is logged and raises an alarm.

        For what is answered anyway: a refused sign-in, the end of a session.
        """
