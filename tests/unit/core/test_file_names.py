"""Names of files that strangers wrote."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.file_names import (
    MAX_CHARACTERS,
    safe_file_name,
    suffix_of,
)


@pytest.mark.parametrize(
    ("told", "safe"),
    [
        ("Cédula de identidad.pdf", "Cédula de identidad.pdf"),
        ("Ce\u0301dula.pdf", "Cédula.pdf"),  # one letter, however it is written
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system32\\x.dll", "x.dll"),
        ("a/b\\c.pdf", "c.pdf"),
        ("foto\u202egpj.exe", "fotogpj.exe"),  # read from the right: fotoexe.jpg
        ("pago\u200b\u2066.pdf\u2069", "pago.pdf"),
        ("uno\r\nSet-Cookie: x.pdf", "unoSet-Cookie: x.pdf"),
        ("a\x00b\x7f.pdf", "ab.pdf"),
        ("  muchos \t blancos  .pdf ", "muchos blancos .pdf"),
        ("...oculto", "oculto"),
        ("informe.pdf. . .", "informe.pdf"),
        ("comi\"llas'.pdf", "comi\"llas'.pdf"),
        ("\ud83d.pdf", "pdf"),
        ("📎 recibo.pdf", "📎 recibo.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("x" * 300 + "." + "y" * 40, "x" * 120),
        ("..", None),
        ("/", None),
        ("\u202e", None),
        ("", None),
        (None, None),
    ],
)
def test_a_name_is_shown_without_what_misleads(told: str | None, safe: str | None) -> None:
    assert safe_file_name(told) == safe


@given(st.text(max_size=400))
def test_no_name_does_harm(told: str) -> None:
    safe = safe_file_name(told)
    if safe is not None:
        assert 0 < len(safe) <= MAX_CHARACTERS
        assert not set(safe) & {"/", "\\", "\n", "\r", "\0"}
        assert not {unicodedata.category(one) for one in safe} & {"Cc", "Cf", "Cs"}
        assert safe == safe_file_name(safe)


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", ""), ("", ""), (None, ""), ("a.", "")],
)
def test_suffix(name: str | None, suffix: str) -> None:
    assert suffix_of(name) == suffix
