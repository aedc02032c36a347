"""The API on real tables, with two administrators and a third who approves nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app import app
from chalicelib.bootstrap import Container, install
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import UserId
from infra.local.seed import seed
from tests.engines import EngineTables
from tests.fakes.api import ApiClient, fake_container
from tests.integration.changes.house import CHANGE, House

_REAL = (
    "people_repository",
    "queue_store",
    "label_store",
    "group_store",
    "quick_reply_store",
    "alert_rule_store",
    "tree_store",
    "content_policy_store",
    "author_colours_store",
    "application_store",
    "connection_repository",
    "break_type_store",
    "security_settings_store",
    "identity_provider_store",
)
"""What is configured is in tables; all else stays in memory."""


def furnished(tables: EngineTables) -> Container:
    made = fake_container()
    for name in _REAL:
        del made.__dict__[name]
    made.__dict__["dynamo"] = Dynamo(lambda: tables.client, prefix=tables.prefix)
    install(made)
    seed(made)
    people = made.people_repository
    users = {one.id: one for one in people.load().users.values()}
    admin = next(one for one in users.values() if one.id == "admin")
    for name in ("second", "third"):
        other = replace(
            admin,
            id=UserId(name),
            email=f"{name}@hilo.test",
            username=name,
            name=name.title(),
        )
        people.save_user(other, CHANGE)
    made.people.forget()
    return made


@pytest.fixture
def services(moto_tables: EngineTables) -> Container:
    return furnished(moto_tables)


@pytest.fixture
def house_on_the_engine(dynamodb_local: EngineTables) -> House:
    """The same on AWS's own engine."""
    return House(furnished(dynamodb_local), ApiClient(app))


@pytest.fixture
def house(services: Container) -> House:
    return House(services, ApiClient(app))
