"""What the simulated provider and its people remember over a restart of the stack.

The real ones do not forget when we are killed: files stay, accepted messages get their
statuses, webhooks that nobody took are delivered again. The list of requests is not kept;
its numbers go on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from infra.local.graph.models import JSON
from infra.local.keeping.journal import Journal
from infra.local.keeping.records import key_of, text_of

_PART = "provider"


class Memory:
    """Things by kind and name, with their fields; without a journal nothing is remembered."""

    def __init__(self, journal: Journal | None = None) -> None:
        self._journal = journal
        self._kept: dict[str, dict[str, JSON]] = {}
        for key, text in (journal.kept.texts(_PART) if journal else {}).items():
            kind, name = json.loads(key)
            self._kept.setdefault(kind, {})[name] = json.loads(text)

    @property
    def folder(self) -> Path | None:
        """Where files may be kept."""
        return None if self._journal is None else self._journal.path / "attachments"

    def recall(self, kind: str) -> Mapping[str, JSON]:
        """What an earlier process remembered of a kind, oldest first; told once."""
        return self._kept.pop(kind, {})

    def keep(self, kind: str, name: str, fields: JSON) -> None:
        """Remember these fields. Raises JournalFailedError."""
        if self._journal is not None:
            self._journal.note(_PART, [(key_of(kind, name), text_of(fields))])

    def forget(self, kind: str, name: str) -> None:
        """Raises JournalFailedError."""
        if self._journal is not None:
            self._journal.note(_PART, [(key_of(kind, name), None)])

    def clear(self) -> None:
        """Raises JournalFailedError."""
        if self._journal is not None:
            self._journal.clear(_PART)
