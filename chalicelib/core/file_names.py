"""Names of customers' files, as they may be shown and saved.

A stranger wrote them: they may name folders, turn the reading direction so that a program
looks like a picture, or be longer than a file system takes.
"""

from __future__ import annotations

import unicodedata

MAX_CHARACTERS = 120
_MAX_SUFFIX = 16
_SEPARATORS = ("/", "\\")
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Controls, formats (bidirectional ones among them), what is no character, line separators."""


def safe_file_name(told: str | None) -> str | None:
    """The last part of a name without what is not seen, not too long; None where none is left.

    The suffix survives, for it says what the file opens with.
    """
    if told is None:
        return None
    name = _last_part(unicodedata.normalize("NFC", told))
    seen = "".join(one for one in name if unicodedata.category(one) not in _UNSEEN)
    return _shortened(" ".join(seen.split()).strip(". ")) or None


def suffix_of(name: str | None) -> str:
    """What follows the last point of a name, in lower case; empty where nothing does."""
    return name.rpartition(".")[2].lower() if name and "." in name else ""


def _last_part(name: str) -> str:
    for separator in _SEPARATORS:
        name = name.rpartition(separator)[2]
    return name


def _shortened(name: str) -> str:
    if len(name) <= MAX_CHARACTERS:
        return name
    suffix = suffix_of(name)
    if not suffix or len(suffix) > _MAX_SUFFIX:
        return name[:MAX_CHARACTERS]
    stem = name[: -len(suffix) - 1]
    return f"{stem[: MAX_CHARACTERS - len(suffix) - 1]}.{name[-len(suffix) :]}"
