"""Cursors come back as they went out, or are refused."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.pagination import Cursors, InvalidCursorError

THINGS = Cursors("things", bool, str.isdigit)


@given(st.text(min_size=1, max_size=20), st.integers(min_value=0).map(str))
def test_a_cursor_is_read_as_it_was_written(name: str, number: str) -> None:
    cursor = THINGS.encode([name, number])
    assert cursor is not None
    if len(cursor) <= 512:
        assert THINGS.decode(cursor) == [name, number]


def test_the_end_and_the_beginning_have_no_cursor() -> None:
    assert THINGS.encode(None) is None
    assert THINGS.decode(None) is None
    assert THINGS.decode("") is None


@pytest.mark.parametrize(
    "raw",
    [
        b"{}",
        b'["things"]',
        b'["things","a"]',
        b'["things","a",1]',
        b'["things","a","b"]',
        b'["things","","1"]',
        b'["things","a","1","2"]',
        b'["others","a","1"]',
        b'["a","1"]',
        b'[["things"],"a","1"]',
        b"[]",
        b"null",
        b"\xff",
        b"[",
    ],
)
def test_a_forged_cursor_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidCursorError):
        THINGS.decode(base64.urlsafe_b64encode(raw).decode())


@pytest.mark.parametrize("cursor", ["%%%", "ñ", "A" * 513, "a b"])
def test_garbage_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursorError):
        THINGS.decode(cursor)


def test_a_cursor_of_another_list_is_refused() -> None:
    others = Cursors("others", bool, str.isdigit)
    with pytest.raises(InvalidCursorError):
        THINGS.decode(others.encode(["a", "1"]))
