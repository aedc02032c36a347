"""Cursors come back as they went out, or are refused."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.pagination import InvalidCursorError, decode_cursor, encode_cursor


@given(st.lists(st.text(min_size=1, max_size=20), min_size=2, max_size=2))
def test_a_cursor_is_read_as_it_was_written(position: list[str]) -> None:
    cursor = encode_cursor(position)
    assert cursor is not None
    if len(cursor) <= 512:
        assert decode_cursor(cursor, 2) == position


def test_the_end_and_the_beginning_have_no_cursor() -> None:
    assert encode_cursor(None) is None
    assert decode_cursor(None, 2) is None
    assert decode_cursor("", 2) is None


@pytest.mark.parametrize(
    "raw", [b"{}", b"[1,2]", b'["a"]', b'["a",""]', b'["a","b","c"]', b"null", b"\xff", b"["]
)
def test_a_forged_cursor_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidCursorError):
        decode_cursor(base64.urlsafe_b64encode(raw).decode(), 2)


@pytest.mark.parametrize("cursor", ["%%%", "ñ", "A" * 513, "a b"])
def test_garbage_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursorError):
        decode_cursor(cursor, 2)
