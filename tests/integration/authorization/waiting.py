"""Changes of configuration that wait in the house, or were made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.bootstrap import Container
from chalicelib.domains.changes import rules
from chalicelib.domains.changes.models import (
    Area,
    Asking,
    ChangeId,
    ChangeRequest,
    FieldSwap,
    Stored,
    Swap,
)
from tests.integration.authorization.conversations import HOLDERS
from tests.integration.authorization.people import COLLEAGUE, STRANGER
from tests.samples import CHANGE, COBRANZAS, NOW_MS, id_of

POLICY, PERSON, CONNECTION, QUEUE = "content_policy", "user", "connection", "queue"
_AREAS: Mapping[str, Area] = {
    "label": "labels",
    POLICY: "content_policies",
    PERSON: "people",
    CONNECTION: "connections",
    QUEUE: "queues",
}
_OF_OTHER_QUEUE = {PERSON: STRANGER, CONNECTION: "wa-cobranzas", QUEUE: COBRANZAS}
_WRITTEN: Mapping[str, tuple[str, Stored]] = {
    "version": (rules.VERSION, {"N": "1"}),
    "is_retired": ("rt", {"BOOL": False}),
}


def change_id(name: str, *, is_made: bool = False) -> ChangeId:
    """Of a label by who asked for it, of anything else by its kind."""
    return ChangeId(id_of(f"made change: {name}" if is_made else f"change: {name}"))


def ask(container: Container) -> None:
    """Everybody asks for a label, and got one before; a colleague asked for all else.

    But for the stranger: who decides is told who asked, wherever they serve.
    """
    for person in (one for one in HOLDERS if one != STRANGER):
        _ask(container, person, "label", f"label of {person}", person)
        _make(container, person, "label", f"old label of {person}", person)
    _ask(container, POLICY, POLICY, "policy", COLLEAGUE)
    _make(container, POLICY, POLICY, "old policy", COLLEAGUE)
    for kind, identifier in _OF_OTHER_QUEUE.items():
        _ask(container, kind, kind, identifier, COLLEAGUE)


def _ask(container: Container, name: str, kind: str, identifier: str, by: str) -> None:
    swap = _naming(kind, identifier)
    container.change_store.add(_request(change_id(name), swap, by), [swap], CHANGE)


def _make(container: Container, name: str, kind: str, identifier: str, by: str) -> None:
    store, swap = container.change_store, _naming(kind, identifier)
    asked = _request(change_id(name, is_made=True), swap, by)
    store.add(asked, [swap], CHANGE)
    made = replace(asked, state="applied", closed_at_ms=NOW_MS, version=2)
    store.carry_out(made, asked, [swap], change=CHANGE, told=CHANGE, since=store.stamp())


def _naming(kind: str, identifier: str) -> Swap:
    """Something comes into being under a name."""
    name = FieldSwap("nm", "name", None, {"S": identifier})
    rest = (FieldSwap(at, one, None, value) for one, (at, value) in _WRITTEN.items())
    return Swap(kind, identifier, (name, *rest), is_new=True)


def _request(identifier: ChangeId, swap: Swap, by: str) -> ChangeRequest:
    return ChangeRequest(
        id=identifier,
        area=_AREAS[swap.kind],
        event=f"{swap.kind}.created",
        kind=swap.kind,
        subject_id=swap.id,
        subject=rules.name_of(swap, None),
        differences=rules.differences([swap], {}),
        signature=identifier,
        asking=Asking(by, NOW_MS),
        state="pending",
        is_guarded=True,
        expires_at_ms=NOW_MS + 10**9,
    )
