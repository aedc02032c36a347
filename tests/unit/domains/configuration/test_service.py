"""Every kind is created, edited, retired and restored in this way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.errors import NotFoundError, VersionConflictError
from chalicelib.core.stamped_cache import StampedCache
from chalicelib.domains.configuration.errors import NameTakenError
from chalicelib.domains.configuration.models import Configured
from chalicelib.domains.configuration.service import Catalogue
from tests.fakes.catalogue import MemoryCatalogue
from tests.fakes.clock import FakeClock
from tests.samples import CHANGE, NOW_MS

ONE = Configured("one", "Mora alta")


class Shelf:
    """A catalogue of things on the fake of its storage."""

    def __init__(self) -> None:
        self.store = MemoryCatalogue[Configured]()
        cache = StampedCache(FakeClock(), self.store.stamp, self.store.load)
        self.catalogue = Catalogue("thing", self.store, cache.get, cache.forget)

    def edit(self, version: int, **fields: object) -> Configured:
        return self.catalogue.edit("one", fields, expected_version=version, change=CHANGE)

    @property
    def events(self) -> list[str]:
        return [one.event for one in self.store.changes]


@pytest.fixture
def shelf() -> Shelf:
    made = Shelf()
    made.catalogue.create(ONE, CHANGE)
    return made


class TestRefused:
    def test_when_another_has_the_name(self, shelf: Shelf) -> None:
        with pytest.raises(NameTakenError) as refused:
            shelf.catalogue.create(Configured("two", " MORA  ALTA"), CHANGE)
        holder = {"id": "one", "name": "Mora alta", "is_retired": False}
        assert refused.value.facts == {"holder": holder}
        assert [problem["field"] for problem in refused.value.errors] == ["name"]

    def test_when_a_retired_one_has_the_name(self, shelf: Shelf) -> None:
        shelf.edit(1, is_retired=True)
        with pytest.raises(NameTakenError) as refused:
            shelf.catalogue.create(Configured("two", "mora alta"), CHANGE)
        assert refused.value.facts["holder"]["is_retired"] is True

    def test_when_an_edit_takes_the_name_of_another(self, shelf: Shelf) -> None:
        shelf.catalogue.create(Configured("two", "Mora baja"), CHANGE)
        with pytest.raises(NameTakenError):
            shelf.edit(1, name="Mora bajá")
        assert shelf.store.rows["one"].name == "Mora alta"

    def test_when_somebody_was_faster(self, shelf: Shelf) -> None:
        shelf.edit(1, name="Mora media")
        with pytest.raises(VersionConflictError):
            shelf.edit(1, name="Mora baja")
        assert shelf.store.rows["one"].name == "Mora media"

    def test_when_there_is_nothing(self, shelf: Shelf) -> None:
        with pytest.raises(NotFoundError):
            shelf.catalogue.edit("two", {}, expected_version=1, change=CHANGE)


def test_an_edit_says_who_made_it_and_when(shelf: Shelf) -> None:
    change = replace(CHANGE, actor="marta", at_ms=NOW_MS + 7)
    fields = {"name": " Mora  media "}
    edited = shelf.catalogue.edit("one", fields, expected_version=1, change=change)
    assert edited == Configured("one", "Mora media", 2, False, "marta", NOW_MS + 7)
    assert shelf.catalogue.by_id("one") == edited


def test_the_same_name_written_otherwise_is_an_edit(shelf: Shelf) -> None:
    assert shelf.edit(1, name="MORA ALTA").version == 2


def test_an_edit_that_changes_nothing_writes_nothing(shelf: Shelf) -> None:
    assert shelf.edit(1, name="Mora  alta").version == 1
    assert shelf.events == ["thing.created"]


def test_what_was_retired_is_listed_and_restored(shelf: Shelf) -> None:
    shelf.edit(1, is_retired=True)
    assert [one.is_retired for one in shelf.catalogue.all()] == [True]
    assert shelf.edit(2, is_retired=False).is_retired is False
    assert shelf.events == ["thing.created", "thing.retired", "thing.restored"]


def test_all_are_listed_by_name_whatever_the_case(shelf: Shelf) -> None:
    for name in ("ágil", "Zorro", "bajo"):
        shelf.catalogue.create(Configured(name, name), CHANGE)
    assert [one.name for one in shelf.catalogue.all()] == ["ágil", "bajo", "Mora alta", "Zorro"]
