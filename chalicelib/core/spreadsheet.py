"""Tables as text that spreadsheets open and do not run (OWASP, CSV injection)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_MARK = "\ufeff"  # by which spreadsheets know UTF-8
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows of texts as CSV (RFC 4180); what would be a formula is a text there, too."""
    written = io.StringIO()
    csv.writer(written).writerows([_harmless(cell) for cell in row] for row in rows)
    return _MARK + written.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(_BEGINS_FORMULA) else cell
