"""Stores of applications and of their secrets' uses keep the same promises."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.change import Change
from chalicelib.core.directory import DirectoryTable
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import ApplicationId
from chalicelib.domains.applications.models import Application, Secret
from chalicelib.domains.applications.ports import SecretUses
from chalicelib.domains.applications.repository import APPLICATION, DynamoSecretUses
from chalicelib.domains.configuration.ports import CatalogueStore
from chalicelib.domains.configuration.repository import DynamoCatalogueStore
from tests.fakes.applications import MemorySecretUses
from tests.fakes.catalogue import MemoryCatalogue
from tests.samples import CHANGE, COBRANZAS

SHOP = Application(
    id=ApplicationId("shop"),
    name="Tienda",
    description="Avisa de los pedidos",
    permissions=frozenset({"conversations.read"}),
    queue_ids=frozenset({COBRANZAS}),
    secrets=(Secret("ONE", "a" * 64, 5, "ana", 9), Secret("TWO", "b" * 64, 7, "ana")),
)


@pytest.fixture
def applications(directory_storage: DirectoryTable | None) -> CatalogueStore[Application]:
    if directory_storage is None:
        return MemoryCatalogue()
    return DynamoCatalogueStore(directory_storage, APPLICATION)


@pytest.fixture
def uses(storage: Dynamo | None) -> SecretUses:
    return DynamoSecretUses(storage) if storage else MemorySecretUses()


def test_an_application_is_kept_whole(applications: CatalogueStore[Application]) -> None:
    applications.add(SHOP, CHANGE)
    assert applications.load() == {"shop": SHOP}
    nothing: dict[str, Any] = {"permissions": frozenset(), "queue_ids": frozenset(), "secrets": ()}
    bare = replace(SHOP, description="", scope="all", **nothing)
    applications.replace(bare, SHOP, CHANGE)
    assert applications.get("shop") == bare


def test_a_use_is_noted_unless_one_is_known(uses: SecretUses) -> None:
    for at_ms, since in ((1_000, -59_000), (2_000, -58_000), (1_000_000, 940_000)):
        change = Change("application.token_given", "shop", at_ms)
        uses.note("ONE", unless_since_ms=since, change=change)
        uses.note("TWO", unless_since_ms=at_ms + 1, change=change)
        expected = 1_000 if at_ms < 1_000_000 else 1_000_000
        assert uses.all() == {"ONE": expected, "TWO": at_ms}
