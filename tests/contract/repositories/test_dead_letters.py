"""Every DeadLetterStore keeps the same promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import ConnectionId
from chalicelib.domains.dead_letters.models import (
    DeadLetter,
    DeadLetterId,
    OpenLetters,
    letter_id_of,
)
from chalicelib.domains.dead_letters.ports import DeadLetterStore
from chalicelib.domains.dead_letters.repository import DynamoDeadLetterStore
from tests.fakes.dead_letters import MemoryDeadLetters
from tests.samples import CHANGE

LETTER = DeadLetter(
    id=DeadLetterId("L5"),
    at_ms=1,
    source="inbound",
    queue="inbound.fifo",
    connection_id=ConnectionId("wa-principal"),
    reason="unparsable",
    detail="`timestamp` is no number",
    body='{"ñ":1}',
)


@pytest.fixture
def letters(storage: Dynamo | None) -> DeadLetterStore:
    return DynamoDeadLetterStore(storage) if storage else MemoryDeadLetters()


def discarded(letter: DeadLetter, comment: str | None = "spam") -> DeadLetter:
    return replace(letter, state="discarded", comment=comment, version=letter.version + 1)


def walk(letters: DeadLetterStore, limit: int) -> list[DeadLetterId]:
    found: list[DeadLetterId] = []
    before = None
    while True:
        page = letters.page("open", before, limit)
        assert len(page.items) <= limit
        found += [letter.id for letter in page.items]
        if page.next_position is None:
            return found
        (before,) = page.next_position


@pytest.mark.parametrize("letter", [LETTER, replace(LETTER, connection_id=None)])
def test_a_letter_is_found_as_it_was_buried(letters: DeadLetterStore, letter: DeadLetter) -> None:
    assert letters.get(letter.id) is None
    letters.bury(letter, CHANGE)
    assert letters.get(letter.id) == letter


def test_burying_again_counts_and_tells_the_newest_reason(letters: DeadLetterStore) -> None:
    letters.bury(LETTER, CHANGE)
    again = replace(LETTER, at_ms=2, reason="failed_repeatedly", detail="ValueError", body="other")
    letters.bury(again, CHANGE)
    assert letters.get(LETTER.id) == replace(again, body=LETTER.body, attempts=2, version=2)


def test_burying_again_opens_a_closed_one(letters: DeadLetterStore) -> None:
    letters.bury(LETTER, CHANGE)
    assert letters.close(discarded(LETTER), CHANGE)
    letters.bury(LETTER, CHANGE)
    reopened = replace(LETTER, attempts=2, version=3, comment="spam")
    assert letters.get(LETTER.id) == reopened
    assert letters.page("open", None, 5).items == [reopened]
    assert letters.page("discarded", None, 5).items == []


def test_a_closed_one_is_listed_as_such(letters: DeadLetterStore) -> None:
    letters.bury(LETTER, CHANGE)
    assert letters.close(discarded(LETTER), CHANGE)
    assert letters.get(LETTER.id) == discarded(LETTER)
    assert letters.page("open", None, 5) == ([], None)
    assert letters.page("discarded", None, 5).items == [discarded(LETTER)]


def test_closing_without_a_comment_keeps_the_old_one(letters: DeadLetterStore) -> None:
    letters.bury(replace(LETTER, comment="before"), CHANGE)
    replayed = replace(LETTER, state="replayed", version=2)
    assert letters.close(replayed, CHANGE)
    assert letters.get(LETTER.id) == replace(replayed, comment="before")


@pytest.mark.parametrize("version", [1, 3])
def test_closing_another_version_is_lost(letters: DeadLetterStore, version: int) -> None:
    letters.bury(LETTER, CHANGE)
    assert not letters.close(replace(discarded(LETTER), version=version), CHANGE)
    assert letters.get(LETTER.id) == LETTER


def test_nothing_is_closed_that_is_not_stored(letters: DeadLetterStore) -> None:
    assert not letters.close(discarded(LETTER), CHANGE)
    assert letters.get(LETTER.id) is None


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7])
def test_a_walk_shows_each_once_newest_first(letters: DeadLetterStore, limit: int) -> None:
    for number in (3, 1, 6, 2, 5, 4):
        letters.bury(replace(LETTER, id=DeadLetterId(f"L{number}")), CHANGE)
    closed = replace(LETTER, id=DeadLetterId("L9"))
    letters.bury(closed, CHANGE)
    letters.close(discarded(closed), CHANGE)
    assert walk(letters, limit) == [f"L{number}" for number in (6, 5, 4, 3, 2, 1)]


def test_open_letters_are_counted_up_to_a_limit_from_the_oldest_on(
    letters: DeadLetterStore,
) -> None:
    assert letters.standing(5) == OpenLetters(0, None)
    made = [replace(LETTER, id=letter_id_of(at_ms, "body")) for at_ms in (30, 10, 20)]
    for letter in made:
        letters.bury(letter, CHANGE)
    assert letters.standing(5) == OpenLetters(3, 10)
    assert letters.standing(2) == OpenLetters(2, 10)
    assert letters.close(discarded(made[1]), CHANGE)
    assert letters.standing(5) == OpenLetters(2, 20)
