"""The newest word of each topic counts, in whatever order they come; what it forbids ends."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domains.connections.standing import Fact, Forbidden, Restriction, Standing, Topic

TOPICS: tuple[Topic, ...] = ("ban", "link", "restriction", "quality")
FACTS = st.lists(
    st.builds(
        Fact,
        topic=st.sampled_from(TOPICS),
        word=st.sampled_from([None, "a", "b"]),
        second=st.integers(1, 4),
        intake_ms=st.integers(1, 1_000_000),
    ),
    unique_by=lambda fact: fact.intake_ms,
)
BANNED = Fact("ban", "banned", 100, 1)
ANSWERS = Forbidden("ANSWERS", 200, stops_answers=True)
FIRST_MESSAGES = Forbidden("FIRST_MESSAGES", 300)
RESTRICTED = Fact("restriction", "restricted", 90, 1, forbidden=(ANSWERS, FIRST_MESSAGES))
UNLINKED = Fact("link", "disconnected", 80, 1, "PARTNER_REMOVED")


@given(FACTS, st.data())
def test_any_order_and_repetition_ends_the_same(facts: list[Fact], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations([*facts, *facts]))
    one_by_one = Standing()
    for fact in shuffled:
        one_by_one = one_by_one.told([fact])
    assert one_by_one == Standing().told(facts)
    newest = {fact.topic: fact for fact in sorted(facts, key=lambda f: (f.second, f.intake_ms))}
    assert one_by_one.facts == newest


def test_no_news_is_the_same_standing() -> None:
    standing = Standing().told([BANNED])
    assert standing.told([BANNED, replace(BANNED, word=None, second=99)]) is standing


@pytest.mark.parametrize(
    ("facts", "now", "expected"),
    [
        ([], 1, None),
        ([BANNED], 1, Restriction("banned", (), 100_000, None, stops_sending=True)),
        ([BANNED, replace(BANNED, word=None, second=101)], 1, None),
        (
            [replace(BANNED, word="ban_scheduled", detail="May 1")],
            1,
            Restriction("ban_scheduled", ("May 1",), 100_000, None, stops_sending=False),
        ),
        (
            [UNLINKED],
            1,
            Restriction("disconnected", ("PARTNER_REMOVED",), 80_000, None, stops_sending=True),
        ),
        (
            [RESTRICTED],
            199_999,
            Restriction(
                "restricted", ("ANSWERS", "FIRST_MESSAGES"), 90_000, 300_000, stops_sending=True
            ),
        ),
        (
            [RESTRICTED],
            200_000,
            Restriction("restricted", ("FIRST_MESSAGES",), 90_000, 300_000, stops_sending=False),
        ),
        ([RESTRICTED], 300_000, None),
        (
            [replace(RESTRICTED, forbidden=(FIRST_MESSAGES, Forbidden("FOR_GOOD")))],
            1,
            Restriction(
                "restricted", ("FIRST_MESSAGES", "FOR_GOOD"), 90_000, None, stops_sending=False
            ),
        ),
        (
            [replace(BANNED, word="ban_scheduled"), RESTRICTED],
            1,
            Restriction(
                "restricted", ("ANSWERS", "FIRST_MESSAGES"), 90_000, 300_000, stops_sending=True
            ),
        ),
    ],
)
def test_the_gravest_restriction_of_now(
    facts: list[Fact], now: int, expected: Restriction | None
) -> None:
    assert Standing().told(facts).restriction(now) == expected
