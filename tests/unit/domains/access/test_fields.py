"""Rules about fields of people, and what is seen of a view by them."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from typing_extensions import TypedDict

from chalicelib.domains.access.fields import (
    EVERYTHING,
    FieldRule,
    FieldRules,
    Shows,
    ShowsBy,
    ShowsClientValues,
    Sight,
)
from chalicelib.domains.access.withholding import DOTS, masked, seen


class Somebody(TypedDict):
    id: str
    name: Annotated[str | None, Shows("contact.name")]


class Address(TypedDict):
    kind: str
    value: Annotated[
        str, ShowsBy("kind", {"phone": "contact.phone", "username": "contact.username"})
    ]


class Whole(TypedDict, total=False):
    contact: Somebody | None
    addresses: list[Address]
    by_place: dict[str, Somebody]
    author: Annotated[str, Shows("contact.phone", but="business")]
    both: Annotated[str | None, Shows("contact.phone", "agent.name")]
    times: Annotated[list[str], Shows("agent.times")]
    raw: Annotated[Any, Shows("contact.phone")]
    values: Annotated[dict[str, str], ShowsClientValues()]
    count: int


WHOLE: Whole = {
    "contact": {"id": "c1", "name": "Rosa María Quishpe"},
    "addresses": [
        {"kind": "phone", "value": "593995550148"},
        {"kind": "username", "value": "rosa.q"},
        {"kind": "other", "value": "as it is"},
    ],
    "by_place": {"first": {"id": "c2", "name": None}},
    "author": "593995550148",
    "both": "593995550148",
    "times": ["9:00"],
    "raw": {"from": "593995550148"},
    "values": {"saldo": "1250.40", "cedula": "1712345678"},
    "count": 3,
}


def rules(**sights: Sight) -> FieldRules:
    named = {name.replace("__", ".").replace("every", "*"): one for name, one in sights.items()}
    return FieldRules(frozenset(FieldRule(field, sight) for field, sight in named.items()))


def test_nothing_is_touched_where_nothing_is_withheld() -> None:
    read_only = FieldRules(frozenset({FieldRule("contact.name", is_editable=False)}))
    assert seen(WHOLE, Whole, EVERYTHING) is WHOLE
    assert seen(WHOLE, Whole, read_only) is WHOLE


def test_what_is_masked_keeps_its_end_and_a_name_its_initials() -> None:
    view = seen(WHOLE, Whole, rules(contact__name="masked", contact__phone="masked"))
    assert view == {
        **WHOLE,
        "contact": {"id": "c1", "name": "R. M. Q."},
        "addresses": [{"kind": "phone", "value": f"{DOTS}0148"}, *WHOLE["addresses"][1:]],
        "author": f"{DOTS}0148",
        "both": f"{DOTS}0148",
        "raw": None,
    }


def test_what_is_hidden_is_null_or_empty() -> None:
    view = seen(
        WHOLE, Whole, rules(contact__name="hidden", contact__phone="hidden", agent__times="hidden")
    )
    assert view == {
        **WHOLE,
        "contact": {"id": "c1", "name": None},
        "addresses": [{"kind": "phone", "value": ""}, *WHOLE["addresses"][1:]],
        "author": "",
        "both": None,
        "times": [],
        "raw": None,
    }


def test_a_value_of_a_customer_has_its_own_rule_or_that_of_all() -> None:
    by = rules(client__every="masked", client__saldo="visible")
    assert seen(WHOLE, Whole, by)["values"] == {"saldo": "1250.40", "cedula": f"{DOTS}5678"}
    by = rules(client__cedula="hidden")
    assert seen(WHOLE, Whole, by)["values"] == {"saldo": "1250.40", "cedula": ""}


def test_the_strictest_of_several_fields_counts_and_a_word_of_nobody_stays() -> None:
    view = seen(
        {**WHOLE, "author": "business"}, Whole, rules(contact__phone="masked", agent__name="hidden")
    )
    assert (view["both"], view["author"]) == (None, "business")


def test_what_is_absent_or_null_stays_so() -> None:
    by = rules(contact__name="hidden", contact__phone="masked")
    assert seen({"contact": None, "count": 1}, Whole, by) == {"contact": None, "count": 1}


@pytest.mark.parametrize(
    ("value", "expected"),
    [("593995550148", f"{DOTS}0148"), ("12345678", f"{DOTS}5678"), ("1234567", DOTS), ("", DOTS)],
)
def test_of_a_short_value_nothing_is_left(value: str, expected: str) -> None:
    assert masked(value) == expected


def test_ones_own_times_are_ones_own() -> None:
    by = rules(agent__times="hidden", agent__name="hidden").about_oneself
    assert by == rules(agent__name="hidden")
