"""When two names are the same. Pure."""

from __future__ import annotations

import unicodedata

_TILDE_OF_N = "\u0303"  # makes ñ, a letter of its own and no accent


def clean_name(name: str) -> str:
    """A name as it is kept: without outer blanks, one blank between words."""
    return " ".join(name.split())


def name_key(name: str) -> str:
    """A name as it is compared: without case, accents and surplus blanks."""
    plain: list[str] = []
    for letter in unicodedata.normalize("NFKD", clean_name(name).casefold()):
        is_letter = not unicodedata.combining(letter)
        if is_letter or (letter == _TILDE_OF_N and plain[-1:] == ["n"]):
            plain.append(letter)
    return "".join(plain)
