"""Every store of saved views keeps the same promises."""

from __future__ import annotations

import pytest

from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import UserId
from chalicelib.domains.views.models import SavedViews, View
from chalicelib.domains.views.ports import ViewStore
from chalicelib.domains.views.repository import DynamoViewStore
from tests.fakes.views import MemoryViews
from tests.samples import CHANGE

ANA, LUIS = UserId("ana"), UserId("luis")
MORA = View("v1", "Mora de más de 30 días ñ", {"label": "l1", "unread": "true"})
LATE = View("v2", "Todas", {})


@pytest.fixture
def views(storage: Dynamo | None) -> ViewStore:
    return DynamoViewStore(storage) if storage else MemoryViews()


def test_nobody_has_any_at_first(views: ViewStore) -> None:
    assert views.of(ANA) == SavedViews()


def test_they_are_kept_in_their_order_and_for_one_person(views: ViewStore) -> None:
    assert views.save(ANA, SavedViews((LATE, MORA), 1), CHANGE)
    assert views.of(ANA) == SavedViews((LATE, MORA), 1)
    assert views.of(LUIS) == SavedViews()
    assert views.save(ANA, SavedViews((), 2), CHANGE)
    assert views.of(ANA) == SavedViews((), 2)


@pytest.mark.parametrize("version", [1, 3, 4])
def test_only_the_next_version_is_stored(views: ViewStore, version: int) -> None:
    assert views.save(ANA, SavedViews((MORA,), 1), CHANGE)
    assert not views.save(ANA, SavedViews((), version), CHANGE)
    assert views.of(ANA) == SavedViews((MORA,), 1)


def test_the_second_of_two_first_ones_loses(views: ViewStore) -> None:
    assert not views.save(ANA, SavedViews((MORA,), 2), CHANGE)
    assert views.save(ANA, SavedViews((MORA,), 1), CHANGE)
