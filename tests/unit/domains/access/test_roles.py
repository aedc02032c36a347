"""Roles as administrators keep them, and how soon that holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.change import Change
from chalicelib.core.errors import NotFoundError, VersionConflictError
from chalicelib.core.stamped_cache import STAMP_CHECK_SECONDS, StampedCache
from chalicelib.domains.access.errors import (
    LastAdministratorError,
    NotYoursToGrantError,
    RoleFlawedError,
    RoleInUseError,
)
from chalicelib.domains.access.fields import FieldRule, FieldRules
from chalicelib.domains.access.models import NEEDS_ALL, People, Principal, Scope
from chalicelib.domains.access.permissions import CATALOGUE
from chalicelib.domains.access.services.roles import Roles
from chalicelib.domains.access.standard_roles import STANDARD_ROLES
from chalicelib.domains.configuration.errors import NameTakenError
from tests.fakes.access import MemoryPeople
from tests.fakes.clock import FakeClock
from tests.unit.domains.access.house import ADMIN, ANA, SILVIA

CHANGE = Change("role.changed", "admin", 5)
READS: dict[str, Any] = {
    "title": "  Sólo   lectura ",
    "description": "",
    "permissions": frozenset({"conversations.read"}),
    "scope": "own",
}


class Office:
    """Roles and people in memory, seen by two containers."""

    def __init__(self) -> None:
        self.stored, self.clock = MemoryPeople(), FakeClock()
        for role in STANDARD_ROLES:
            self.stored.save_role(role, CHANGE)
        for user in (ANA, SILVIA, ADMIN):
            self.stored.save_user(user, CHANGE)
        self.here, self.elsewhere = self.cache(), self.cache()
        self.roles = Roles(self.stored, self.here.get, self.here.forget)

    def cache(self) -> StampedCache[People]:
        return StampedCache(self.clock, self.stored.stamp, self.stored.load)

    def acting(self, name: str = "admin") -> Principal:
        found = self.stored.load().principal(self.stored.users[name].id)
        assert found is not None
        return found

    def edit(self, name: str, by: str = "admin", **fields: Any) -> Any:
        version = self.stored.roles[name].version
        return self.roles.edit(
            self.acting(by), name, fields, expected_version=version, change=CHANGE
        )


@pytest.fixture
def office() -> Office:
    return Office()


class TestCreating:
    def test_makes_an_id_of_the_title_and_remembers_what_there_was(self, office: Office) -> None:
        made = office.roles.create(office.acting(), READS, CHANGE)
        assert (made.name, made.title, made.version) == ("solo_lectura", "Sólo lectura", 1)
        assert (made.known, made.changed_by) == (frozenset(CATALOGUE), "admin")
        assert office.stored.roles["solo_lectura"] == made
        assert office.roles.require("solo_lectura") == made

    def test_a_title_is_nobody_else_s_and_an_id_neither(self, office: Office) -> None:
        office.roles.create(office.acting(), READS, CHANGE)
        with pytest.raises(NameTakenError) as refused:
            office.roles.create(office.acting(), {**READS, "title": "SOLO LECTURA"}, CHANGE)
        assert refused.value.facts["holder"]["name"] == "Sólo lectura"
        other = office.roles.create(office.acting(), {**READS, "title": "Solo-lectura"}, CHANGE)
        assert other.name == "solo_lectura_2"

    def test_more_than_one_holds_is_refused(self, office: Office) -> None:
        with pytest.raises(NotYoursToGrantError) as refused:
            office.roles.create(
                office.acting("ana"),
                {**READS, "permissions": frozenset({"conversations.read", "users.read"})},
                CHANGE,
            )
        assert refused.value.facts["permissions"] == ["users.read"]

    def test_a_permission_says_nothing_without_what_it_needs(self, office: Office) -> None:
        with pytest.raises(RoleFlawedError) as refused:
            office.roles.create(
                office.acting(), {**READS, "permissions": frozenset({"roles.manage"})}, CHANGE
            )
        assert [one["field"] for one in refused.value.errors] == ["permissions.roles.manage"]

    @pytest.mark.parametrize("scope", ["own", "queues"])
    def test_what_reaches_customers_whole_needs_the_widest_scope(
        self, office: Office, scope: Scope
    ) -> None:
        asked = {"permissions": frozenset({"conversations.read", "privacy.manage"}), "scope": scope}
        with pytest.raises(RoleFlawedError) as refused:
            office.roles.create(office.acting(), {**READS, **asked}, CHANGE)
        (told,) = refused.value.errors
        assert (told["field"], told["code"]) == ("permissions.privacy.manage", "needs_scope_all")

    def test_a_rule_is_about_a_field_there_is(self, office: Office) -> None:
        rules = FieldRules(frozenset({FieldRule("contact.shoes", "hidden")}))
        with pytest.raises(RoleFlawedError) as refused:
            office.roles.create(office.acting(), {**READS, "field_rules": rules}, CHANGE)
        assert [one["field"] for one in refused.value.errors] == ["field_rules.contact.shoes"]


class TestEditing:
    def test_of_an_unknown_role_or_another_version_is_refused(self, office: Office) -> None:
        with pytest.raises(NotFoundError):
            office.roles.edit(office.acting(), "boss", {}, expected_version=1, change=CHANGE)
        with pytest.raises(VersionConflictError):
            office.roles.edit(office.acting(), "agent", {}, expected_version=7, change=CHANGE)

    def test_that_changes_nothing_writes_nothing(self, office: Office) -> None:
        before = office.stored.stamp()
        assert office.edit("agent", scope="own").version == 1
        assert office.stored.stamp() == before

    def test_of_a_role_above_one_s_own_is_refused(self, office: Office) -> None:
        with pytest.raises(NotYoursToGrantError):
            office.edit("administrator", by="silvia", description="mine")

    @pytest.mark.parametrize(
        "fields",
        [
            {"scope": "queues", "permissions": frozenset(CATALOGUE) - NEEDS_ALL},
            {"permissions": frozenset({"conversations.read"})},
        ],
    )
    def test_that_leaves_nobody_who_administers_is_refused(
        self, office: Office, fields: dict[str, Any]
    ) -> None:
        with pytest.raises(LastAdministratorError):
            office.edit("administrator", **fields)

    def test_a_role_is_retired_once_nobody_has_it_and_restored(self, office: Office) -> None:
        with pytest.raises(RoleInUseError) as refused:
            office.edit("agent", is_retired=True)
        assert refused.value.facts == {"people": 1}
        office.stored.save_user(replace(ANA, is_active=False), CHANGE)
        assert office.edit("agent", is_retired=True).is_retired
        assert not office.edit("agent", is_retired=False).is_retired

    def test_holds_in_every_container_within_five_seconds(self, office: Office) -> None:
        assert "notes.write" in office.elsewhere.get().roles["agent"].permissions
        fewer = STANDARD_ROLES[2].permissions - {"notes.write"}
        office.edit("agent", permissions=fewer)
        here = office.here.get().principal(ANA.id)
        assert here is not None
        assert "notes.write" not in here.permissions
        office.clock.advance(STAMP_CHECK_SECONDS)
        there = office.elsewhere.get().principal(ANA.id)
        assert there is not None
        assert there.permissions == fewer
        assert STAMP_CHECK_SECONDS <= 5


def test_who_can_do_something_is_who_is_active_and_has_a_role_with_it(office: Office) -> None:
    assert [one.id for one in office.roles.holders("users.read")] == ["admin", "silvia"]
    office.stored.save_user(replace(SILVIA, is_active=False), CHANGE)
    office.here.forget()
    assert [one.id for one in office.roles.holders("users.read")] == ["admin"]
    with pytest.raises(NotFoundError):
        office.roles.holders("users.love")
