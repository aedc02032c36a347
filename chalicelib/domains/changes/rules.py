"""Which change is of which area, what is shown of it, and what would undo it. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.core.ids import QueueId, digest
from chalicelib.domains.access.models import Principal
from chalicelib.domains.access.rules import may
from chalicelib.domains.audit.masking import is_secret
from chalicelib.domains.changes.models import (
    PERMISSION_OF,
    Approvers,
    Area,
    ChangeRequest,
    Difference,
    FieldSwap,
    Stored,
    Swap,
)

_AREA_OF: Mapping[str, Area] = {
    "role": "roles",
    "user": "people",
    "four_eyes": "four_eyes",
    "security_settings": "security",
    "connection": "connections",
    "application": "applications",
    "queue": "queues",
    "content_policy": "content_policies",
    "typification": "typifications",
    "label": "labels",
    "quick_reply": "quick_replies",
    "group": "groups",
    "break_type": "break_types",
    "alert_rule": "alert_rules",
    "author_colours": "author_colours",
    "identity_provider": "identity_providers",
    "retention_rule": "retention_rules",
    "processing_activity": "processing_activities",
}
KINDS = frozenset(_AREA_OF)
"""What is configured and has an area of its own: partitions, and nouns of events."""

_AT_ONCE = frozenset(
    {
        "user.deactivated",  # whoever has to be kept out is kept out now
        "user.invited",
        "user.invitation_revoked",
        "user.joined",
        "user.admitted",  # by the rules of a provider, which are guarded themselves
        "user.kept_in_step",
        "user.password_changed",  # one's own
        "application.secret_created",  # shown once, to who asked, and no more than it could do
        "application.secret_ended",
    }
)
"""Events that are never held: each shuts something, or is somebody's own."""

_RIGHTS_OF_PEOPLE = frozenset({"role", "email", "username"})
"""Of people, what makes them somebody else, or able to become it."""

_QUEUES = ("queue_id", "queue_ids")
"""What names queues, of connections and of people."""
_NOT_SHOWN = ("name", "account")
"""Partitions that only follow from others."""
TECHNICAL = frozenset(
    {
        "version",
        "changed_by",
        "changed_at_ms",
        "known",
        "epoch",
        "served_queue_ids",
        "invited_ms",
        "deactivated_ms",
        "one_time_until_ms",
    }
)
"""Attributes that say nothing to whoever decides."""
_RETIRED = "is_retired"
_OF_EVERY_WRITE = ("version", "changed_by", "changed_at_ms")
VERSION = "vs"
"""The attribute that every configured item has its version in."""
_NAMES: Mapping[str, str] = {"title": "ti", "name": "nm"}
_OF_THE_MOMENT = frozenset({"changed_at_ms", "invited_ms"})
_PLAIN: Mapping[str, Callable[[Any], Any]] = {
    "N": lambda value: float(value) if "." in value else int(value),
    "SS": sorted,
    "NS": lambda value: sorted(float(one) for one in value),
    "L": lambda value: [plain(one) for one in value],
    "M": lambda value: {key: plain(one) for key, one in value.items()},
    "NULL": lambda _: None,
}


def area_of(event: str) -> Area | None:
    """The area of a write of a person; None: it is made at once, whatever is guarded."""
    if event in _AT_ONCE:
        return None
    return _AREA_OF.get(event.partition(".")[0], "other")


def gives_rights(area: Area, event: str, swaps: Iterable[Swap]) -> bool:
    """Whether a change of its area is one that takes a second person: of people, not every one."""
    if area != "people" or event == "user.reactivated":
        return True
    return any(
        swap.is_new or any(one.name in _RIGHTS_OF_PEOPLE for one in swap.fields)
        for swap in swaps
        if swap.kind == "user"
    )


def may_decide(principal: Principal, request: ChangeRequest) -> bool:
    """Whether somebody holds what deciding on it takes; whether it is theirs is another matter."""
    return may(principal, "changes.approve") and may(principal, PERMISSION_OF[request.area])


def queues_named(request: ChangeRequest) -> frozenset[QueueId]:
    """Where somebody would serve, or a connection would lead, by what a change says."""
    named = (one.after for one in request.differences if one.name in _QUEUES and one.after)
    each = ([one] if isinstance(one, str) else one for one in named)
    return frozenset(QueueId(queue_id) for ids in each for queue_id in ids)


def approvers(people: Sequence[Principal]) -> Approvers:
    """Who of those who are active could approve what."""
    able = [one for one in people if may(one, "changes.approve")]
    return Approvers(
        {area: sum(may(one, needed) for one in able) for area, needed in PERMISSION_OF.items()}
    )


def plain(stored: Stored | None, *, is_json: bool = False) -> Any:
    """A stored value as JSON has it; None where it is absent."""
    if stored is None:
        return None
    ((kind, value),) = stored.items()
    if kind == "S" and is_json:
        return json.loads(value)
    return _PLAIN[kind](value) if kind in _PLAIN else value


def name_of(swap: Swap, image: Mapping[str, Any] | None) -> str | None:
    """What an item is called, as it would be; people are looked up by who reads of them."""
    if swap.kind == "user":
        return None
    named = {one.name: one.after for one in swap.fields if one.name in _NAMES}
    for name, attribute in _NAMES.items():
        if stored := named.get(name) or (image or {}).get(attribute):
            return str(plain(stored))
    return None


def main_swap(swaps: Sequence[Swap]) -> Swap:
    """The item that a change is about."""
    return next((one for one in swaps if one.kind not in _NOT_SHOWN), swaps[0])


def differences(
    swaps: Sequence[Swap], entities: Mapping[tuple[str, str], str | None]
) -> tuple[Difference, ...]:
    """What a person is shown, in the order of its writing."""
    return tuple(
        _difference(swap, one, entities.get((swap.kind, swap.id)))
        for swap in swaps
        if swap.kind not in _NOT_SHOWN
        for one in swap.fields
        if one.name not in TECHNICAL and not _is_nothing(one)
    )


def _difference(swap: Swap, one: FieldSwap, entity: str | None) -> Difference:
    hides = is_secret(one.name)
    before = None if hides else plain(one.before, is_json=one.is_json)
    after = None if hides else plain(one.after, is_json=one.is_json)
    return Difference(swap.kind, swap.id, entity, one.name, before, after, hides)


def _is_nothing(one: FieldSwap) -> bool:
    """From absent to what absent means, as rows of old and new things are written."""
    return all(
        plain(value, is_json=one.is_json) in (None, False, "", [])
        for value in (one.before, one.after)
    )


def signature(swaps: Sequence[Swap]) -> str:
    """The same for the same change, asked for again."""
    told = [
        [swap.kind, swap.id, swap.version, [[one.attribute, one.after] for one in swap.fields]]
        for swap in (_without_moments(swap) for swap in swaps)
    ]
    return digest(json.dumps(told, sort_keys=True), 20)


def is_as_asked(swap: Swap, image: Mapping[str, Any] | None) -> bool:
    """Whether an item stands yet as it was when somebody asked."""
    if swap.is_new or image is None:
        return swap.is_new and image is None
    if swap.version is not None:
        return int(image.get(VERSION, {}).get("N", -1)) == swap.version
    return all(image.get(one.attribute) == one.before for one in swap.fields)


def overlaid(swap: Swap, image: Mapping[str, Any] | None) -> dict[str, Any]:
    """An item as it would be."""
    made = {"pk": {"S": swap.kind}, "sk": {"S": swap.id}} | dict(image or {})
    for one in swap.fields:
        if one.after is None:
            made.pop(one.attribute, None)
        else:
            made[one.attribute] = one.after
    return made


def signed(swaps: Sequence[Swap], actor: str, at_ms: int) -> list[Swap]:
    """As changed by somebody, at an instant."""
    return [_signed(swap, actor, at_ms) for swap in swaps]


def is_undoable(event: str, swaps: Sequence[Swap]) -> bool:
    """Whether what it made can be taken back: what is new has to be something that is retired.

    Who came back is deactivated, which does more than turn a value.
    """
    return event != "user.reactivated" and all(
        any(one.name == _RETIRED for one in swap.fields)
        for swap in swaps
        if swap.is_new and swap.kind not in _NOT_SHOWN
    )


def reversed_(swaps: Sequence[Swap]) -> list[Swap]:
    """What takes a change back, upon what it made. What is new is retired, and keeps its name."""
    creates = any(swap.is_new and swap.kind not in _NOT_SHOWN for swap in swaps)
    return [_reversed(one) for one in swaps if not (creates and one.kind in _NOT_SHOWN)]


def _reversed(swap: Swap) -> Swap:
    made = swap.version + 1 if swap.version is not None else None
    if swap.is_new:
        first = next((one.after for one in swap.fields if one.name == "version"), None)
        made = int(first["N"]) if first else None
    takes_all = not swap.is_new or swap.kind in _NOT_SHOWN
    fields = tuple(
        _turned(one, made, retires=swap.is_new)
        for one in swap.fields
        if takes_all or one.name in (_RETIRED, *_OF_EVERY_WRITE)
    )
    return Swap(swap.kind, swap.id, fields, version=made)


def _turned(one: FieldSwap, made: int | None, *, retires: bool) -> FieldSwap:
    after = one.before
    if one.name == "version" and made is not None:
        after = {"N": str(made + 1)}
    elif one.name == _RETIRED and retires:
        after = {"BOOL": True}
    return FieldSwap(one.attribute, one.name, one.after, after, one.is_json)


def _signed(swap: Swap, actor: str, at_ms: int) -> Swap:
    told = {"changed_by": {"S": actor}, "changed_at_ms": {"N": str(at_ms)}}
    fields = (replace(one, after=told.get(one.name, one.after)) for one in swap.fields)
    return replace(swap, fields=tuple(fields))


def _without_moments(swap: Swap) -> Swap:
    fields = tuple(one for one in swap.fields if one.name not in _OF_THE_MOMENT)
    return replace(swap, fields=fields)
