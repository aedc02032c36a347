"""Where changes that wait are decided on, made when they are due, and taken back.

Approving and making are two writes: what was approved and not made yet, because a process died
or because it is for later, is made by the next round. Making is one transaction with the note
that it is made, so it happens once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import BusyError, HiloError, NotFoundError, VersionConflictError
from chalicelib.core.ids import UserId
from chalicelib.core.observability import logger
from chalicelib.domains.access.models import Principal
from chalicelib.domains.access.rules import may
from chalicelib.domains.changes import rules
from chalicelib.domains.changes.errors import (
    ChangeDecidedError,
    ChangeOutdatedError,
    NotPermittedError,
    NotUndoableError,
    OwnChangeError,
)
from chalicelib.domains.changes.models import (
    PERMISSION_OF,
    ChangeId,
    ChangeRequest,
    Swap,
)
from chalicelib.domains.changes.ports import ChangeStore, Foresight, SwapsRefusedError, Telling
from chalicelib.domains.changes.services.gate import Gate

_ROUNDS = 5
_HOUR_MS = 3_600_000


class ChangeDesk:
    """`sees` tells whose business a change is, `principal` what somebody may do now; `forget`
    renews what is read of configuration.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what it decides by, and whom it tells
        self,
        store: ChangeStore,
        gate: Gate,
        sees: Callable[[Principal, ChangeRequest], bool],
        foresight: Foresight,
        telling: Telling,
        principal: Callable[[UserId], Principal | None],
        forget: Callable[[], None],
        clock: Clock,
    ) -> None:
        self._store = store
        self._gate = gate
        self._sees = sees
        self._foresight = foresight
        self._telling = telling
        self._principal = principal
        self._forget = forget
        self._clock = clock

    def waiting(self, reader: Principal) -> list[ChangeRequest]:
        """Those that wait and that somebody may see, oldest first."""
        return [one for one in self._store.open() if self._sees(reader, one)]

    def past(
        self, reader: Principal, before: ChangeId | None, limit: int
    ) -> tuple[list[ChangeRequest], ChangeId | None]:
        """A page of those that do not wait any more, newest first, and where it goes on."""
        page = self._store.page(before, limit)
        shown = [one for one in page if not one.is_open and self._sees(reader, one)]
        return shown, page[-1].id if len(page) == limit else None

    def require(self, change_id: ChangeId, reader: Principal) -> ChangeRequest:
        """Raises NotFoundError, also for what is out of sight."""
        request = self._store.get(change_id)
        if request is None or not self._sees(reader, request):
            raise NotFoundError
        return request

    def present(self, request: ChangeRequest) -> dict[tuple[str, str, str], Any]:
        """What stands now of what it would change, by kind, id and name of the attribute."""
        swaps = self._store.swaps(request.id)
        images = self._store.images(swaps)
        return {
            (swap.kind, swap.id, one.name): rules.plain(
                (images[swap.kind, swap.id] or {}).get(one.attribute), is_json=one.is_json
            )
            for swap in swaps
            for one in swap.fields
        }

    def is_outdated(self, request: ChangeRequest) -> bool:
        """Whether what it would change is not as it was when somebody asked."""
        return not self._stands(self._store.swaps(request.id))

    def approve(
        self, request: ChangeRequest, decider: Principal, due_at_ms: int | None, change: Change
    ) -> ChangeRequest:
        """Let it be made: at once, or when it is due. To say so again changes nothing.

        Raises OwnChangeError, ChangeDecidedError, ChangeOutdatedError, and what speaks against
        the change itself.
        """
        self._require_other(request, decider)
        is_approved = request.state in ("scheduled", "applied")
        if is_approved and request.decided_by == decider.user_id:
            return request
        self._require_pending(request)
        swaps = self._store.swaps(request.id)
        if not self._stands(swaps):
            raise ChangeOutdatedError
        self._foresee(swaps, decider)
        due_at_ms = due_at_ms or request.due_at_ms
        approved = replace(
            _decided(request, decider, change), state="scheduled", due_at_ms=due_at_ms
        )
        self._replace(approved, request, replace(change, event="change.approved"))
        if due_at_ms is None or due_at_ms <= change.at_ms:
            return self.carry_out(approved)
        self._telling.closed(approved)
        return approved

    def refuse(
        self, request: ChangeRequest, decider: Principal, reason: str, change: Change
    ) -> ChangeRequest:
        """Raises OwnChangeError, ChangeDecidedError."""
        self._require_other(request, decider)
        self._require_pending(request)
        refused = replace(
            _decided(request, decider, change),
            state="refused",
            reason=reason,
            closed_at_ms=change.at_ms,
        )
        self._replace(refused, request, replace(change, event="change.refused"))
        self._telling.closed(refused)
        return refused

    def withdraw(self, request: ChangeRequest, person: Principal, change: Change) -> ChangeRequest:
        """By who asked, or who approved it for later, as long as it is not made.

        Raises NotPermittedError, ChangeDecidedError.
        """
        if person.user_id not in request.asking.barred | {request.decided_by}:
            raise NotPermittedError
        if not request.is_open:
            raise ChangeDecidedError(state=request.state)
        withdrawn = replace(
            request, state="withdrawn", closed_at_ms=change.at_ms, version=request.version + 1
        )
        self._replace(withdrawn, request, replace(change, event="change.withdrawn"))
        return withdrawn

    def may_undo(self, request: ChangeRequest, person: Principal) -> bool:
        """Whether it is worth asking for its reverse."""
        is_made = request.state == "applied" and request.undone_by is None
        return is_made and may(person, PERMISSION_OF[request.area])

    def undo(self, request: ChangeRequest, person: Principal, change: Change) -> ChangeRequest:
        """Ask for the reverse; made at once where nothing guards it, or the approver may.

        Answers the reverse. Raises NotPermittedError, NotUndoableError, ChangeOutdatedError.
        """
        if not may(person, PERMISSION_OF[request.area]):
            raise NotPermittedError
        swaps = self._store.swaps(request.id)
        if not (self.may_undo(request, person) and rules.is_undoable(request.event, swaps)):
            raise NotUndoableError
        reverse = rules.reversed_(swaps)
        if not self._stands(reverse):
            raise ChangeOutdatedError
        is_guarded = self._gate.guards(request.area, request.event, reverse)
        if is_guarded and self._is_theirs_to_undo(request, person, change.at_ms):
            is_guarded = False
        change = replace(change, event=request.event)
        asked = self._gate.keep(
            request.area, reverse, change, is_guarded=is_guarded, undoes=request
        )
        return asked if asked.state == "pending" else self.carry_out(asked)

    def carry_out(self, request: ChangeRequest) -> ChangeRequest:
        """Make what is due. Answers it as it is then: applied, conflicted or failed."""
        swaps = self._store.swaps(request.id)
        for _ in range(_ROUNDS):
            stamp = self._store.stamp()
            try:
                self._foresee(swaps, self._voucher(request))
                return self._apply(request, swaps, stamp)
            except SwapsRefusedError:
                return self._close(request, "conflicted", "change_outdated")
            except VersionConflictError:
                return self._store.get(request.id) or request  # somebody else made it
            except BusyError:
                continue
            except HiloError as refusal:
                return self._close(request, "failed", refusal.code)
        raise BusyError

    def tick(self) -> int:
        """Make what is due and let go what nobody decided on; answers how many were made."""
        made = 0
        for request in self._store.open():
            now_ms = to_ms(self._clock.now())
            try:
                if request.state == "scheduled" and (request.due_at_ms or 0) <= now_ms:
                    made += self.carry_out(request).state == "applied"
                elif request.state == "pending" and request.expires_at_ms <= now_ms:
                    self._close(request, "expired", None)
            except HiloError as exc:
                logger.warning("change put off", extra={"change": request.id, "code": exc.code})
        return made

    def _apply(self, request: ChangeRequest, swaps: list[Swap], stamp: str) -> ChangeRequest:
        now_ms = to_ms(self._clock.now())
        asking = request.asking
        change = Change(
            event=request.event,
            actor=asking.by,
            at_ms=now_ms,
            role=asking.role,
            session=asking.session,
            request_id=asking.request_id,
            ip=asking.ip,
            application=asking.application,
            region=asking.region,
            approver=request.decided_by,
        )
        applied = replace(
            request, state="applied", closed_at_ms=now_ms, version=request.version + 1
        )
        self._store.carry_out(
            applied,
            request,
            rules.signed(swaps, asking.by, now_ms),
            change=change,
            told=replace(change, event="change.applied"),
            since=stamp,
        )
        self._forget()
        self._telling.closed(applied)
        return applied

    def _close(self, request: ChangeRequest, state: Any, failure: str | None) -> ChangeRequest:
        now_ms = to_ms(self._clock.now())
        closed = replace(
            request,
            state=state,
            failure=failure,
            closed_at_ms=now_ms,
            version=request.version + 1,
        )
        change = Change(f"change.{state}", "changes", now_ms, approver=request.decided_by)
        try:
            self._store.replace(closed, request, change)
        except VersionConflictError:
            return self._store.get(request.id) or request
        self._telling.closed(closed)
        return closed

    def _replace(self, new: ChangeRequest, old: ChangeRequest, change: Change) -> None:
        try:
            self._store.replace(new, old, change)
        except VersionConflictError as exc:
            raise ChangeDecidedError from exc

    def _stands(self, swaps: list[Swap]) -> bool:
        images = self._store.images(swaps)
        return bool(swaps) and all(
            rules.is_as_asked(one, images[one.kind, one.id]) for one in swaps
        )

    def _foresee(self, swaps: list[Swap], voucher: Principal) -> None:
        images = self._store.images(swaps)
        made = {(one.kind, one.id): rules.overlaid(one, images[one.kind, one.id]) for one in swaps}
        self._foresight.require_sound(made, voucher)

    def _voucher(self, request: ChangeRequest) -> Principal:
        """Who vouches for it, if they may yet: for an application that asked, nobody has to."""
        voucher = self._principal(UserId(request.vouched_by))
        if voucher is None or not may(voucher, PERMISSION_OF[request.area]):
            raise NotPermittedError
        if request.is_guarded and not may(voucher, "changes.approve"):
            raise NotPermittedError
        return voucher

    def _require_other(self, request: ChangeRequest, decider: Principal) -> None:
        if decider.user_id in request.asking.barred or not decider.is_person:
            raise OwnChangeError
        if not rules.may_decide(decider, request):
            raise NotPermittedError

    def _require_pending(self, request: ChangeRequest) -> None:
        if request.state != "pending" or request.expires_at_ms <= to_ms(self._clock.now()):
            raise ChangeDecidedError(state=request.state)

    def _is_theirs_to_undo(self, request: ChangeRequest, person: Principal, now_ms: int) -> bool:
        until_ms = (request.closed_at_ms or 0) + self._gate.setting().undo_hours * _HOUR_MS
        return request.decided_by == person.user_id and now_ms < until_ms


def _decided(request: ChangeRequest, decider: Principal, change: Change) -> ChangeRequest:
    return replace(
        request,
        decided_by=decider.user_id,
        decided_at_ms=change.at_ms,
        version=request.version + 1,
    )
