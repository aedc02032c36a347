"""What is shown of exports, erasures, holds and consents."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict

from chalicelib.api.actors import ActorView
from chalicelib.api.call import Call
from chalicelib.core.clock import rfc3339_ms
from chalicelib.domains.privacy.models import (
    STEPS,
    Consent,
    ConsentSource,
    ConsentState,
    Erasure,
    ErasureState,
    Export,
    ExportState,
    Hold,
    Step,
    Waiting,
)


class HoldView(TypedDict):
    """A legal hold; `is_on` while it forbids erasing."""

    id: str
    reason: str
    until: str | None
    is_on: bool
    placed_by: ActorView
    placed_at: str
    released_by: ActorView | None
    released_at: str | None


class ConsentView(TypedDict):
    """What a person said about one purpose."""

    id: str
    purpose: str
    state: ConsentState
    source: ConsentSource
    evidence: str
    at: str
    recorded_by: ActorView
    recorded_at: str


class ExportView(TypedDict):
    """An export; `parts` archives are there until `expires_at`, `left_out` files were not to be
    read."""

    id: str
    contact_id: str
    state: ExportState
    includes_notes: bool
    asked_by: ActorView
    asked_at: str
    finished_at: str | None
    expires_at: str | None
    parts: int
    files: int
    left_out: int


class ErasureView(TypedDict):
    """An erasure; `done_steps` of `all_steps` are behind it, twice over once everything is looked
    through again.

    `waits_for`: `underway` what was sent before has yet to arrive, `undelivered` queues of what
    nobody could process have to be emptied by somebody.
    """

    contact_id: str
    state: ErasureState
    step: Step | None
    done_steps: int
    all_steps: int
    waits_for: Waiting | None
    counts: dict[str, int]
    asked_by: ActorView
    asked_at: str
    finished_at: str | None


def hold_view(call: Call[Any, Any, Any], hold: Hold) -> HoldView:
    released_by = hold.released_by
    return HoldView(
        id=hold.id,
        reason=hold.reason,
        until=rfc3339_ms(hold.until_ms),
        is_on=call.container.case_book.is_on(hold),
        placed_by=_actor(call, hold.placed_by),
        placed_at=rfc3339_ms(hold.placed_at_ms) or "",
        released_by=_actor(call, released_by) if released_by else None,
        released_at=rfc3339_ms(hold.released_at_ms),
    )


def consent_view(call: Call[Any, Any, Any], consent: Consent) -> ConsentView:
    return ConsentView(
        id=consent.id,
        purpose=consent.purpose,
        state=consent.state,
        source=consent.source,
        evidence=consent.evidence,
        at=rfc3339_ms(consent.at_ms) or "",
        recorded_by=_actor(call, consent.recorded_by),
        recorded_at=rfc3339_ms(consent.recorded_at_ms) or "",
    )


def export_view(call: Call[Any, Any, Any], export: Export) -> ExportView:
    return ExportView(
        id=export.id,
        contact_id=export.contact_id,
        state=export.state,
        includes_notes=export.includes_notes,
        asked_by=_actor(call, export.asked_by),
        asked_at=rfc3339_ms(export.asked_at_ms) or "",
        finished_at=rfc3339_ms(export.finished_at_ms),
        expires_at=rfc3339_ms(export.expires_at_ms),
        parts=export.parts,
        files=export.files,
        left_out=export.left_out,
    )


def erasure_view(call: Call[Any, Any, Any], erasure: Erasure) -> ErasureView:
    is_done = erasure.state == "done"
    again = STEPS.index("underway") + 1 if erasure.is_last_round else 0
    all_steps = len(STEPS) + STEPS.index("underway") + 1
    return ErasureView(
        contact_id=erasure.contact_id,
        state=erasure.state,
        step=None if is_done else erasure.step,
        done_steps=all_steps if is_done else STEPS.index(erasure.step) + again,
        all_steps=all_steps,
        waits_for=erasure.waits_for,
        counts=dict(erasure.counts),
        asked_by=_actor(call, erasure.asked_by),
        asked_at=rfc3339_ms(erasure.asked_at_ms) or "",
        finished_at=rfc3339_ms(erasure.finished_at_ms),
    )


def _actor(call: Call[Any, Any, Any], user_id: str) -> ActorView:
    return ActorView(id=user_id, name=call.container.colleagues.name_of(user_id))
