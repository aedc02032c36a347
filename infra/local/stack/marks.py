"""What was done to the state that is kept, so that it is done once, and to its end."""

from __future__ import annotations

from infra.local.keeping.journal import Journal
from infra.local.keeping.records import key_of, text_of

SEEDED, DEMONSTRATED, RESETTING = "seeded", "demonstrated", "resetting"
_PART = "marks"


class Marks:
    """Marks set in this process or, with a journal, in any before it."""

    def __init__(self, journal: Journal | None) -> None:
        self._journal = journal
        self._set = set(journal.kept.texts(_PART)) if journal is not None else set()

    def has(self, mark: str) -> bool:
        return key_of(mark) in self._set

    def set(self, mark: str) -> None:
        self._set.add(key_of(mark))
        self._note(mark, text_of(True))

    def take(self, mark: str) -> None:
        self._set.discard(key_of(mark))
        self._note(mark, None)

    def _note(self, mark: str, text: str | None) -> None:
        if self._journal is not None:
            self._journal.note(_PART, [(key_of(mark), text)])
            self._journal.settle()
