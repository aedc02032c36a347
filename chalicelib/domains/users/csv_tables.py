"""Reads tables of people as spreadsheets write them: whatever their encoding and separator. Pure.

UTF-8 and UTF-16 with their marks, UTF-8 without, Windows-1252 for what is neither; commas,
semicolons or tabs, told by the header; quotes as in RFC 4180.
"""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence

from chalicelib.domains.users.errors import UnreadableFileError
from chalicelib.domains.users.models import Table, TableRow

MOST_ROWS = 10_000
MOST_BYTES = 3 * 1024 * 1024

COLUMNS: dict[str, tuple[str, ...]] = {
    "username": ("usuario", "user", "username"),
    "file_number": ("legajo", "file number", "matricula"),
    "first_name": ("nombres", "nombre", "first name", "nome"),
    "last_name": ("apellidos", "apellido", "last name", "sobrenome"),
    "national_id": ("documento", "dni", "ci", "national id"),
    "email": ("correo", "mail", "email", "e-mail"),
    "office": ("oficina", "office", "escritorio"),
    "role": ("rol", "role", "papel"),
    "queues": ("colas", "cola", "queues", "filas"),
    "groups": ("grupos", "grupo", "groups"),
    "serves_customers": ("atiende", "serves customers", "atende"),
}
"""What each column may be called, however it is written."""

_NAMES = {name: column for column, names in COLUMNS.items() for name in (column, *names)}
_SEPARATORS = ",;\t"


def read_table(content: bytes) -> Table:
    """Raises UnreadableFileError."""
    if len(content) > MOST_BYTES:
        raise UnreadableFileError(reason="too_large", limit=MOST_BYTES)
    text = _decoded(content)
    if not text.strip():
        raise UnreadableFileError(reason="empty")
    lines = _lines(text)
    _, header = next(lines, (0, []))
    columns = [_NAMES.get(_plain(cell)) for cell in header]
    if not {"email", "username"} & set(columns):
        raise UnreadableFileError(reason="no_header")
    rows = list[TableRow]()
    for line, cells in lines:
        if len(rows) == MOST_ROWS:
            raise UnreadableFileError(reason="too_many_rows", limit=MOST_ROWS)
        rows.append(_row(line, columns, cells))
    ignored = [
        cell for cell, column in zip(header, columns, strict=True) if cell.strip() and not column
    ]
    return Table(tuple(rows), tuple(ignored))


def _row(line: int, columns: Sequence[str | None], cells: Sequence[str]) -> TableRow:
    named = zip(columns, cells, strict=False)
    found = {column: cell.strip() for column, cell in named if column}
    is_ragged = any(cell.strip() for cell in cells[len(columns) :])
    return TableRow(line, found, is_ragged)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that say anything, with the line each begins in. Raises UnreadableFileError."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as exc:
        raise UnreadableFileError(reason="malformed", line=begins) from exc


def _separator(text: str) -> str:
    """The one that the first line has most of."""
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(_SEPARATORS, key=first.count)


def _decoded(content: bytes) -> str:
    """Raises UnreadableFileError for what is no text."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFileError(reason="not_text")


def _plain(text: str) -> str:
    """A header as it is compared."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("_", " ").strip())
    plain = "".join(one for one in letters if not unicodedata.combining(one))
    return plain.replace(" ", "_") if plain.replace(" ", "_") in COLUMNS else plain
