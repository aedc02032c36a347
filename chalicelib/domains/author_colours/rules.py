"""Which colours words can be read on, and which are told apart. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from chalicelib.core.errors import FieldProblem
from chalicelib.domains.author_colours.models import AUTHORS, Author, Colours, Pair, Scheme

LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: text of every size."""
LEAST_DISTANCE = 12
"""Steps of 255 by which a note differs from every message, in one of red, green and blue."""

_INKS: tuple[Pair, ...] = (Pair("#1c1e24", "#e5e6e9"), Pair("#4b4e56", "#b2b4b9"))
INKS: Mapping[Author, tuple[Pair, ...]] = MappingProxyType(
    {
        "customer": (*_INKS, Pair("#2e4e9e", "#8cabef")),
        "agent": (*_INKS, Pair("#2e4e9e", "#8cabef")),
        "bot": (*_INKS, Pair("#2e4e9e", "#8cabef")),
        "note": (Pair("#5a440d", "#eadba2"),),
    }
)
"""What is written on them: the desk's inks and its links; its ink of notes (`tokens.css`)."""

_SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def flaws(colours: Colours) -> list[FieldProblem]:
    """What is wrong with colours, by author and scheme."""
    return [*_unreadable(colours), *_alike(colours)]


def contrast(one: str, other: str) -> float:
    """Of two colours, 1 to 21, as WCAG 2 reckons."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _unreadable(colours: Colours) -> Iterator[FieldProblem]:
    for author in AUTHORS:
        for scheme in _SCHEMES:
            behind = _of(colours, author, scheme)
            least = min(contrast(behind, getattr(ink, scheme)) for ink in INKS[author])
            if least < LEAST_CONTRAST:
                mend = "lighter" if scheme == "light" else "darker"
                yield FieldProblem(
                    field=f"{author}.{scheme}",
                    code="low_contrast",
                    detail=f"Words on it have a contrast of {least:.1f}, {LEAST_CONTRAST} is the "
                    f"least. Choose a {mend} one.",
                )


def _alike(colours: Colours) -> Iterator[FieldProblem]:
    """What stays in the house must not be taken for what the customer reads."""
    for scheme in _SCHEMES:
        note = _of(colours, "note", scheme)
        others = (_of(colours, author, scheme) for author in AUTHORS if author != "note")
        if any(_distance(note, other) < LEAST_DISTANCE for other in others):
            yield FieldProblem(
                field=f"note.{scheme}",
                code="looks_like_a_message",
                detail="Notes would look like messages. Choose one that differs from the others.",
            )


def _of(colours: Colours, author: Author, scheme: Scheme) -> str:
    colour: str = getattr(getattr(colours, author), scheme)
    return colour


def _distance(one: str, other: str) -> int:
    return max(abs(a - b) for a, b in zip(_channels(one), _channels(other), strict=True))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))
