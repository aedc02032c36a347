"""Tells those who could approve of what waits, and who asked of what became of it.

Best effort, after the write: the list of what waits is the record, the centre a way to it.
"""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import Principal
from chalicelib.domains.alerts.models import Alert
from chalicelib.domains.alerts.rules import alert_id
from chalicelib.domains.alerts.services.keeping import AlertKeeper
from chalicelib.domains.changes.models import ChangeRequest
from chalicelib.domains.changes.rules import may_decide


class AlertTelling:
    """Implements Telling with the centre. `keeper` is built when somebody is told."""

    def __init__(
        self, keeper: Callable[[], AlertKeeper], people: Callable[[], list[Principal]]
    ) -> None:
        self._keeper = keeper
        self._people = people

    def asked(self, request: ChangeRequest) -> None:
        could = (one for one in self._people() if may_decide(one, request))
        barred = request.asking.barred
        self._tell(request, [one.user_id for one in could if one.user_id not in barred])

    def closed(self, request: ChangeRequest) -> None:
        if request.decided_by != request.asking.by:
            self._tell(request, [UserId(one) for one in sorted(request.asking.barred)])

    def _tell(self, request: ChangeRequest, user_ids: list[UserId]) -> None:
        at_ms = request.closed_at_ms or request.decided_at_ms or request.asking.at_ms
        by = request.asking.by if request.state == "pending" else request.decided_by
        self._keeper().keep(
            Alert(
                alert_id(at_ms, "change", one, request.id, request.state),
                one,
                "change",
                about=request.id,
                by=UserId(by) if by else None,
                detail=request.state,
            )
            for one in user_ids
        )
