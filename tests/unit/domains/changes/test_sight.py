"""Whose business a change is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.access.models import People, Principal, Role, User
from chalicelib.domains.access.permissions import CATALOGUE
from chalicelib.domains.changes.models import Area, Asking, ChangeId, ChangeRequest, Difference
from chalicelib.domains.changes.services.sight import Sight

OURS, THEIRS = QueueId("general"), QueueId("cobranzas")
KEEPER = Principal(
    UserId("jefa"),
    "Jefa",
    "jefa@hilo.test",
    "keeper",
    frozenset(CATALOGUE),
    "queues",
    frozenset({OURS}),
)
USERS = [
    User(UserId(name), f"{name}@hilo.test", name, "agent", frozenset(queues), "")
    for name, queues in (("colleague", {OURS}), ("both", {OURS, THEIRS}), ("stranger", {THEIRS}))
]
LEADS_TO = {"wa-ours": OURS, "wa-theirs": THEIRS}
SIGHT = Sight(lambda: People(USERS, [Role("agent", frozenset(), "own")], []), LEADS_TO.get)


def change(area: Area, kind: str, subject_id: str, **after: Any) -> ChangeRequest:
    differences = (Difference(kind, subject_id, None, name, None, to) for name, to in after.items())
    return ChangeRequest(
        ChangeId("c"),
        area,
        f"{kind}.changed",
        kind,
        subject_id,
        None,
        tuple(differences),
        "s",
        Asking("other", 1),
        "pending",
        is_guarded=True,
        expires_at_ms=9,
    )


@pytest.mark.parametrize(
    ("request_", "sees"),
    [
        (change("people", "user", "colleague", role="supervisor"), True),
        (change("people", "user", "both", role="supervisor"), True),
        (change("people", "user", "stranger", role="supervisor"), False),
        (change("people", "user", "new", queue_ids=[OURS]), True),
        (change("people", "user", "new", queue_ids=[OURS, THEIRS]), False),
        (change("people", "user", "new", role="agent"), False),
        (change("people", "user", "colleague", queue_ids=[OURS, THEIRS]), False),
        (change("connections", "connection", "wa-ours", name="Ventas"), True),
        (change("connections", "connection", "wa-ours", queue_id=THEIRS), False),
        (change("connections", "connection", "wa-theirs", queue_id=OURS), False),
        (change("connections", "connection", "wa-new", queue_id=OURS), True),
        (change("queues", "queue", OURS, name="Ventas"), True),
        (change("queues", "queue", THEIRS, name="Ventas"), False),
        (change("labels", "label", "L1", name="Mora"), True),
    ],
)
def test_who_may_make_it_sees_it_within_their_queues(request_: ChangeRequest, sees: bool) -> None:
    assert SIGHT.sees(KEEPER, request_) is sees
    assert SIGHT.sees(replace(KEEPER, scope="all"), request_)
    assert not SIGHT.sees(replace(KEEPER, permissions=frozenset()), request_)


def test_who_asked_for_it_sees_it_wherever_and_whatever_they_may() -> None:
    own = replace(change("people", "user", "stranger"), asking=Asking("jefa", 1))
    through = replace(own, asking=Asking("robot", 1, responsible=frozenset({"jefa"})))
    nobody = replace(KEEPER, permissions=frozenset())
    assert SIGHT.sees(nobody, own)
    assert SIGHT.sees(nobody, through)
