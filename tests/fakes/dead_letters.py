"""Dead letters in memory."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.pagination import Page
from chalicelib.domains.dead_letters.models import (
    DeadLetter,
    DeadLetterId,
    DeadLetterState,
    OpenLetters,
    intake_ms_of,
)


class MemoryDeadLetters:
    """DeadLetterStore; `changes` lists the writes that were taken, in order."""

    def __init__(self) -> None:
        self.rows: dict[DeadLetterId, DeadLetter] = {}
        self.changes: list[Change] = []

    def bury(self, letter: DeadLetter, change: Change) -> None:
        if standing := self.rows.get(letter.id):
            letter = replace(
                standing,
                state="open",
                at_ms=letter.at_ms,
                reason=letter.reason,
                detail=letter.detail,
                attempts=standing.attempts + 1,
                version=standing.version + 1,
            )
        self.rows[letter.id] = letter
        self.changes.append(change)

    def get(self, letter_id: DeadLetterId) -> DeadLetter | None:
        return self.rows.get(letter_id)

    def page(self, state: DeadLetterState, before: str | None, limit: int) -> Page[DeadLetter]:
        found = [
            letter
            for letter_id, letter in sorted(self.rows.items(), reverse=True)
            if letter.state == state and (before is None or letter_id < before)
        ]
        items = found[:limit]
        return Page(items, [items[-1].id] if len(found) > limit else None)

    def standing(self, most: int) -> OpenLetters | None:
        found = sorted(one for one, letter in self.rows.items() if letter.state == "open")
        return OpenLetters(len(found[:most]), intake_ms_of(found[0]) if found else None)

    def close(self, letter: DeadLetter, change: Change) -> bool:
        standing = self.rows.get(letter.id)
        if standing is None or standing.version != letter.version - 1:
            return False
        comment = standing.comment if letter.comment is None else letter.comment
        self.rows[letter.id] = replace(
            standing, state=letter.state, comment=comment, version=letter.version
        )
        self.changes.append(change)
        return True
