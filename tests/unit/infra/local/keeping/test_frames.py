"""Frames: what is read back, and telling a torn end from damage."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.keeping.frames import BrokenFrameError, frame, read_frames

PAYLOADS = [b"first", b"the second one", b"3"]
payloads = st.lists(st.text(st.characters(max_codepoint=127), min_size=1).map(str.encode))


def content() -> bytes:
    return b"".join(map(frame, PAYLOADS))


def read(raw: bytes) -> list[bytes]:
    return [payload for payload, _ in read_frames(io.BytesIO(raw))]


@given(payloads)
def test_what_was_framed_is_read_back_with_its_places(written: list[bytes]) -> None:
    raw = b"".join(map(frame, written))
    found = list(read_frames(io.BytesIO(raw)))
    assert [payload for payload, _ in found] == written
    assert [raw[:end] for _, end in found] == [
        b"".join(map(frame, written[: n + 1])) for n in range(len(written))
    ]


def test_reading_ends_where_it_is_told_to() -> None:
    end = len(frame(PAYLOADS[0]) + frame(PAYLOADS[1]))
    assert [p for p, _ in read_frames(io.BytesIO(content()), end)] == PAYLOADS[:2]


@pytest.mark.parametrize("kept", range(1, len(frame(PAYLOADS[2]))))
def test_an_end_that_was_cut_is_torn_at_every_byte(kept: int) -> None:
    whole = frame(PAYLOADS[0]) + frame(PAYLOADS[1])
    with pytest.raises(BrokenFrameError) as caught:
        read(whole + frame(PAYLOADS[2])[:kept])
    assert (caught.value.offset, caught.value.torn) == (len(whole), True)


def test_an_end_of_zeros_is_torn() -> None:
    with pytest.raises(BrokenFrameError) as caught:
        read(content() + bytes(100))
    assert (caught.value.offset, caught.value.torn) == (len(content()), True)


@pytest.mark.parametrize("place", range(len(frame(PAYLOADS[0]) + frame(PAYLOADS[1]))))
def test_a_flipped_byte_with_a_whole_frame_behind_it_is_damage(place: int) -> None:
    raw = bytearray(content())
    raw[place] ^= 0x21
    with pytest.raises(BrokenFrameError) as caught:
        read(bytes(raw))
    assert not caught.value.torn
