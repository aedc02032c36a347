"""Every TemplateStore keeps the same promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import AppId
from chalicelib.domains.templates.models import Account, Failure, Fetch, Listing
from chalicelib.domains.templates.ports import TemplateStore
from chalicelib.domains.templates.repository import DynamoTemplateStore
from tests.fakes.templates import GREETING, REMINDER, STATEMENT, MemoryTemplates
from tests.samples import CHANGE, NOW_MS

HERE, THERE = Account(AppId("meta"), "2000"), Account(AppId("meta"), "3000")
NOTHING = Listing([], None)


@pytest.fixture
def store(storage: Dynamo | None) -> TemplateStore:
    return DynamoTemplateStore(storage) if storage else MemoryTemplates()


def test_nothing_is_kept_at_first(store: TemplateStore) -> None:
    assert store.listing(HERE) == NOTHING
    assert store.template(HERE, "seguimiento", "es") is None


def test_what_was_read_is_kept_by_account_and_language(store: TemplateStore) -> None:
    english = replace(GREETING, language="en_US")
    store.replace(HERE, NOTHING, [STATEMENT, GREETING, REMINDER, english], CHANGE)
    assert list(store.listing(HERE).templates) == [STATEMENT, REMINDER, english, GREETING]
    assert store.template(HERE, "recordatorio", "es") == REMINDER
    assert store.template(HERE, "seguimiento", "en_US") == english
    assert store.template(THERE, "seguimiento", "es") is None


@pytest.mark.parametrize("fetched_at_ms", [None, NOW_MS, NOW_MS - 2 * 86_400_000])
def test_changed_ones_change_and_gone_ones_go(
    store: TemplateStore, fetched_at_ms: int | None
) -> None:
    store.replace(HERE, NOTHING, [GREETING, REMINDER], CHANGE)
    known = Listing([REMINDER, GREETING], Fetch(NOW_MS, fetched_at_ms))
    paused = replace(GREETING, status="PAUSED")
    store.replace(HERE, known, [paused], CHANGE)
    assert list(store.listing(HERE).templates) == [paused]


def test_one_attempt_begins_at_a_time(store: TemplateStore) -> None:
    assert store.begin(HERE, NOW_MS, NOW_MS - 1000, CHANGE)
    assert not store.begin(HERE, NOW_MS + 500, NOW_MS - 500, CHANGE)
    assert store.begin(THERE, NOW_MS, NOW_MS - 1000, CHANGE)
    assert store.begin(HERE, NOW_MS + 1000, NOW_MS, CHANGE)


def test_how_an_attempt_ended_is_kept(store: TemplateStore) -> None:
    failed = Fetch(NOW_MS, None, Failure("unreachable", "Nobody answers"))
    store.finish(HERE, failed, CHANGE)
    assert store.listing(HERE).fetch == failed
    assert store.begin(HERE, NOW_MS + 5, NOW_MS, CHANGE)
    assert store.listing(HERE).fetch == replace(failed, attempted_at_ms=NOW_MS + 5)
    done = Fetch(NOW_MS + 5, NOW_MS + 9)
    store.finish(HERE, done, CHANGE)
    assert store.listing(HERE).fetch == done
