"""Templates are read when they are old, by one of many, and served old when the provider fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.clock import to_ms
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.templates.errors import AccountUnknownError, TemplateUnknownError
from chalicelib.domains.templates.models import Failure, Listing, WantedTemplate
from chalicelib.domains.templates.service import Templates, account_of
from tests.fakes.clock import FakeClock
from tests.fakes.templates import GREETING, FakeTemplateSource, MemoryTemplates
from tests.samples import CHANGE, CONNECTION

HELD = replace(CONNECTION, holder="2000")
FAILURE = Failure("unreachable", "The provider cannot be reached")
WANTED = WantedTemplate(GREETING.name, "es", {"1": "Rosa", "2": "x"})


class House:
    def __init__(self) -> None:
        self.clock, self.source, self.store = FakeClock(), FakeTemplateSource(), MemoryTemplates()
        self.templates = Templates(self.source, self.store, lambda _: HELD, self.clock)

    def read(self, connection: Connection = HELD, *, fresh: bool = False) -> Listing:
        return self.templates.listing(connection, CHANGE, fresh=fresh)


@pytest.fixture
def house() -> House:
    return House()


def test_nothing_is_read_of_an_account_that_nobody_knows(house: House) -> None:
    with pytest.raises(AccountUnknownError):
        house.read(CONNECTION)
    assert house.source.asked == 0


@pytest.mark.parametrize(("seconds", "fresh", "asked"), [
    (0, False, 1), (599, False, 1), (600, False, 2),
    (29, True, 1), (30, True, 2),
])  # fmt: skip
def test_they_are_read_anew_when_they_are_old_or_when_asked(
    house: House, seconds: int, fresh: bool, asked: int
) -> None:
    house.read()
    house.clock.advance(seconds)
    listing = house.read(fresh=fresh)
    assert house.source.asked == asked
    assert [one.name for one in listing.templates] == [
        "encuesta", "estado_de_cuenta", "recordatorio", "seguimiento",
    ]  # fmt: skip


def test_old_ones_are_served_with_the_failure(house: House) -> None:
    read = house.read()
    fetched_at_ms = to_ms(house.clock.now())
    house.clock.advance(700)
    house.source.failure = FAILURE
    listing = house.read()
    assert list(listing.templates) == list(read.templates)
    assert listing.fetch is not None
    assert (listing.fetch.fetched_at_ms, listing.fetch.failure) == (fetched_at_ms, FAILURE)
    house.clock.advance(59)
    assert house.read() == listing  # a provider that fails is left alone for a while
    assert house.source.asked == 2
    house.clock.advance(1)
    house.source.failure = None
    healed = house.read().fetch
    assert healed is not None
    assert healed.failure is None


def test_of_two_at_once_one_reads(house: House) -> None:
    assert house.store.begin(account_of(HELD), to_ms(house.clock.now()), 0, CHANGE)
    listing = house.read()
    assert house.source.asked == 0
    assert list(listing.templates) == []
    house.clock.advance(30)  # the other one has died
    assert house.read().templates


def test_templates_that_are_gone_are_gone(house: House) -> None:
    house.read()
    house.source.templates = [GREETING]
    house.clock.advance(600)
    assert list(house.read().templates) == [GREETING]
    assert list(house.store.listing(account_of(HELD)).templates) == [GREETING]


def test_one_that_nobody_has_listed_is_looked_for(house: House) -> None:
    assert house.templates.fill(HELD.id, WANTED, CHANGE).text == "Hola Rosa, le escribimos por x."
    assert house.templates.fill(HELD.id, WANTED, CHANGE).content.name == GREETING.name
    assert house.source.asked == 1
    with pytest.raises(TemplateUnknownError):
        house.templates.fill(HELD.id, replace(WANTED, language="en_US"), CHANGE)
