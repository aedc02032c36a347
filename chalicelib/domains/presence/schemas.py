"""What people and programs see of presence; the same in answers and in frames."""

from __future__ import annotations

from typing import Annotated

from typing_extensions import TypedDict

from chalicelib.domains.access.fields import Shows
from chalicelib.domains.presence.models import Cause, MarkKind, State


class PersonView(TypedDict):
    """Somebody who acted; the name is null where nobody is known by the id."""

    id: str
    name: Annotated[str | None, Shows("agent.name")]


class BreakNameView(TypedDict):
    """Which break."""

    id: str
    name: str


class ActivityView(TypedDict):
    """A state; `break_type` is set where it is a break."""

    state: State
    break_type: BreakNameView | None


class BreakView(TypedDict):
    """A type of break in a person's day: `used_seconds` until the view's `at`, the present one
    counted.

    `minutes` is how long it may last in a day; `is_open` whether the person may take it.
    """

    id: str
    name: str
    minutes: int
    used_seconds: int
    is_open: bool


class PresenceView(TypedDict):
    """What somebody is doing, since when, as of `at`.

    Who lost their connection is `offline` since then, and `returns_to` tells what they come back
    to. `set_by` is null where nobody chose it. At `recheck_at` this may change by itself: ask
    again. Keep the view with the higher `version`, of equal ones the later `at`.
    """

    user_id: str
    state: State
    break_type: BreakNameView | None
    since: Annotated[str | None, Shows("agent.times")]
    cause: Cause | None
    set_by: PersonView | None
    reason: str | None
    returns_to: ActivityView | None
    breaks: Annotated[list[BreakView], Shows("agent.times")]
    recheck_at: Annotated[str | None, Shows("agent.times")]
    at: str
    version: int


class SpellView(TypedDict):
    """Some time in one state; `set_by`, `cause` and `reason` tell how it began, null where it
    began before.
    """

    state: State
    break_type: BreakNameView | None
    started_at: str
    ended_at: str
    cause: Cause | None
    set_by: PersonView | None
    reason: str | None


class MarkView(TypedDict):
    """A session that began or ended, a connection that was lost or came back."""

    at: str
    kind: MarkKind


class DayView(TypedDict):
    """A person's day in the organisation's time zone, until `ends_at` or until now.

    `spells` leave no gap.
    """

    user_id: str
    date: str
    time_zone: str
    starts_at: str
    ends_at: str
    spells: Annotated[list[SpellView], Shows("agent.times")]
    marks: Annotated[list[MarkView], Shows("agent.times")]
    breaks: Annotated[list[BreakView], Shows("agent.times")]
