"""What happens to a standing when sessions, sockets and people come, go and choose. Pure.

Every function takes a standing as it is at that instant (`settled`) and answers what it
becomes; facts are only added. Where nothing happens the very same standing is answered.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from chalicelib.domains.presence.models import (
    AVAILABLE,
    NOBODY,
    OFFLINE,
    Activity,
    Cause,
    Fact,
    Mark,
    MarkKind,
    Span,
    Standing,
    Step,
)


def settled(standing: Standing, now_ms: int) -> Standing:
    """With all that has happened by itself until now: sockets and sessions that ran out."""
    return _without_expired_sessions(_without_expired_sockets(standing, now_ms), now_ms)


def began(standing: Standing, session: Span, *, began_ms: int, at_ms: int) -> Standing:
    """A session opened the desk. Who had none before is available, unless out of service."""
    if any(one.id == session.id for one in standing.sessions):
        return standing
    is_first = not standing.sessions
    left_ms = at_ms if is_first and not standing.sockets else standing.left_ms
    standing = replace(standing, sessions=(*standing.sessions, session), left_ms=left_ms)
    standing = _marked(standing, "session_began", began_ms, session.id)
    if is_first and standing.activity == OFFLINE:
        return _stepped(standing, AVAILABLE, at_ms, standing.user_id, "signed_in")
    return standing


def ended(standing: Standing, session_id: str, socket_ids: Collection[str], at_ms: int) -> Standing:
    """A session is over, and its sockets with it; with the last one nobody is at work."""
    for socket_id in socket_ids:
        standing = left(standing, socket_id, at_ms)
    if all(one.id != session_id for one in standing.sessions):
        return standing
    return _over(standing, session_id, at_ms, standing.user_id, "signed_out")


def came(standing: Standing, socket: Span, at_ms: int, grace_ms: int) -> Standing:
    """A socket opened. An absence within the grace leaves no trace."""
    if any(one.id == socket.id for one in standing.sockets):
        return standing
    lost_ms = standing.left_ms
    is_back = lost_ms is not None and at_ms - lost_ms >= grace_ms
    if is_back and lost_ms is not None and standing.activity.needs_session:
        standing = _marked(standing, "connection_lost", lost_ms)
        standing = _marked(standing, "connection_back", at_ms)
    return replace(standing, sockets=(*standing.sockets, socket), left_ms=None)


def left(standing: Standing, socket_id: str, at_ms: int) -> Standing:
    """A socket closed."""
    open_yet = tuple(one for one in standing.sockets if one.id != socket_id)
    if len(open_yet) == len(standing.sockets):
        return standing
    return replace(standing, sockets=open_yet, left_ms=None if open_yet else at_ms)


def chosen(
    standing: Standing, activity: Activity, at_ms: int, actor: str, reason: str | None = None
) -> Standing:
    """Somebody chose a state, for themselves or for another."""
    if activity == standing.activity:
        return standing
    return _stepped(standing, activity, at_ms, actor, "chosen", reason)


@dataclass(frozen=True, slots=True)
class Shown:
    """What others see. `returns_to`: what a lost connection hides. `recheck_ms`: when this may
    change by itself."""

    activity: Activity
    since_ms: int | None
    returns_to: Activity | None
    recheck_ms: int | None


def shown(standing: Standing, now_ms: int, grace_ms: int) -> Shown:
    """A settled standing as it is seen: who lost their connection is offline after the grace."""
    activity = standing.activity
    since_ms = standing.step.at_ms if standing.step else None
    if not activity.needs_session:
        return Shown(activity, since_ms, None, None)
    over_ms = max((one.until_ms for one in standing.sessions), default=None)
    if standing.left_ms is None:
        dry_ms = max((one.until_ms for one in standing.sockets), default=None)
        return Shown(activity, since_ms, None, _earlier(over_ms, dry_ms))
    lost_ms = standing.left_ms + grace_ms
    if now_ms < lost_ms:
        return Shown(activity, since_ms, None, _earlier(over_ms, lost_ms))
    return Shown(OFFLINE, standing.left_ms, activity, over_ms)


def _without_expired_sockets(standing: Standing, now_ms: int) -> Standing:
    open_yet = tuple(one for one in standing.sockets if one.until_ms > now_ms)
    if len(open_yet) == len(standing.sockets):
        return standing
    last_ms = max(one.until_ms for one in standing.sockets)
    return replace(standing, sockets=open_yet, left_ms=None if open_yet else last_ms)


def _without_expired_sessions(standing: Standing, now_ms: int) -> Standing:
    for session in sorted(standing.sessions, key=lambda one: one.until_ms):
        if session.until_ms <= now_ms:
            standing = _over(standing, session.id, session.until_ms, NOBODY, "session_expired")
    return standing


def _over(standing: Standing, session_id: str, at_ms: int, actor: str, cause: Cause) -> Standing:
    going_on = tuple(one for one in standing.sessions if one.id != session_id)
    standing = _marked(replace(standing, sessions=going_on), "session_ended", at_ms, session_id)
    if going_on or standing.activity == OFFLINE:
        return standing
    return _stepped(standing, OFFLINE, at_ms, actor, cause)


def _stepped(
    standing: Standing,
    after: Activity,
    at_ms: int,
    actor: str,
    cause: Cause,
    reason: str | None = None,
) -> Standing:
    """Never before the step it follows: another machine's clock may be behind."""
    at_ms = max(at_ms, standing.step.at_ms if standing.step else 0)
    step = Step(standing.facts + 1, at_ms, standing.activity, after, actor, cause, reason)
    return replace(_with(standing, step), step=step)


def _marked(
    standing: Standing, kind: MarkKind, at_ms: int, session_id: str | None = None
) -> Standing:
    return _with(standing, Mark(standing.facts + 1, at_ms, kind, session_id))


def _with(standing: Standing, fact: Fact) -> Standing:
    return replace(standing, unfiled=(*standing.unfiled, fact), facts=fact.number)


def _earlier(one: int | None, other: int | None) -> int | None:
    return min((at for at in (one, other) if at is not None), default=None)
