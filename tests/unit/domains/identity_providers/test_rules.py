"""What a provider's claims mean here, case by case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.access.models import User
from chalicelib.domains.identity_providers import rules
from chalicelib.domains.identity_providers.models import (
    Assignment,
    IdentityProvider,
    MappingRule,
    ProviderId,
)

SALES, CARE = QueueId("sales"), QueueId("care")
BOSS = MappingRule("groups", "bosses", "supervisor", frozenset({CARE}))
CLERK = MappingRule("groups", "clerks", "agent")
SELLER = MappingRule("department", "sales", None, frozenset({SALES}))
PROVIDER = IdentityProvider(ProviderId("p"), "Casa", rules=(BOSS, CLERK, SELLER))
ANA = User(UserId("ana"), "ana@hilo.test", "Ana", "agent", frozenset({CARE}), "")
ADDRESS = "https://hilo.test/claims/groups"


@pytest.mark.parametrize(
    ("claims", "claim", "values"),
    [
        ({"groups": ["a", "b"]}, "groups", {"a", "b"}),
        ({"groups": "a"}, "groups", {"a"}),
        ({"groups": "a b"}, "groups", {"a b"}),
        ({"level": 3}, "level", {"3"}),
        ({"is_boss": True}, "is_boss", set()),
        ({"groups": [" a ", "", None, {"x": 1}, 7]}, "groups", {"a", "7"}),
        ({"realm_access": {"roles": ["a"]}}, "realm_access.roles", {"a"}),
        ({"realm_access": "roles"}, "realm_access.roles", set()),
        ({ADDRESS: ["a"]}, ADDRESS, {"a"}),
        ({"a.b": "whole", "a": {"b": "path"}}, "a.b", {"whole"}),
        ({}, "groups", set()),
    ],
)
def test_values_of_a_claim(claims: dict[str, Any], claim: str, values: set[str]) -> None:
    assert rules.claim_values(claims, claim) == values


@pytest.mark.parametrize(
    ("claims", "role", "queues"),
    [
        ({"groups": ["bosses"]}, "supervisor", {CARE}),
        ({"groups": ["clerks", "bosses"]}, "supervisor", {CARE}),
        ({"groups": ["clerks"], "department": "sales"}, "agent", {SALES}),
        ({"groups": ["bosses"], "department": "sales"}, "supervisor", {CARE, SALES}),
        ({"department": "sales"}, None, {SALES}),
        ({"groups": ["BOSSES"]}, None, set()),
        ({}, None, set()),
    ],
)
def test_the_first_role_and_all_queues(
    claims: dict[str, Any], role: str | None, queues: set[QueueId]
) -> None:
    assert rules.assignment(PROVIDER, claims) == Assignment(role, frozenset(queues))


def test_the_default_is_for_whom_no_rule_gives_a_role() -> None:
    provider = replace(PROVIDER, default_role="outbound_agent")
    assert rules.assignment(provider, {"department": "sales"}).role == "outbound_agent"
    assert rules.assignment(provider, {"groups": "clerks"}).role == "agent"


def test_rules_that_name_no_queues_say_nothing_of_them() -> None:
    assert rules.assignment(replace(PROVIDER, rules=(CLERK,)), {}).queue_ids is None


@pytest.mark.parametrize(
    ("given", "changes"),
    [
        (Assignment("agent", frozenset({CARE})), {}),
        (Assignment("supervisor", None), {"role": "supervisor"}),
        (Assignment(None, frozenset()), {"queue_ids": frozenset()}),
    ],
)
def test_what_changes_of_who_is_known(given: Assignment, changes: dict[str, Any]) -> None:
    assert rules.in_step(ANA, given, PROVIDER) == changes


def test_a_default_takes_no_role_away_where_no_rule_gives_any() -> None:
    provider = replace(PROVIDER, rules=(SELLER,), default_role="outbound_agent")
    given = Assignment("outbound_agent", None)
    assert rules.in_step(ANA, given, provider) == {}


@pytest.mark.parametrize(
    ("said", "vouches", "is_verified"),
    [
        (True, False, True),
        ("true", False, True),
        (False, True, False),
        ("false", True, False),
        ("yes", True, False),
        (None, False, False),
        (None, True, True),
    ],
)
def test_whose_address_it_is(said: Any, vouches: bool, is_verified: bool) -> None:
    provider = replace(PROVIDER, vouches_for_email=vouches)
    claims = {} if said is None else {"email_verified": said}
    assert rules.is_email_verified(provider, claims) is is_verified


@pytest.mark.parametrize(
    ("claims", "names", "username"),
    [
        (
            {"given_name": "Bea", "family_name": "Ríos", "preferred_username": "b.rios"},
            ("Bea", "Ríos"),
            "b.rios",
        ),
        ({"name": "Bea Ríos Paz", "preferred_username": "bea@corp"}, ("Bea", "Ríos Paz"), "bea"),
        ({"given_name": "Bea", "name": "Bea Ríos"}, ("Bea", ""), "bea"),
        ({}, ("bea", ""), "bea"),
        ({"preferred_username": "CORP\\bea ríos"}, ("bea", ""), "CORP.bea.ríos"),
        ({"preferred_username": "-"}, ("bea", ""), rules.with_mark("persona", "bea-1")),
    ],
)
def test_what_somebody_new_is_called(
    claims: dict[str, Any], names: tuple[str, str], username: str
) -> None:
    profile = rules.profile_of({"email": "bea@hilo.test", **claims}, "bea-1")
    assert (profile.first_name, profile.last_name) == names
    assert profile.username == username


def test_a_mark_fits_and_is_the_same_for_the_same_person() -> None:
    marked = rules.with_mark("x" * 64, "bea-1")
    assert len(marked) == 64
    assert marked == rules.with_mark("x" * 64, "bea-1") != rules.with_mark("x" * 64, "bea-2")


def test_enough_is_known_when_no_claim_is_missing() -> None:
    claims = {"email": "bea@hilo.test", "groups": ["clerks"], "department": "sales"}
    assert rules.is_enough(PROVIDER, claims)
    assert not rules.is_enough(PROVIDER, {**claims, "groups": []})
