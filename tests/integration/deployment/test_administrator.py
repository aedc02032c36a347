"""The first administrator: once, with a password that is known to nobody else."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.bootstrap import Container
from chalicelib.core.change import Change
from chalicelib.domains.access.errors import (
    OneTimePasswordExpiredError,
    PasswordChangeRequiredError,
)
from chalicelib.domains.access.models import Visit
from chalicelib.domains.access.standard_roles import STANDARD_ROLES
from infra.deployment.rollout.administrator import (
    Invitation,
    invite_again,
    invite_first_administrator,
)
from infra.local.engines.tables import create_tables
from tests.fakes.access import PlainTokens
from tests.fakes.audit import FakeWitness
from tests.fakes.aws_account import FakeAccount
from tests.fakes.clock import FakeClock
from tests.fakes.security import FakePost, PlainPasses
from tests.integration.deployment.conftest import CHOICES

CHANGE = Change("test.changed", "test", 0)
OWN = "caballo correcto"


@pytest.fixture
def container(account: FakeAccount) -> Container:
    create_tables(account.client("dynamodb"), "hilo-")
    return Container(
        {"HILO_TABLE_PREFIX": "hilo-"},
        session=account.session,
        clock=FakeClock(),
        access_tokens=PlainTokens(),
        device_passes=PlainPasses(),
        security_post=FakePost(),
        witness=FakeWitness(),
    )


def sign_in(container: Container, password: str) -> Any:
    visit = Visit("::1")
    return container.entrance.with_password(CHOICES.admin_email, password, visit, CHANGE).grant


def choose(container: Container, password: str) -> Any:
    visit = Visit("::1")
    entry = container.entrance.with_new_password(CHOICES.admin_email, password, OWN, visit, CHANGE)
    return entry.grant


def invited(container: Container) -> Invitation:
    invitation = invite_first_administrator(container, CHOICES)
    assert invitation is not None
    return invitation


def test_they_choose_a_password_and_may_do_everything(container: Container) -> None:
    invitation = invited(container)
    assert (invitation.email, invitation.valid_hours) == (CHOICES.admin_email, 72)
    with pytest.raises(PasswordChangeRequiredError):
        sign_in(container, invitation.password)
    grant = choose(container, invitation.password)
    principal = container.sessions.authenticate(grant.access_token)
    assert (principal.role, principal.scope) == ("administrator", "all")
    assert "connections.manage" in principal.permissions
    assert principal.queue_ids == {"general"}


def test_the_password_is_stored_nowhere_and_shown_by_nothing(
    container: Container, account: FakeAccount
) -> None:
    invitation = invited(container)
    items = account.client("dynamodb").scan(TableName="hilo-directory")["Items"]
    assert invitation.password not in json.dumps(items, default=repr)
    assert invitation.password not in repr(invitation)


def test_a_second_run_touches_nobody(container: Container) -> None:
    choose(container, invited(container).password)
    before = container.people_repository.load()
    other = replace(CHOICES, admin_email="otra@organizacion.example")
    assert invite_first_administrator(container, other) is None
    after = container.people_repository.load()
    assert (after.users, after.queues) == (before.users, before.queues)
    sign_in(container, OWN)


def test_one_who_came_too_late_is_invited_again(container: Container) -> None:
    first = invited(container)
    container.clock.advance(72 * 3600)  # type: ignore[attr-defined]
    with pytest.raises(OneTimePasswordExpiredError):
        sign_in(container, first.password)
    second = invite_again(container)
    assert second is not None
    choose(container, second.password)


def test_nobody_is_invited_again_who_has_a_password_of_their_own(container: Container) -> None:
    choose(container, invited(container).password)
    assert invite_again(container) is None
    sign_in(container, OWN)


def test_roles_follow_the_product_until_somebody_edits_them(container: Container) -> None:
    invited(container)
    agent = next(role for role in STANDARD_ROLES if role.name == "agent")
    supervisor = next(role for role in STANDARD_ROLES if role.name == "supervisor")
    older = replace(agent, permissions=frozenset({"queues.read"}))
    edited = replace(supervisor, permissions=frozenset({"users.read"}), version=2)
    for role in (older, edited):
        container.people_repository.save_role(role, CHANGE)
    invite_first_administrator(container, CHOICES)
    roles = container.people_repository.load().roles
    assert (roles["agent"], roles["supervisor"]) == (agent, edited)
