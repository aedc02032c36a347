"""Every store of privacy keeps the same promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.change import Change
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import ContactId, new_id
from chalicelib.domains.contacts.models import Identity
from chalicelib.domains.privacy.models import (
    Consent,
    ConsentId,
    Erasure,
    ErasureId,
    Export,
    ExportId,
    Hold,
    HoldId,
    Sweeping,
)
from chalicelib.domains.privacy.ports import Cases, Requests, Sweepings
from chalicelib.domains.privacy.repository import DynamoCases, DynamoRequests, DynamoSweepings
from tests.fakes.privacy import MemoryCases, MemoryRequests, MemorySweepings

CHANGE = Change("thing.changed", "ana", 7)
ROSA, LUIS = ContactId(new_id(1)), ContactId(new_id(2))
HOLD = Hold(HoldId(new_id(3)), ROSA, "juicio", None, "ana", 3)
CONSENT = Consent(
    ConsentId(new_id(4)), ROSA, "Campañas", "granted", "call", "grabación", 4, "ana", 5
)
EXPORT = Export(ExportId(new_id(5)), ROSA, includes_notes=True, asked_by="ana", asked_at_ms=5)
ERASURE = Erasure(
    ErasureId(new_id(6)), ROSA, (ROSA, LUIS), (Identity("phone", "591"),), "ana", "jefa", 6
)


@pytest.fixture
def cases(storage: Dynamo | None) -> Cases:
    return DynamoCases(storage) if storage else MemoryCases()


@pytest.fixture
def requests(storage: Dynamo | None) -> Requests:
    return DynamoRequests(storage) if storage else MemoryRequests()


@pytest.fixture
def sweepings(storage: Dynamo | None) -> Sweepings:
    return DynamoSweepings(storage) if storage else MemorySweepings()


def test_holds_come_newest_first_and_end_by_who_releases_them(cases: Cases) -> None:
    later = replace(HOLD, id=HoldId(new_id(9)), until_ms=99)
    for one in (HOLD, later):
        cases.place(one, CHANGE)
    cases.release(HOLD, CHANGE)
    released = replace(HOLD, released_by="ana", released_at_ms=7)
    assert cases.holds(ROSA) == [later, released]
    assert cases.holds(LUIS) == []


def test_of_who_was_forgotten_it_stays_that_there_was_something(cases: Cases) -> None:
    cases.place(HOLD, CHANGE)
    cases.record(CONSENT, CHANGE)
    assert cases.consents(ROSA) == [CONSENT]
    cases.forget(ROSA, CHANGE)
    assert cases.holds(ROSA) == [replace(HOLD, reason="")]
    assert cases.consents(ROSA) == [replace(CONSENT, evidence="")]


def test_exports_are_found_by_person_and_listed_by_state(requests: Requests) -> None:
    others = replace(EXPORT, id=ExportId(new_id(8)), contact_id=LUIS)
    for one in (EXPORT, others):
        requests.add_export(one, CHANGE)
    assert requests.export(ROSA, EXPORT.id) == EXPORT
    assert requests.export(LUIS, EXPORT.id) is None
    assert requests.exports_of(LUIS) == [others]
    first = requests.exports("open", None, 1)
    assert (first.items, first.next_position) == ([others], [others.id])
    assert requests.exports("open", others.id, 5).items == [EXPORT]
    assert requests.oldest_exports("open", 5) == [EXPORT, others]
    assert requests.oldest_exports("open", 1) == [EXPORT]
    ready = replace(EXPORT, state="ready", parts=1, version=2)
    assert requests.move_export(ready, CHANGE)
    assert not requests.move_export(ready, CHANGE)
    assert requests.exports("ready", None, 5).items == [ready]
    assert requests.exports("open", None, 5).items == [others]


def test_somebody_is_erased_once_and_step_by_step(requests: Requests) -> None:
    assert requests.begin_erasure(ERASURE, CHANGE)
    assert requests.begin_erasure(ERASURE, CHANGE)  # the same, repeated
    assert not requests.begin_erasure(replace(ERASURE, id=ErasureId(new_id(7))), CHANGE)
    assert requests.erasure(ROSA) == ERASURE
    assert requests.erasure(LUIS) is None
    assert requests.oldest_erasures(5) == [ERASURE]
    done = replace(ERASURE, state="done", identities=(), counts={"messages": 3}, version=2)
    assert requests.move_erasure(done, CHANGE)
    assert not requests.move_erasure(done, CHANGE)
    assert requests.erasures(is_open=True, before=None, limit=5).items == []
    assert requests.oldest_erasures(5) == []
    assert requests.erasures(is_open=False, before=None, limit=5).items == [done]


def test_the_newest_sweeping_of_a_kind_is_kept(sweepings: Sweepings) -> None:
    assert sweepings.all() == {}
    for day in (1, 2):
        sweepings.keep(Sweeping("media", done_month=3, place=(5, "x"), day=day), CHANGE)
    assert sweepings.all() == {
        "media": Sweeping("media", done_month=3, place=(5, "x"), day=2),
    }
