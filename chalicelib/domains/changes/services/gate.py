"""The one place that decides whether a change of configuration is made now or kept.

Every write of configuration that a person or an application asks for passes here, when all
that speaks against it was looked at and before anything is written. What functions note by
themselves, as providers tell it, is held for nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.errors import ChangeHeldError
from chalicelib.core.ids import new_id
from chalicelib.domains.changes import rules
from chalicelib.domains.changes.errors import (
    NotSchedulableError,
    TooManyChangesError,
)
from chalicelib.domains.changes.models import (
    Area,
    Asking,
    ChangeId,
    ChangeRequest,
    FourEyes,
    Swap,
)
from chalicelib.domains.changes.ports import ChangeStore, Telling

MOST_OPEN = 100
_DAY_MS = 86_400_000

EntityName = Callable[[Swap], str | None]


class Gate:
    """`setting` is what is guarded now; `keepers` are the people behind an application."""

    def __init__(
        self,
        store: ChangeStore,
        setting: Callable[[], FourEyes],
        keepers: Callable[[str], frozenset[str]],
        telling: Telling,
    ) -> None:
        self._store = store
        self.setting = setting
        self._keepers = keepers
        self._telling = telling

    def __call__(self, writes: Sequence[Any], change: Change) -> None:
        """Return where it is to be written now.

        Raises ChangeHeldError once it is kept, NotSchedulableError, TooManyChangesError, and
        TransactionRefusedError where it could not be written now.
        """
        area = rules.area_of(change.event)
        if area is None:
            if change.due_at_ms is not None:
                raise NotSchedulableError
            return
        if area not in self.setting().in_force and change.due_at_ms is None:
            return
        swaps = self._store.swaps_of(writes)
        is_guarded = self.guards(area, change.event, swaps)
        if swaps and (is_guarded or change.due_at_ms is not None):
            kept = self.keep(area, swaps, change, is_guarded=is_guarded)
            raise ChangeHeldError(kept.id, kept.area, kept.state)

    def guards(self, area: Area, event: str, swaps: Sequence[Swap]) -> bool:
        """Whether a change takes a second person."""
        return area in self.setting().in_force and rules.gives_rights(area, event, swaps)

    def keep(
        self,
        area: Area,
        swaps: Sequence[Swap],
        change: Change,
        *,
        is_guarded: bool,
        undoes: ChangeRequest | None = None,
    ) -> ChangeRequest:
        """Keep what somebody asks for, once however often they ask. Raises TooManyChangesError."""
        waiting = self._store.open()
        signature = rules.signature(swaps)
        for one in waiting:
            if (one.signature, one.asking.by) == (signature, change.actor):
                return one
        if len(waiting) >= MOST_OPEN:
            raise TooManyChangesError(limit=MOST_OPEN)
        request = self._request(area, swaps, change, signature, is_guarded=is_guarded)
        if undoes is not None:
            request = replace(request, undoes=undoes.id, subject=undoes.subject)
        self._store.add(request, swaps, replace(change, event="change.asked"))
        if is_guarded:
            self._telling.asked(request)
        return request

    def _request(
        self,
        area: Area,
        swaps: Sequence[Swap],
        change: Change,
        signature: str,
        *,
        is_guarded: bool,
    ) -> ChangeRequest:
        images = self._store.images(swaps)
        names = {(one.kind, one.id): rules.name_of(one, images[one.kind, one.id]) for one in swaps}
        main = rules.main_swap(swaps)
        waits_ms = self.setting().expires_days * _DAY_MS
        return ChangeRequest(
            id=ChangeId(new_id(change.at_ms)),
            area=area,
            event=change.event,
            kind=main.kind,
            subject_id=main.id,
            subject=names[main.kind, main.id],
            differences=rules.differences(swaps, names),
            signature=signature,
            asking=self._asking(change),
            state="pending" if is_guarded else "scheduled",
            is_guarded=is_guarded,
            expires_at_ms=max(change.at_ms, change.due_at_ms or 0) + waits_ms,
            due_at_ms=change.due_at_ms,
        )

    def _asking(self, change: Change) -> Asking:
        application = change.application
        return Asking(
            by=change.actor,
            at_ms=change.at_ms,
            role=change.role,
            session=change.session,
            application=application,
            request_id=change.request_id,
            ip=change.ip,
            region=change.region,
            responsible=self._keepers(application) if application else frozenset(),
        )
