"""Ids sort by birth; message ids are places in a thread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.ids import (
    Arrival,
    base32,
    digest,
    from_base32,
    is_id,
    is_message_id,
    message_arrival_ms,
    message_id,
    message_second,
    new_id,
)

SECONDS = st.integers(min_value=0, max_value=2**34)
ARRIVALS = st.builds(
    Arrival, st.integers(min_value=0, max_value=2**44), st.integers(min_value=0, max_value=1023)
)


@given(st.integers(min_value=0, max_value=2**45 - 1))
def test_base32_is_read_as_it_was_written(value: int) -> None:
    assert from_base32(base32(value, 9)) == value


@pytest.mark.parametrize("value", [-1, 1024])
def test_base32_refuses_what_does_not_fit(value: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        base32(value, 2)


def test_base32_refuses_letters_it_does_not_use() -> None:
    with pytest.raises(ValueError, match="no base32 letter"):
        from_base32("0U")


@given(SECONDS, ARRIVALS, SECONDS, ARRIVALS)
def test_message_ids_sort_by_second_then_arrival(
    second: int, arrival: Arrival, other_second: int, other_arrival: Arrival
) -> None:
    place, other = (second, arrival), (other_second, other_arrival)
    if place != other:
        ids = message_id(second, arrival, "a"), message_id(other_second, other_arrival, "b")
        assert (ids[0] < ids[1]) == (place < other)


@given(SECONDS, ARRIVALS, st.text())
def test_a_message_id_carries_its_place(second: int, arrival: Arrival, provider_id: str) -> None:
    made = message_id(second, arrival, provider_id)
    assert is_message_id(made)
    assert message_second(made) == second
    assert message_arrival_ms(made) == arrival.intake_ms
    assert made == message_id(second, arrival, provider_id)


def test_two_messages_of_one_place_differ() -> None:
    assert message_id(1, Arrival(1), "a") != message_id(1, Arrival(1), "b")


def test_new_ids_sort_by_birth_and_differ() -> None:
    assert new_id(1_000) < new_id(1_001) < new_id(2**44)
    assert len({new_id(1_000) for _ in range(100)}) == 100
    assert is_id(new_id(1_000))


@pytest.mark.parametrize("text", ["", "0", "u" * 19, "../me", "0" * 20])
def test_other_texts_are_no_ids(text: str) -> None:
    assert not is_id(text)
    assert not is_message_id(text)


def test_a_digest_is_as_long_as_asked_and_starts_alike() -> None:
    assert len(digest("x", 50)) == 50
    assert digest("x", 50).startswith(digest("x", 5))
    assert digest("x", 5) != digest("y", 5)
