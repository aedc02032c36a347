"""Addresses of the web in a text, however they are dressed up. The desk does the same in
`web/src/text/address-finder.ts`; both are held to `tests/link_samples.json`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkify_it import LinkifyIt

_UNSEEN = re.compile(r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f]")
"""What takes no room, besides characters of format (category Cf)."""
_STOPS = str.maketrans("\u3002\uff61", "..")  # full stops of other scripts part names, too
_DISGUISES = (
    (re.compile(r"h(?:xx|\*\*)p(?=s?\W)", re.IGNORECASE), "http"),
    (re.compile(r"\s?[\[({](?:\.|dot|punto)[\])}]\s?", re.IGNORECASE), "."),
    (re.compile(r"\[(:(?://)?)\]"), r"\1"),
)
_WITH_SCHEME = re.compile(
    r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,30}://[^\s/?#]\S*", re.IGNORECASE | re.ASCII
)
_SEAMS = re.compile(r"[:/@_*~`|\\]|(?<!\S)-+")
"""What may stand before a name that a phone makes a link of, marks of formatting included."""


def first_link(text: str) -> str | None:
    """An address of the web in a text, as it reads undisguised; None where there is none.

    E-mail addresses are none. Without a scheme, a name counts if it ends in a domain that exists.
    """
    plain = _undisguised(text)
    if found := _WITH_SCHEME.search(plain):
        return found[0]
    rest = plain
    for match in _finder().match(plain) or ():
        raw: str = match.raw
        if match.schema != "mailto:" or plain.startswith("/", match.last_index):
            return raw
        rest = rest.replace(raw, " ", 1)
    hidden = _finder().match(_SEAMS.sub(" ", rest))
    return str(hidden[0].raw) if hidden else None


def _undisguised(text: str) -> str:
    seen = (one for one in text if unicodedata.category(one) != "Cf")
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", "".join(seen))).translate(_STOPS)
    for disguise, meant in _DISGUISES:
        plain = disguise.sub(meant, plain)
    return plain


@cache
def _finder() -> LinkifyIt:
    """Imported by whoever may send no links: its tables take their time."""
    from linkify_it import LinkifyIt  # noqa: PLC0415

    from chalicelib.core.top_level_domains import TOP_LEVEL_DOMAINS  # noqa: PLC0415

    return LinkifyIt().tlds(TOP_LEVEL_DOMAINS)
