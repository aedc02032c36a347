"""Shows presence: what people do now, how much of their breaks is used, and a person's day.

All is counted from the facts kept, in the days of the organisation's time zone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar
from zoneinfo import ZoneInfo

from chalicelib.core.clock import Clock, rfc3339_ms, to_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import UserId, born_ms
from chalicelib.domains.access.models import People, Principal, User
from chalicelib.domains.access.rules import visible_users
from chalicelib.domains.presence import days, rules
from chalicelib.domains.presence.models import (
    Activity,
    BreakTypeId,
    BreakTypes,
    Mark,
    PresencePolicy,
    Standing,
    Step,
)
from chalicelib.domains.presence.ports import PresenceStore
from chalicelib.domains.presence.schemas import (
    ActivityView,
    BreakNameView,
    BreakView,
    DayView,
    MarkView,
    PersonView,
    PresenceView,
    SpellView,
)

_ANSWER = "conversations.answer"

F = TypeVar("F", Step, Mark)


class PresenceReading:
    """Queries on presence."""

    def __init__(
        self,
        store: PresenceStore,
        break_types: Callable[[], BreakTypes],
        people: Callable[[], People],
        clock: Clock,
        policy: PresencePolicy,
    ) -> None:
        self._store = store
        self._break_types = break_types
        self._people = people
        self._clock = clock
        self._policy = policy
        self._zone = ZoneInfo(policy.time_zone)

    def access_person(self, principal: Principal, user_id: UserId) -> User:
        """The only way to somebody's presence on behalf of another. Raises NotFoundError."""
        user = self._people().users.get(user_id)
        if user is None or not visible_users(principal, [user]):
            raise NotFoundError
        return user

    def people_of(self, principal: Principal) -> list[User]:
        """Who within somebody's sight answers customers, by name."""
        people = self._people()
        return [
            user
            for user in visible_users(principal, people.users.values())
            if user.is_active
            and user.serves_customers
            and _ANSWER in people.roles[user.role].permissions
        ]

    def today(self) -> date:
        return days.day_at(self._now(), self._zone).date

    def last_sign_ins(self, user_ids: Sequence[UserId]) -> dict[UserId, int]:
        """When people signed in last, in milliseconds, of those where that is known: their
        newest session goes on, or nothing has happened since."""
        found = {}
        for user_id, standing in self._store.standings(user_ids).items():
            began = [born_ms(one.id) for one in standing.sessions]
            if standing.step and standing.step.cause == "signed_in":
                began.append(standing.step.at_ms)
            if began:
                found[user_id] = max(began)
        return found

    def view(self, user_id: UserId) -> PresenceView:
        """What somebody does now."""
        return self.views([user_id])[0]

    def views(self, user_ids: Sequence[UserId]) -> list[PresenceView]:
        """What they do now, in the order asked for."""
        now_ms = self._now()
        day = days.day_at(now_ms, self._zone)
        standings = self._store.standings(user_ids)
        filed = self._store.steps(user_ids, day.start_ms, now_ms + 1) if user_ids else {}
        return [
            self._view(rules.settled(standings[one], now_ms), filed[one], day.start_ms, now_ms)
            for one in user_ids
        ]

    def day(self, user_id: UserId, wanted: date) -> DayView:
        """A person's day, all of it or until now; nothing of one that has not come."""
        now_ms = self._now()
        day = days.day_of(wanted, self._zone)
        end_ms = max(day.start_ms, min(day.end_ms, now_ms))
        standing = rules.settled(self._store.standing(user_id), now_ms)
        filed = self._store.steps([user_id], day.start_ms, day.end_ms)[user_id]
        steps = _merged(filed, standing, day.start_ms, day.end_ms)
        opening = self._opening(standing, steps, day.end_ms)
        filled = days.spells(opening, steps, day.start_ms, end_ms)
        return DayView(
            user_id=user_id,
            date=wanted.isoformat(),
            time_zone=self._policy.time_zone,
            starts_at=rfc3339_ms(day.start_ms) or "",
            ends_at=rfc3339_ms(end_ms) or "",
            spells=[self._spell(one) for one in filled],
            marks=self._marks(standing, day),
            breaks=self._breaks(user_id, days.break_ms(filled)),
        )

    def _opening(self, standing: Standing, steps: Sequence[Step], end_ms: int) -> Activity:
        """What somebody was in when a day began."""
        if steps:
            return steps[0].before
        later = [one for one in standing.unfiled if isinstance(one, Step) and one.at_ms >= end_ms]
        following = self._store.next_step(standing.user_id, end_ms) or next(iter(later), None)
        return following.before if following else standing.activity

    def _view(
        self, standing: Standing, filed: Sequence[Step], start_ms: int, now_ms: int
    ) -> PresenceView:
        seen = rules.shown(standing, now_ms, self._policy.grace_ms)
        step = standing.step
        steps = _merged(filed, standing, start_ms, now_ms + 1)
        opening = steps[0].before if steps else standing.activity
        spent = days.break_ms(days.spells(opening, steps, start_ms, now_ms))
        hidden = seen.returns_to is not None
        return PresenceView(
            user_id=standing.user_id,
            state=seen.activity.state,
            break_type=self._break_name(seen.activity),
            since=rfc3339_ms(seen.since_ms),
            cause=step.cause if step and not hidden else None,
            set_by=self._person(step) if step and not hidden else None,
            reason=step.reason if step and not hidden else None,
            returns_to=self._activity(seen.returns_to) if seen.returns_to else None,
            breaks=self._breaks(standing.user_id, spent),
            recheck_at=rfc3339_ms(seen.recheck_ms),
            at=rfc3339_ms(now_ms) or "",
            version=standing.version,
        )

    def _breaks(self, user_id: UserId, spent: Mapping[BreakTypeId, int]) -> list[BreakView]:
        """Those somebody may take, and those they took."""
        return [
            BreakView(
                id=one.id,
                name=one.name,
                minutes=one.minutes,
                used_seconds=spent.get(one.id, 0) // 1000,
                is_open=one.is_for(user_id),
            )
            for one in self._break_types().all()
            if one.is_for(user_id) or spent.get(one.id)
        ]

    def _spell(self, spell: days.Spell) -> SpellView:
        step = spell.step
        return SpellView(
            state=spell.activity.state,
            break_type=self._break_name(spell.activity),
            started_at=rfc3339_ms(spell.start_ms) or "",
            ended_at=rfc3339_ms(spell.end_ms) or "",
            cause=step.cause if step else None,
            set_by=self._person(step) if step else None,
            reason=step.reason if step else None,
        )

    def _marks(self, standing: Standing, day: days.Day) -> list[MarkView]:
        filed = self._store.marks(standing.user_id, day.start_ms, day.end_ms)
        unfiled = [one for one in standing.unfiled if isinstance(one, Mark)]
        marks = _sorted(_within([*filed, *unfiled], day.start_ms, day.end_ms))
        return [MarkView(at=rfc3339_ms(one.at_ms) or "", kind=one.kind) for one in marks]

    def _activity(self, activity: Activity) -> ActivityView:
        return ActivityView(state=activity.state, break_type=self._break_name(activity))

    def _break_name(self, activity: Activity) -> BreakNameView | None:
        if activity.break_type_id is None:
            return None
        known = self._break_types().by_id.get(activity.break_type_id)
        return BreakNameView(id=activity.break_type_id, name=known.name if known else "")

    def _person(self, step: Step) -> PersonView | None:
        """Null for what happened by itself."""
        user = self._people().users.get(UserId(step.actor))
        return PersonView(id=user.id, name=user.name) if user else None

    def _now(self) -> int:
        return to_ms(self._clock.now())


def _merged(filed: Sequence[Step], standing: Standing, start_ms: int, end_ms: int) -> list[Step]:
    """Filed changes of state and those that are not yet, each once, in order."""
    unfiled = [one for one in standing.unfiled if isinstance(one, Step)]
    return _sorted(_within([*filed, *unfiled], start_ms, end_ms))


def _within(facts: Iterable[F], start_ms: int, end_ms: int) -> dict[int, F]:
    """Facts of a time by their number, so that each is there once."""
    return {one.number: one for one in facts if start_ms <= one.at_ms < end_ms}


def _sorted(facts: Mapping[int, F]) -> list[F]:
    return sorted(facts.values(), key=lambda one: (one.at_ms, one.number))
