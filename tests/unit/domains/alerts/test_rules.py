"""By which ways somebody is told of what."""

from __future__ import annotations

import pytest

from chalicelib.core.ids import UserId, from_base32, is_id
from chalicelib.domains.alerts import rules
from chalicelib.domains.alerts.models import EVENTS, WAYS, AlertRule, EventRule

ANA = UserId("ana")


def test_every_role_has_a_rule_for_every_event() -> None:
    for role in ("agent", "supervisor", "administrator", "auditor"):
        rule = rules.rule_of(role, {})
        assert (rule.id, rule.name, rule.version) == (role, role, 0)
        assert list(rule.events) == list(EVENTS)


def test_who_oversees_all_queues_is_not_told_of_everybody_who_waits() -> None:
    waiting = {
        role: bool(rules.rule_of(role, {}).events["waiting"].ways)
        for role in ("agent", "supervisor", "administrator")
    }
    assert waiting == {"agent": True, "supervisor": False, "administrator": False}


def test_what_was_chosen_goes_before_what_the_product_says() -> None:
    chosen = AlertRule("agent", "agent", 3, events={"mention": EventRule(is_open=False)})
    rule = rules.rule_of("agent", {"agent": chosen})
    assert rule.version == 3
    assert rule.events["mention"] == EventRule(is_open=False)
    assert rule.events["whisper"] == rules.rule_of("agent", {}).events["whisper"]
    assert rules.rule_of("supervisor", {"agent": chosen}).version == 0


@pytest.mark.parametrize(
    ("is_open", "choices", "wanted"),
    [
        (True, {}, {"sound"}),
        (True, {"mention": ["screen", "centre"]}, {"screen", "centre"}),
        (True, {"mention": []}, set()),
        (True, {"whisper": []}, {"sound"}),
        (False, {"mention": []}, {"sound"}),
    ],
)
def test_a_person_chooses_where_the_house_leaves_it_open(
    is_open: bool, choices: dict[str, list[str]], wanted: set[str]
) -> None:
    events = {"mention": EventRule(frozenset({"sound"}), is_open)}
    rule = AlertRule("agent", "agent", events=events)  # type: ignore[arg-type]
    assert rules.ways_for(rule, "mention", choices) == wanted


def test_how_the_product_is_stays_in_the_centre_by_whichever_way_it_is_told() -> None:
    assert rules.is_kept("mention", ["centre"])
    assert not rules.is_kept("mention", ["sound", "screen"])
    assert rules.is_kept("system", ["sound"])
    assert not rules.is_kept("connection", [])


def test_an_id_is_the_same_for_the_same_cause_alone() -> None:
    at_ms = 1_780_000_000_000
    one = rules.alert_id(at_ms, "mention", ANA, "N1", "1")
    assert is_id(one)
    assert from_base32(one[:9]) == at_ms
    assert one == rules.alert_id(at_ms, "mention", ANA, "N1", "1")
    others = {
        rules.alert_id(at_ms, "mention", ANA, "N1", "2"),
        rules.alert_id(at_ms, "whisper", ANA, "N1", "1"),
        rules.alert_id(at_ms, "mention", UserId("eva"), "N1", "1"),
    }
    assert one not in others
    assert len(others) == 3


def test_ways_are_those_a_person_can_choose() -> None:
    assert WAYS == ("screen", "sound", "browser", "centre")
