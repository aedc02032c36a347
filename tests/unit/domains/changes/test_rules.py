"""What is shown of a change, what undoes it, and when two are one."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.adapters.stored_names import StoredNames
from chalicelib.domains.changes import rules
from chalicelib.domains.changes.models import (
    FOUNDATION,
    PERMISSION_OF,
    Approvers,
    Area,
    FieldSwap,
    Swap,
)

ROOT = Path(__file__).parents[4]
CHANGED = Swap(
    "label",
    "L1",
    (
        FieldSwap("nm", "name", {"S": "Mora"}, {"S": "Deuda"}),
        FieldSwap("vs", "version", {"N": "3"}, {"N": "4"}),
        FieldSwap("cb", "changed_by", {"S": "U1"}, {"S": "U2"}),
        FieldSwap("ca", "changed_at_ms", {"N": "1"}, {"N": "2"}),
    ),
    version=3,
)
CREATED = Swap(
    "label",
    "L2",
    (
        FieldSwap("nm", "name", None, {"S": "Nueva"}),
        FieldSwap("vs", "version", None, {"N": "1"}),
        FieldSwap("rt", "is_retired", None, {"BOOL": False}),
    ),
    is_new=True,
)
LEFT = Swap("name", "label#mora", (FieldSwap("of", "owner", {"S": "L1"}, None),))


def values(swap: Swap) -> dict[str, object]:
    return {one.name: (rules.plain(one.before), rules.plain(one.after)) for one in swap.fields}


ON_RECORD = {
    *("assignee_id", "closed_at_ms", "comment", "created_ms", "deactivated_ms"),
    *("due_at_ms", "epoch", "expires_at_ms", "field", "includes_notes"),
    *("invited_ms", "labels", "last_at_ms", "opened_at_ms", "reason"),
    *("resolved_at_ms", "served_queue_ids", "snoozed_until_ms", "state", "until_ms"),
    *("user_id", "values"),
}
"""Attributes of what is no configuration, which the page of the audit names, too."""


class TestArea:
    @pytest.mark.parametrize(
        ("event", "area"),
        [
            ("role.changed", "roles"),
            ("user.imported", "people"),
            ("four_eyes.changed", "four_eyes"),
            ("security_settings.created", "security"),
            ("novelty.invented", "other"),
            ("user.deactivated", None),
            ("application.secret_created", None),
        ],
    )
    def test_an_event_is_of_one_or_is_never_held(self, event: str, area: Area | None) -> None:
        assert rules.area_of(event) == area

    def test_two_people_have_to_be_left_for_each(self) -> None:
        counts = Approvers({"labels": 2, "queues": 1})
        assert counts.too_few(frozenset({"labels"})) == []
        assert counts.too_few(frozenset({"labels", "queues", "roles"})) == ["queues", "roles"]


class TestShown:
    def test_what_follows_from_every_write_is_not(self) -> None:
        shown = rules.differences([CHANGED, LEFT], {("label", "L1"): "Mora"})
        assert [(one.name, one.before, one.after) for one in shown] == [("name", "Mora", "Deuda")]

    def test_what_was_absent_and_says_nothing_is_not(self) -> None:
        assert [one.name for one in rules.differences([CREATED], {})] == ["name"]

    @pytest.mark.parametrize("name", ["password_hash", "secrets", "recovery_codes", "api_token"])
    def test_a_secret_is_told_without_values(self, name: str) -> None:
        secret = FieldSwap("se", name, {"S": "old-one"}, {"S": "new-one"})
        [shown] = rules.differences([replace(CHANGED, fields=(secret,))], {})
        assert shown.is_secret
        assert "one" not in json.dumps([shown.before, shown.after])

    def test_values_are_as_people_read_them(self) -> None:
        assert rules.plain({"SS": ["b", "a"]}) == ["a", "b"]
        assert rules.plain({"N": "7"}) == 7
        assert rules.plain({"N": "7.5"}) == 7.5
        assert rules.plain({"S": '{"x": [1]}'}, is_json=True) == {"x": [1]}
        assert rules.plain({"L": [{"M": {"x": {"NULL": True}}}]}) == [{"x": None}]

    @pytest.mark.parametrize("language", ["es", "en", "pt"])
    def test_every_area_and_attribute_has_a_word(self, language: str) -> None:
        path = ROOT / "web" / "src" / "settings" / "words" / f"{language}.json"
        words = json.loads(path.read_text())
        rows = StoredNames().configured
        shown = {
            name
            for kind in rules.KINDS
            for name in rows[kind].get_attributes()
            if name not in {"pk", "sk", *rules.TECHNICAL}
        }
        assert words["areas"].keys() == PERMISSION_OF.keys()
        assert words["fields"].keys() == shown | ON_RECORD

    def test_the_page_ticks_what_is_guarded_with_anything(self) -> None:
        page = ROOT / "web" / "src" / "features" / "security" / "api" / "four-eyes.ts"
        (listed,) = re.findall(r"foundation: readonly Area\[\] = (\[.+\])", page.read_text())
        assert set(json.loads(listed)) == FOUNDATION


class TestUndoing:
    def test_it_is_the_reverse_upon_what_was_made(self) -> None:
        [undone, freed] = rules.reversed_([CHANGED, LEFT])
        assert undone.version == 4
        assert values(undone)["name"] == ("Deuda", "Mora")
        assert values(undone)["version"] == (4, 5)
        assert values(freed) == {"owner": (None, "L1")}

    def test_what_was_created_is_retired_and_keeps_its_name(self) -> None:
        name = Swap(
            "name", "label#nueva", (FieldSwap("of", "owner", None, {"S": "L2"}),), is_new=True
        )
        [undone] = rules.reversed_([CREATED, name])
        assert values(undone) == {"version": (1, 2), "is_retired": (False, True)}
        assert not undone.is_new

    def test_who_came_back_or_was_created_is_not_undone(self) -> None:
        person = Swap("user", "U9", (FieldSwap("ro", "role", None, {"S": "agent"}),), is_new=True)
        assert rules.is_undoable("label.created", [CREATED])
        assert not rules.is_undoable("user.created", [person])
        assert not rules.is_undoable("user.reactivated", [replace(person, is_new=False)])


class TestStanding:
    def test_a_version_decides_where_there_is_one(self) -> None:
        assert rules.is_as_asked(CHANGED, {"vs": {"N": "3"}, "nm": {"S": "anything"}})
        assert not rules.is_as_asked(CHANGED, {"vs": {"N": "4"}, "nm": {"S": "Mora"}})
        assert not rules.is_as_asked(CHANGED, None)

    def test_without_one_each_attribute_does(self) -> None:
        assert rules.is_as_asked(LEFT, {"of": {"S": "L1"}})
        assert not rules.is_as_asked(LEFT, {})

    def test_what_is_new_must_not_be_there(self) -> None:
        assert rules.is_as_asked(CREATED, None)
        assert not rules.is_as_asked(CREATED, {"vs": {"N": "1"}})

    def test_the_same_asked_later_is_the_same(self) -> None:
        later = replace(
            CHANGED,
            fields=(*CHANGED.fields[:-1], replace(CHANGED.fields[-1], after={"N": "9"})),
        )
        other = replace(CHANGED, version=4)
        assert rules.signature([CHANGED]) == rules.signature([later])
        assert rules.signature([CHANGED]) != rules.signature([other])
