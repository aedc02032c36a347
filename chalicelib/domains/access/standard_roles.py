"""The five roles every organisation starts with, as the tender's table of roles has them.

They are stored, and whoever administers roles changes them. Agents see what is theirs and
change nothing of a customer; supervisors keep labels, values of customers and the running of
connections in their queues, and no setting that is everybody's.
"""

from __future__ import annotations

from chalicelib.domains.access.fields import FieldRule, FieldRules
from chalicelib.domains.access.models import Permission, Role

_AGENT: frozenset[Permission] = frozenset(
    {
        "conversations.read",
        "conversations.answer",
        "conversations.claim",
        "conversations.release",
        "conversations.resolve",
        "conversations.reopen",
        "conversations.label",
        "conversations.start",
        "templates.use",
        "queues.read",
        "notes.write",
        "whispers.write",
        "labels.read",
        "quick_replies.use",
        "typifications.read",
    }
)
_OUTBOUND_AGENT: frozenset[Permission] = _AGENT - {"conversations.claim"}
_SUPERVISES: frozenset[Permission] = frozenset(
    {
        "conversations.claim",
        "conversations.assign",
        "users.read",
        "notes.audit",
        "whispers.supervise",
        "presence.read",
        "presence.manage",
        "break_types.read",
        "client_values.manage",
        "typifications.correct",
        "labels.manage",
        "connections.read",
        "connections.maintain",
    }
)
_SUPERVISOR: frozenset[Permission] = _AGENT | _SUPERVISES
_OUTBOUND_SUPERVISOR: frozenset[Permission] = _OUTBOUND_AGENT | _SUPERVISES
_ADMINISTRATOR: frozenset[Permission] = _SUPERVISOR | {
    "connections.manage",
    "dead_letters.manage",
    "queues.manage",
    "quick_replies.manage",
    "typifications.manage",
    "break_types.manage",
    "alert_rules.manage",
    "content_policies.manage",
    "author_colours.manage",
    "users.manage",
    "roles.read",
    "roles.manage",
    "fields.reveal",
    "security.manage",
    "sessions.manage",
    "audit.read",
    "audit.export",
    "applications.manage",
    "privacy.manage",
    "changes.approve",
}

_READ_ONLY = FieldRules(
    frozenset(
        FieldRule(one, is_editable=False)
        for one in ("contact.name", "contact.phone", "contact.username", "client.*")
    )
)

STANDARD_ROLES = (
    Role("administrator", _ADMINISTRATOR, "all"),
    Role("supervisor", _SUPERVISOR, "queues"),
    Role("agent", _AGENT, "own", field_rules=_READ_ONLY),
    Role("outbound_supervisor", _OUTBOUND_SUPERVISOR, "queues"),
    Role("outbound_agent", _OUTBOUND_AGENT, "own", field_rules=_READ_ONLY),
)
