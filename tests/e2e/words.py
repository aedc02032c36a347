"""The words of the screens in one language, and what on a page is not in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache

from playwright.sync_api import Page

from tests.e2e.stack import ROOT
from tests.e2e.watch import settled

_VARIABLE = re.compile(r"\{\{\s*\w+\s*\}\}")
_MARK = re.compile(r"</?\w+>")
_KEY = re.compile(r"[a-z_]+(\.[a-z\d_]+)+")
# A person of the seed is called like the role.
_DATA = ("Administración",)
# A text of variables and little else would match what people wrote.
_LEAST_LETTERS = 12
_SHOWN = """() => {
  const words = new Set();
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    // A part in a language of its own says so.
    if (parent.closest("script, style, [lang]:not(html)")) continue;
    words.add(walker.currentNode.data.trim());
  }
  for (const element of document.querySelectorAll("*")) {
    if (element.closest("[lang]:not(html)")) continue;
    for (const name of ["aria-label", "aria-description", "title", "placeholder", "alt"]) {
      words.add((element.getAttribute(name) ?? "").trim());
    }
  }
  return [...words].filter(Boolean);
}"""


class Words:
    """`words("sign_in.title")` is the sentence; `words.any("tray.new")` a pattern of it."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = texts_of(language)

    def __call__(self, key: str, **values: object) -> str:
        text = self._texts[key]
        for name, value in values.items():
            text = text.replace("{{" + name + "}}", str(value))
        return text

    def pattern(self, key: str) -> re.Pattern[str]:
        """Whatever stands for its variables."""
        return re.compile(_pattern(self._texts[key]))

    def foreign(self, page: Page) -> list[str]:
        """What the page says in Spanish, or by a bare key: nothing, in any other language."""
        settled(page)
        shown: list[str] = page.evaluate(_SHOWN)
        own = set(self._texts.values())
        spanish = [
            re.compile(_pattern(text))
            for text in texts_of("es").values()
            if text not in own and _tells(text)
        ]
        return [
            one
            for one in shown
            if one not in _DATA
            and (_KEY.fullmatch(one) or any(pattern.fullmatch(one) for pattern in spanish))
        ]


@cache
def texts_of(language: str) -> dict[str, str]:
    """Every text by its key."""
    path = ROOT / "web" / "src" / "i18n" / f"{language}.json"
    return dict(_flat(json.loads(path.read_text(encoding="utf-8"))))


def _flat(words: dict[str, object], path: str = "") -> Iterator[tuple[str, str]]:
    for name, value in words.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{name}.")
        else:
            yield path + name, str(value)


def _tells(text: str) -> bool:
    """Whether what matches it can only come from it."""
    letters = len(re.findall(r"[^\W\d_]", _bare(text)))
    return letters >= _LEAST_LETTERS if _VARIABLE.search(text) else letters > 0


def _bare(text: str) -> str:
    return _MARK.sub("", _VARIABLE.sub("", text))


def _pattern(text: str) -> str:
    pieces = _VARIABLE.split(_MARK.sub("", text))
    return ".+".join(re.escape(piece) for piece in pieces)
