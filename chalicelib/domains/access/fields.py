"""Which fields of people a role sees and changes, and how a view says what it shows of them.

A member of a view that shows such a field is annotated, and so is the whole of what
`withholding` has to know:

    name: Annotated[str | None, Shows("contact.name")]

A field more is an entry of FIELDS and its annotations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Sight = Literal["visible", "masked", "hidden"]

CLIENT_VALUES = "client.*"
"""Stands for every value of a customer that has no rule of its own."""

_CLIENT = "client."
_STRICTNESS: dict[Sight, int] = {"visible": 0, "masked": 1, "hidden": 2}


@dataclass(frozen=True, slots=True)
class Field:
    """A field that rules may be about. `is_name`: it is masked down to initials."""

    id: str
    is_name: bool = False
    is_revealed: bool = False
    """Whether it can be asked for by itself, one person at a time."""


FIELDS: dict[str, Field] = {
    one.id: one
    for one in (
        Field("contact.name", is_name=True, is_revealed=True),
        Field("contact.phone", is_revealed=True),
        Field("contact.username", is_revealed=True),
        Field(CLIENT_VALUES, is_revealed=True),
        Field("agent.name", is_name=True),
        Field("agent.email"),
        Field("agent.national_id"),
        Field("agent.times"),
    )
}
"""By id. `contact.phone` are all identities that a channel knows somebody by; `agent.times` is
since when, and for how long, a colleague did what they did."""


@dataclass(frozen=True, slots=True, order=True)
class FieldRule:
    """What a role may do with one field."""

    field: str
    sight: Sight = "visible"
    is_editable: bool = True


@dataclass(frozen=True, slots=True)
class FieldRules:
    """All rules of a role; a field without one is seen and changed by who may do so at all."""

    rules: frozenset[FieldRule] = frozenset()

    @property
    def withholds(self) -> bool:
        """Whether anything at all is masked or hidden."""
        return any(rule.sight != "visible" for rule in self.rules)

    @property
    def about_oneself(self) -> FieldRules:
        """The same for what somebody is told of themselves: one's own times are one's own."""
        return FieldRules(frozenset(one for one in self.rules if one.field != "agent.times"))

    def of(self, field_id: str) -> FieldRule:
        """The rule of a field; a value of a customer may have one of its own."""
        found = {rule.field: rule for rule in self.rules}
        default = found.get(CLIENT_VALUES) if field_id.startswith(_CLIENT) else None
        return found.get(field_id) or default or FieldRule(field_id)

    def sight_of(self, field_ids: Iterable[str]) -> Sight:
        """How much is seen of what shows several fields: no more than of each of them."""
        return max((self.of(one).sight for one in field_ids), key=_STRICTNESS.__getitem__)

    def reach(self, others: FieldRules) -> bool:
        """Whether whoever lives by these sees and changes all that the others let be."""
        named = {rule.field for rule in (*self.rules, *others.rules)}
        return all(_reaches(self.of(one), others.of(one)) for one in named)


EVERYTHING = FieldRules()
NOTHING = FieldRules(frozenset(FieldRule(one, "hidden", is_editable=False) for one in FIELDS))
"""For whoever may not be told anything of anybody: people who left."""


def client_field(key: str) -> str:
    """The field of a value of a customer."""
    return f"{_CLIENT}{key}"


def key_of(field_id: str) -> str | None:
    """The key of a value of a customer; None for another field, and for all of them at once."""
    key = field_id.removeprefix(_CLIENT)
    return key if field_id.startswith(_CLIENT) and key != "*" else None


def is_field(field_id: str) -> bool:
    """Whether rules may be about it."""
    return field_id in FIELDS or key_of(field_id) is not None


def kind_of(field_id: str) -> Field:
    """What a field is; values of customers are all of one kind."""
    return FIELDS[CLIENT_VALUES] if key_of(field_id) else FIELDS[field_id]


def _reaches(rule: FieldRule, other: FieldRule) -> bool:
    sees = _STRICTNESS[rule.sight] <= _STRICTNESS[other.sight]
    return sees and (rule.is_editable or not other.is_editable)


@dataclass(frozen=True, slots=True, init=False)
class Shows:
    """The member shows these fields; `but` is a word in it that is nobody's."""

    fields: tuple[str, ...]
    but: str | None = None

    def __init__(self, *fields: str, but: str | None = None) -> None:
        object.__setattr__(self, "fields", fields)
        object.__setattr__(self, "but", but)


@dataclass(frozen=True, slots=True)
class ShowsBy:
    """Which field it shows depends on what another member of the same view says."""

    member: str
    fields: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class ShowsClientValues:
    """A map of values of a customer by key, each a field of its own."""


Marker = Shows | ShowsBy | ShowsClientValues
