"""Tables as spreadsheets of all kinds write them, and what is none."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domains.users.csv_tables import MOST_BYTES, MOST_ROWS, read_table
from chalicelib.domains.users.errors import UnreadableFileError

TEXT = "usuario;Nombres;APELLIDOS;correo\nmnunez;María;Núñez;maria@hilo.test\n"
MARIA = {
    "username": "mnunez",
    "first_name": "María",
    "last_name": "Núñez",
    "email": "maria@hilo.test",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_table_is_read_whatever_wrote_it(encoding: str, separator: str) -> None:
    table = read_table(TEXT.replace(";", separator).encode(encoding))
    assert [(one.line, dict(one.cells)) for one in table.rows] == [(2, MARIA)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"usuario;correo\n\0\0", "not_text"),
        (b"\xff\xfea", "not_text"),
        (b"nombre;apellido\nAna;Rojas\n", "no_header"),
        (b'usuario;correo\nana;"ana@hilo.test\n', "malformed"),
        (b"x" * (MOST_BYTES + 1), "too_large"),
        (b"usuario\n" + b"a\n" * (MOST_ROWS + 1), "too_many_rows"),
    ],
)
def test_what_is_no_table_of_people_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read_table(content)
    assert refused.value.facts["reason"] == reason


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("a,b\n\n\nana,x", [(4, False)]),  # blank lines are no rows
        ('a,b\n"an\na",x\nbea,y', [(2, False), (4, False)]),  # a cell of two lines
        ("a,b\nana,x,y", [(2, True)]),  # more cells than columns
        ("a,b\nana,x,,", [(2, False)]),
        ("a,b\nana", [(2, False)]),
    ],
)
def test_rows_know_the_line_they_begin_in(lines: str, expected: list[Any]) -> None:
    text = lines.replace("a,b\n", "usuario,oficina\n", 1)
    assert [(one.line, one.is_ragged) for one in read_table(text.encode()).rows] == expected


def test_columns_that_mean_nothing_are_named() -> None:
    table = read_table(b"usuario,Signo,correo\nana,Leo,ana@hilo.test\n")
    assert table.ignored == ("Signo",)
    assert table.rows[0].cells == {"username": "ana", "email": "ana@hilo.test"}
