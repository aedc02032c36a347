"""What a role sees and changes of the fields of people, as the API reads and tells it."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.reading import RequestModel
from chalicelib.domains.access.fields import FieldRule, FieldRules, Sight, key_of


class FieldRuleView(TypedDict):
    """`masked`: the last four characters, of names the initials. A field that no rule is about
    is seen and changed; `client.*` stands for values of customers without a rule of their own.
    """

    field: str
    sight: Sight
    is_editable: bool


class FieldRuleToKeep(RequestModel):
    """A rule about a field of `GET /v1/permissions`, or about `client.<key>`."""

    field: str = Field(pattern=r"^[a-z]+\.(\*|[a-z][a-z0-9_]{0,39})$")
    sight: Sight = "visible"
    is_editable: bool = True


def field_rule_views(rules: FieldRules) -> list[FieldRuleView]:
    """By field."""
    return [
        FieldRuleView(field=one.field, sight=one.sight, is_editable=one.is_editable)
        for one in sorted(rules.rules)
    ]


def field_rules(asked: Iterable[FieldRuleToKeep]) -> FieldRules:
    """Rules that say something; of two about one field the last counts."""
    found = {one.field: FieldRule(one.field, one.sight, one.is_editable) for one in asked}
    return FieldRules(frozenset(one for one in found.values() if _says_something(one)))


def _says_something(rule: FieldRule) -> bool:
    """A value of a customer may be let be where the others are not."""
    return rule != FieldRule(rule.field) or key_of(rule.field) is not None
