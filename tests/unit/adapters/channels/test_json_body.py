from __future__ import annotations

import json

import pytest

from chalicelib.adapters.channels.json_body import read_object


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"not json",
        b"\xff\xfe{}",
        b'{"object":',
        b"[]",
        b'"text"',
        b"1",
        b"null",
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":1e999}',
        b'{"a":' + b"9" * 5_000 + b"}",
        b'{"a":"\xff"}',
        b'{"a":' + b"[" * 150 + b"]" * 150 + b"}",
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    ],
)
def test_refused_when_no_readable_object(raw: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its subclasses come from json and codecs
        read_object(raw)


def test_nesting_of_providers_is_read() -> None:
    raw = b'{"a":' * 40 + b"1" + b"}" * 40
    assert json.dumps(read_object(raw)).count("a") == 40


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"caf\u00e9 \/ ok", "café / ok"),
        (r"\ud83d\ude00", "😀"),
        (r"\ud83d", "�"),
        (r"\ude00\ud83d \ud83d\ude00", "�� 😀"),
        (r"\\ud83d", r"\ud83d"),
    ],
)
def test_lone_surrogates_are_mended(written: str, read: str) -> None:
    assert read_object(f'{{"body":"{written}"}}'.encode()) == {"body": read}
