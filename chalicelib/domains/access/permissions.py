"""Every permission there is: where it belongs, whether it is dangerous, what it needs.

The words for people are in the clients, by id (`web/src/features/roles/words`). A permission
more is one of `Permission`, an entry here, and its words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chalicelib.domains.access.models import NEEDS_ALL, Permission

Group = Literal["conversations", "house", "customers", "people", "tools", "settings", "security"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One permission.

    `is_dangerous`: whoever has it can take rights away or give them, read what is private, or
    stop the service for all. `needs`: what it says nothing without.
    """

    id: Permission
    group: Group
    needs: frozenset[Permission] = frozenset()
    is_dangerous: bool = False

    @property
    def needs_all(self) -> bool:
        """Whether only a role that sees everything may have it."""
        return self.id in NEEDS_ALL


def _of(group: Group, id_: Permission, *needs: Permission, is_dangerous: bool = False) -> Entry:
    return Entry(id_, group, frozenset(needs), is_dangerous)


_READ: Permission = "conversations.read"

CATALOGUE: dict[Permission, Entry] = {
    entry.id: entry
    for entry in (
        _of("conversations", "conversations.read"),
        _of("conversations", "conversations.answer", _READ),
        _of("conversations", "conversations.claim", _READ),
        _of("conversations", "conversations.release", _READ),
        _of("conversations", "conversations.resolve", _READ),
        _of("conversations", "conversations.reopen", _READ),
        _of("conversations", "conversations.assign", _READ, "users.read"),
        _of("conversations", "conversations.label", _READ, "labels.read"),
        _of("conversations", "conversations.start", _READ, "templates.use"),
        _of("conversations", "typifications.correct", _READ, "typifications.read"),
        _of("house", "notes.write", _READ),
        _of("house", "notes.audit", _READ, is_dangerous=True),
        _of("house", "whispers.write", _READ),
        _of("house", "whispers.supervise", "whispers.write", is_dangerous=True),
        _of("customers", "client_values.manage", _READ),
        _of("customers", "fields.reveal", _READ, is_dangerous=True),
        _of("people", "users.read"),
        _of("people", "users.manage", "users.read", is_dangerous=True),
        _of("people", "roles.read", "users.read"),
        _of("people", "roles.manage", "roles.read", is_dangerous=True),
        _of("people", "presence.read", "users.read"),
        _of("people", "presence.manage", "presence.read"),
        _of("tools", "queues.read"),
        _of("tools", "labels.read"),
        _of("tools", "templates.use"),
        _of("tools", "quick_replies.use"),
        _of("tools", "typifications.read"),
        _of("tools", "break_types.read"),
        _of("settings", "labels.manage", "labels.read"),
        _of("settings", "quick_replies.manage", "quick_replies.use"),
        _of("settings", "typifications.manage", "typifications.read"),
        _of("settings", "queues.manage", "queues.read", "users.read", is_dangerous=True),
        _of("settings", "break_types.manage", "break_types.read"),
        _of("settings", "alert_rules.manage", "users.read"),
        _of("settings", "content_policies.manage", "users.read"),
        _of("settings", "author_colours.manage"),
        _of("settings", "connections.read"),
        _of("settings", "connections.maintain", "connections.read"),
        _of(
            "settings",
            "connections.manage",
            "connections.read",
            "connections.maintain",
            is_dangerous=True,
        ),
        _of("security", "dead_letters.manage", is_dangerous=True),
        _of("security", "security.manage", is_dangerous=True),
        _of("security", "sessions.manage", "users.read", is_dangerous=True),
        _of("security", "audit.read", is_dangerous=True),
        _of("security", "audit.export", "audit.read", is_dangerous=True),
        _of("security", "applications.manage", is_dangerous=True),
        _of("security", "privacy.manage", _READ, is_dangerous=True),
        _of("security", "changes.approve", is_dangerous=True),
    )
}

DANGEROUS = frozenset(one.id for one in CATALOGUE.values() if one.is_dangerous)


def missing_needs(permissions: frozenset[Permission]) -> dict[str, frozenset[str]]:
    """Those that say nothing as they stand, and what each lacks."""
    lacking: dict[str, frozenset[str]] = {
        one: CATALOGUE[one].needs - permissions for one in permissions
    }
    return {one: needs for one, needs in lacking.items() if needs}
