"""The one function that turns a view into what somebody may see of it (ADR 0040).

REST answers pass it in `api.endpoint`, frames of sockets in `notifications.services.delivery`.
It walks a view beside its declared type and touches only what the type says shows a field of
a person; where the rules withhold nothing it looks at nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from types import NoneType
from typing import (
    Annotated,
    Any,
    NamedTuple,
    get_args,
    get_origin,
    get_type_hints,
)

from typing_extensions import is_typeddict

from chalicelib.domains.access.fields import (
    FieldRules,
    Marker,
    Shows,
    ShowsBy,
    ShowsClientValues,
    Sight,
    client_field,
    kind_of,
)

DOTS = "••••"
_TAIL = 4
_SHORTEST_WITH_TAIL = 8  # of less, the last four would tell most


class Member(NamedTuple):
    """A member of a view: its type without annotations, and what it shows of whom."""

    name: str
    type: Any
    marker: Marker | None


def seen(view: Any, schema: Any, rules: FieldRules) -> Any:
    """What of a view of the declared type may be seen by these rules.

    What is masked keeps its last four characters, a name its initials. What is hidden is null,
    an empty text or an empty list: whatever its type allows.
    """
    if not rules.withholds or not shows_any(schema):
        return view
    return _seen(view, schema, rules)


def masked(value: str, *, is_name: bool = False) -> str:
    """A value as it stands where it is masked; its length is not told."""
    if is_name:
        return " ".join(f"{word[0]}." for word in value.split()) if value.strip() else DOTS
    return DOTS + value[-_TAIL:] if len(value) >= _SHORTEST_WITH_TAIL else DOTS


@functools.cache
def members(view: type) -> tuple[Member, ...]:
    """The members of a declared view."""
    hints = get_type_hints(view, include_extras=True)
    return tuple(_member(name, hint) for name, hint in hints.items())


@functools.cache
def shows_any(schema: Any) -> bool:
    """Whether anything in a declared type shows a field of a person."""
    return any(member.marker is not None for view in views_in(schema) for member in members(view))


@functools.cache
def views_in(schema: Any) -> tuple[type, ...]:
    """Every view that a declared type is made of, itself included."""
    found: dict[type, None] = {}
    waiting = [schema]
    while waiting:
        one = waiting.pop()
        if not is_typeddict(one):
            waiting.extend(get_args(one))
        elif one not in found:
            found[one] = None
            waiting.extend(member.type for member in members(one))
    return tuple(found)


def _seen(value: Any, schema: Any, rules: FieldRules) -> Any:
    if value is None or not shows_any(schema):
        return value
    if is_typeddict(schema):
        return dict(_replaced(value, schema, rules))  # what is not declared is shown to nobody
    origin, arguments = get_origin(schema), get_args(schema)
    if origin is list:
        return [_seen(one, arguments[0], rules) for one in value]
    if origin is dict:
        return {key: _seen(one, arguments[1], rules) for key, one in value.items()}
    [alternative] = [one for one in arguments if shows_any(one)]  # of a union
    return _seen(value, alternative, rules)


def _replaced(
    view: Mapping[str, Any], schema: type, rules: FieldRules
) -> Iterator[tuple[str, Any]]:
    for member in members(schema):
        if member.name not in view:
            continue
        value = view[member.name]
        if member.marker is None:
            yield member.name, _seen(value, member.type, rules)
        elif isinstance(member.marker, ShowsClientValues):
            yield member.name, {key: _client_value(key, one, rules) for key, one in value.items()}
        else:
            yield member.name, _shown(value, member, _fields(member.marker, view), rules)


def _fields(marker: Shows | ShowsBy, view: Mapping[str, Any]) -> tuple[str, ...]:
    if isinstance(marker, Shows):
        return marker.fields
    found = marker.fields.get(view[marker.member])
    return (found,) if found else ()


def _shown(value: Any, member: Member, fields: tuple[str, ...], rules: FieldRules) -> Any:
    is_nobodys = isinstance(member.marker, Shows) and value == member.marker.but
    if not fields or value is None or is_nobodys:
        return value
    is_name = all(kind_of(one).is_name for one in fields)
    return _cut(value, rules.sight_of(fields), member.type, is_name=is_name)


def _client_value(key: str, value: str, rules: FieldRules) -> Any:
    return _cut(value, rules.sight_of([client_field(key)]), str, is_name=False)


def _cut(value: Any, sight: Sight, kind: Any, *, is_name: bool) -> Any:
    if sight == "visible":
        return value
    if sight == "masked" and isinstance(value, str):
        return masked(value, is_name=is_name)
    return _nothing_of(kind)


def _nothing_of(kind: Any) -> Any:
    """Null where the type has it, else what is empty."""
    if kind is Any or NoneType in get_args(kind):
        return None
    return [] if get_origin(kind) is list else ""


def _member(name: str, hint: Any) -> Member:
    marker: Marker | None = None
    while get_origin(hint) is Annotated:
        found = [
            one for one in hint.__metadata__ if isinstance(one, Shows | ShowsBy | ShowsClientValues)
        ]
        marker = marker or next(iter(found), None)
        hint = hint.__origin__
    return Member(name, hint, marker)
