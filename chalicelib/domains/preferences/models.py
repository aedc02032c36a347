"""How somebody likes to work.

A field more: its default here, and itself in the three places of `api/preferences.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

# Of the screens; `auto` is the browser's.
LanguageChoice = Literal["auto", "es", "en", "pt"]

HINTS = 3
"""What somebody new is told, one after another."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """Choices of one person; the defaults are those of whoever never chose.

    `alert_ways` are those they want instead of what the house says, by event; `muted` names
    conversations that make no noise, the last muted last.
    """

    undo_send_seconds: int = 5
    enter_sends: bool = True
    single_key_shortcuts: bool = True
    next_after_resolve: bool = False
    language: LanguageChoice = "auto"
    hints_left: int = 0
    sound_volume: int = 70
    alert_ways: Mapping[str, Sequence[str]] = field(default_factory=dict, hash=False)
    muted: Mapping[str, bool] = field(default_factory=dict, hash=False)
    quiet_on_break: bool = True
    alerts_show_text: bool = False


MOST_MUTED = 200
"""Conversations end; who muted more than these hears the first of them again."""


@dataclass(frozen=True, slots=True)
class KeptPreferences:
    """Preferences with their version; 0 before anything was chosen."""

    chosen: Preferences = field(default_factory=Preferences)
    version: int = 0
