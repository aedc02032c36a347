"""What a restore makes of an item: nothing is news, nothing is sent twice, no file is forgotten."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.change import is_restored
from chalicelib.core.tables import CONTACTS, CONVERSATIONS
from chalicelib.domains.conversations.models import Media, Message
from chalicelib.domains.conversations.repository.images import StreamImages
from chalicelib.domains.conversations.repository.mapping import message_row
from infra.backup.restored import restored
from tests import samples
from tests.samples import NOW_MS

SECOND = NOW_MS // 1000
CHANGED: dict[str, Any] = {"cg": {"M": {"e": {"S": "thing.stored"}, "t": {"N": "1"}}}}


def item_of(message: Message) -> dict[str, Any]:
    return {**message_row(message).serialize(), **CHANGED}


def back(message: Message) -> tuple[Message, bool]:
    """The message as it comes back, and whether streams leave it out."""
    item = restored(CONVERSATIONS.name, item_of(message), SECOND)
    read = StreamImages().message(item)
    assert read is not None
    return read, is_restored(item)


def test_streams_leave_out_what_is_done() -> None:
    for message in (samples.written(), samples.posted(due_at_ms=None, sent_at_ms=1)):
        assert back(message) == (message, True)


def test_queued_message_comes_back_as_tried_and_rings() -> None:
    queued = samples.posted(due_at_ms=NOW_MS)
    tried = replace(queued, attempted_at_ms=SECOND * 1000)
    assert back(queued) == (tried, False)


def test_attempt_keeps_its_own_time() -> None:
    tried = samples.posted(due_at_ms=NOW_MS, attempted_at_ms=NOW_MS - 1)
    assert back(tried) == (tried, False)


def test_message_with_an_outcome_is_not_tried_again_because_it_is_still_listed() -> None:
    untidy = samples.posted(due_at_ms=NOW_MS, sent_at_ms=NOW_MS)
    assert back(untidy) == (untidy, False)


@pytest.mark.parametrize(("state", "is_left_out"), [("fetching", False), ("ready", True)])
def test_file_is_fetched_again_only_if_it_was_not_kept(state: Any, is_left_out: bool) -> None:
    message = samples.written(kind="image", media=Media(state, "image/png", "m1", key="a/b"))
    assert back(message) == (message, is_left_out)


def test_item_of_another_table_is_marked_whatever_its_attributes_are_called() -> None:
    item: dict[str, Any] = {"pk": {"S": "P#1"}, "sk": {"S": "M#1"}, "du": {"N": "1"}, **CHANGED}
    assert is_restored(restored(CONTACTS.name, item, SECOND))


def test_only_the_mark_is_added() -> None:
    item: dict[str, Any] = {"pk": {"S": "P#1"}, "sk": {"S": "C"}, **CHANGED}
    marked = restored(CONTACTS.name, item, SECOND)
    assert marked["cg"]["M"].pop("b") == {"N": str(SECOND)}
    assert marked == item
