"""How somebody likes to work.

A field more: its default here, and itself in the three places of `api/preferences.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

# Of the screens; `auto` is the browser's.
LanguageChoice = Literal["auto", "es", "en", "pt"]

HINTS = 3
"""What somebody new is told, one after another."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """Choices of one person; the defaults are those of whoever never chose."""

    undo_send_seconds: int = 5
    enter_sends: bool = True
    single_key_shortcuts: bool = True
    next_after_resolve: bool = False
    language: LanguageChoice = "auto"
    hints_left: int = 0


@dataclass(frozen=True, slots=True)
class KeptPreferences:
    """Preferences with their version; 0 before anything was chosen."""

    chosen: Preferences = field(default_factory=Preferences)
    version: int = 0
