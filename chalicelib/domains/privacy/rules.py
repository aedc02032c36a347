"""What tells of a person, what confirms that one is meant, and what is old. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from chalicelib.domains.contacts.models import Contact, Identity
from chalicelib.domains.conversations.rules import month_of
from chalicelib.domains.privacy.models import RetentionKind, RetentionRule

DAY_MS = 86_400_000
EXPORTS_KEPT_DAYS = 7
_DEFAULT_DAYS: dict[RetentionKind, int] = {
    "messages": 5 * 365,
    "media": 2 * 365,
    "exports": EXPORTS_KEPT_DAYS,
    "audit": 10 * 365,
}
SHORTEST_DAYS: dict[RetentionKind, int] = {"messages": 30, "media": 30, "exports": 1, "audit": 365}
"""What is going on is never old, and what people did can be looked up for a year."""


def unsaved(kind: RetentionKind) -> RetentionRule:
    """The rule of a kind that nobody has changed: nothing goes, but for exports."""
    return RetentionRule(kind, kind, version=0, days=_DEFAULT_DAYS[kind], is_on=kind == "exports")


def phrase_of(contact: Contact) -> str:
    """What has to be typed to erase somebody: whom people know them as."""
    numbers = (one.value for one in contact.identities)
    return contact.shown_name or next(numbers, None) or contact.id


def is_confirmed(contact: Contact, typed: str) -> bool:
    """Whether what was typed is the phrase; blanks around and between do not count."""
    return " ".join(typed.split()) == " ".join(phrase_of(contact).split())


def first_kept_month(rule_days: int, now_ms: int) -> int:
    """The first month of which anything is kept: those before are past as a whole."""
    return month_of(now_ms - rule_days * DAY_MS)


class Telling:
    """Whether something that a provider sent tells of somebody by one of their identities."""

    def __init__(self, identities: Sequence[Identity]) -> None:
        values = "|".join(re.escape(one.value) for one in identities)
        self._pattern = re.compile(rf"(?<!\w)(?:{values})(?!\w)") if values else None

    def is_about(self, content: Any) -> bool:
        """Whether a value of JSON, or a text, has one in it."""
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        return self._pattern is not None and self._pattern.search(text) is not None

    def without(self, body: str) -> str | None:
        """The body of a queue message without updates that tell of them; None: it has none."""
        if not self.is_about(body):
            return None
        try:
            updates = json.loads(body)["updates"]
        except (ValueError, KeyError, TypeError):
            return json.dumps({"updates": []})
        kept = [one for one in updates if not self.is_about(one)]
        return json.dumps({"updates": kept}, separators=(",", ":"))
