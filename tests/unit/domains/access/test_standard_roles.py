"""What a new version of the product makes of the roles that are stored."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.domains.access.models import Role
from chalicelib.domains.access.services.standard_roles import keep_standard_roles, offered
from chalicelib.domains.access.standard_roles import STANDARD_ROLES
from tests.fakes.access import MemoryPeople

CHANGE = Change("role.changed", "test", 1)
AGENT = next(role for role in STANDARD_ROLES if role.name == "agent")


def kept(*stored: Role) -> MemoryPeople:
    people = MemoryPeople()
    for role in stored:
        people.save_role(role, CHANGE)
    keep_standard_roles(people, CHANGE)
    return people


def test_all_are_there_when_none_was() -> None:
    assert set(kept().roles.values()) == set(STANDARD_ROLES)


def test_one_of_an_older_version_gets_what_is_new() -> None:
    older = replace(AGENT, permissions=frozenset({"conversations.read"}))
    assert kept(older).roles["agent"] == AGENT


def test_one_that_somebody_edited_stays() -> None:
    edited = replace(AGENT, permissions=frozenset({"conversations.read"}), version=2)
    assert kept(edited).roles["agent"] == edited


def test_nothing_is_written_when_nothing_is_new() -> None:
    people = kept(*STANDARD_ROLES)
    before = people.stamp()
    keep_standard_roles(people, CHANGE)
    assert people.stamp() == before


def test_what_is_new_is_offered_to_who_edited_a_role_and_what_they_took_away_is_not() -> None:
    known = frozenset(AGENT.permissions - {"whispers.write"})
    edited = replace(AGENT, permissions=known - {"notes.write"}, version=2, known=known)
    assert offered(edited) == {"whispers.write"}
    assert offered(replace(edited, known=None)) == {"whispers.write", "notes.write"}
    assert offered(replace(edited, name="of_our_own")) == frozenset()
    assert offered(AGENT) == frozenset()
