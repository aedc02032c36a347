"""Every NoticeStore keeps the same promises."""

from __future__ import annotations

import pytest

from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import AppId, ConnectionId
from chalicelib.domains.conversations.events import UpdateKept
from chalicelib.domains.provider_updates.repository import DynamoKeptUpdates
from tests.fakes.provider_updates import MemoryNotices
from tests.samples import CHANGE

APP = AppId("meta")
Store = DynamoKeptUpdates | MemoryNotices


@pytest.fixture
def store(storage: Dynamo | None) -> Store:
    return DynamoKeptUpdates(storage) if storage else MemoryNotices()


def keep(store: Store, number: int, *, app: str = APP, event: str = "DISABLED_UPDATE") -> None:
    update = UpdateKept("account_update", ConnectionId("wa"), {"event": event, "n": number})
    store.keep(app, update, 1_000 + number, CHANGE)


def test_nothing_is_shown_when_nothing_was_told(store: Store) -> None:
    keep(store, 1, app="other")
    assert store.page(APP, None, 5) == ([], None)


def test_a_notice_is_shown_as_it_was_sent_and_once(store: Store) -> None:
    keep(store, 1)
    keep(store, 1)
    (notice,) = store.page(APP, None, 5).items
    assert (notice.field, notice.connection_id, notice.app_id) == ("account_update", "wa", APP)
    assert notice.raw == {"event": "DISABLED_UPDATE", "n": 1}
    assert notice.at_ms == CHANGE.at_ms


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_a_walk_shows_each_once_newest_first(store: Store, limit: int) -> None:
    for number in range(7):
        keep(store, number)
    found: list[int] = []
    before = None
    while True:
        page = store.page(APP, before, limit)
        found += [notice.raw["n"] for notice in page.items]
        if page.next_position is None:
            break
        (before,) = page.next_position
    assert found == [6, 5, 4, 3, 2, 1, 0]
