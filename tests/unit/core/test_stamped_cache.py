"""A snapshot is read once, and again only when the stamp has changed."""

from __future__ import annotations

import pytest

from chalicelib.core.stamped_cache import FollowingCache, StampedCache
from tests.fakes.clock import FakeClock


class Source:
    """Counts how often it is looked at and read."""

    def __init__(self) -> None:
        self.value, self.looks, self.loads = "one", 0, 0

    def stamp(self) -> str:
        self.looks += 1
        return self.value

    def load(self) -> str:
        self.loads += 1
        return self.value.upper()


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def cache(source: Source, clock: FakeClock) -> StampedCache[str]:
    return StampedCache(clock, source.stamp, source.load)


def test_the_stamp_is_looked_at_every_five_seconds_and_nothing_else_read(
    cache: StampedCache[str], source: Source, clock: FakeClock
) -> None:
    for _ in range(10):
        assert cache.get() == "ONE"
        clock.advance(1)
    assert (source.looks, source.loads) == (2, 1)


def test_a_change_is_seen_within_five_seconds(
    cache: StampedCache[str], source: Source, clock: FakeClock
) -> None:
    cache.get()
    source.value = "two"
    clock.advance(4.9)
    assert cache.get() == "ONE"
    clock.advance(0.1)
    assert cache.get() == "TWO"


def test_a_change_of_our_own_is_seen_at_once(cache: StampedCache[str], source: Source) -> None:
    cache.get()
    source.value = "two"
    cache.forget()
    assert cache.get() == "TWO"


def test_a_failing_read_keeps_nothing(clock: FakeClock) -> None:
    outcomes = iter(["broken", "fine"])

    def load() -> str:
        if next(outcomes) == "broken":
            raise ConnectionError
        return "fine"

    cache = StampedCache(clock, lambda: "stamp", load)
    with pytest.raises(ConnectionError):
        cache.get()
    assert cache.get() == "fine"


class TestFollowing:
    def test_looks_at_no_stamp_of_its_own(
        self, cache: StampedCache[str], source: Source, clock: FakeClock
    ) -> None:
        other = Source()
        following = FollowingCache(cache, other.load)
        for _ in range(10):
            cache.get()
            assert following.get() == "ONE"
            clock.advance(1)
        assert (source.looks, other.looks, other.loads) == (2, 0, 1)

    def test_is_renewed_with_the_one_it_follows(
        self, cache: StampedCache[str], source: Source, clock: FakeClock
    ) -> None:
        following = FollowingCache(cache, lambda: source.value)
        assert following.get() == "one"
        source.value = "two"
        clock.advance(5)
        assert following.get() == "two"

    def test_sees_a_write_of_its_own_at_once(
        self, cache: StampedCache[str], source: Source
    ) -> None:
        kept = ["before"]
        following = FollowingCache(cache, lambda: kept[-1])
        assert following.get() == "before"
        kept.append("after")
        following.forget()
        assert following.get() == "after"
