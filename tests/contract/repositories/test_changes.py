"""Every ChangeStore keeps the same promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.change import Change
from chalicelib.core.directory import DirectoryTable
from chalicelib.core.errors import BusyError, VersionConflictError
from chalicelib.core.ids import new_id
from chalicelib.domains.changes import rules
from chalicelib.domains.changes.models import Asking, ChangeId, ChangeRequest, FieldSwap, Swap
from chalicelib.domains.changes.ports import ChangeStore, SwapsRefusedError
from chalicelib.domains.changes.repository import DynamoChangeStore
from tests.fakes.changes import MemoryChanges

CHANGE = Change("label.created", "ana", 7)
LABEL = Swap(
    "label",
    "abcdef",
    (
        FieldSwap("nm", "name", None, {"S": "Urgente"}),
        FieldSwap("vs", "version", None, {"N": "1"}),
        FieldSwap("rt", "is_retired", None, {"BOOL": False}),
    ),
    is_new=True,
)
ASKED = ChangeRequest(
    id=ChangeId(new_id(1)),
    area="labels",
    event="label.created",
    kind="label",
    subject_id="abcdef",
    subject="Urgente",
    differences=rules.differences([LABEL], {("label", "abcdef"): "Urgente"}),
    signature="s",
    asking=Asking("ana", 1, responsible=frozenset({"eva"})),
    state="pending",
    is_guarded=True,
    expires_at_ms=99,
)
APPLIED = replace(ASKED, state="applied", closed_at_ms=8, version=2)


@pytest.fixture
def changes(directory_storage: DirectoryTable | None) -> ChangeStore:
    return DynamoChangeStore(directory_storage) if directory_storage else MemoryChanges()


def make(changes: ChangeStore, since: str | None = None) -> None:
    stamp = changes.stamp() if since is None else since
    changes.carry_out(APPLIED, ASKED, [LABEL], change=CHANGE, told=CHANGE, since=stamp)


def test_what_waits_is_listed_oldest_first_and_everything_newest_first(
    changes: ChangeStore,
) -> None:
    later = replace(ASKED, id=ChangeId(new_id(2)), state="scheduled")
    for one in (later, ASKED):
        changes.add(one, [LABEL], CHANGE)
    assert changes.open() == [ASKED, later]
    refused = replace(ASKED, state="refused", version=2)
    changes.replace(refused, ASKED, CHANGE)
    assert changes.open() == [later]
    assert changes.page(None, 1) == [later]
    assert changes.page(later.id, 5) == [refused]
    assert (changes.get(ASKED.id), changes.get(ChangeId(new_id(3)))) == (refused, None)
    assert (changes.swaps(ASKED.id), changes.swaps(ChangeId(new_id(3)))) == ([LABEL], [])


def test_nobody_decides_on_what_was_decided_meanwhile(changes: ChangeStore) -> None:
    changes.add(ASKED, [LABEL], CHANGE)
    changes.replace(replace(ASKED, state="withdrawn", version=2), ASKED, CHANGE)
    with pytest.raises(VersionConflictError):
        changes.replace(replace(ASKED, state="refused", version=2), ASKED, CHANGE)
    with pytest.raises(VersionConflictError):
        make(changes)
    assert changes.images([LABEL]) == {("label", "abcdef"): None}


def test_what_is_made_stands_as_it_was_asked_for_and_is_taken_back_once(
    changes: ChangeStore,
) -> None:
    changes.add(ASKED, [LABEL], CHANGE)
    make(changes)
    assert (changes.get(ASKED.id), changes.open()) == (APPLIED, [])
    reverse = rules.reversed_([LABEL])
    images = changes.images(reverse)
    assert all(rules.is_as_asked(one, images[one.kind, one.id]) for one in reverse)
    undoing = replace(ASKED, id=ChangeId(new_id(4)), state="scheduled", undoes=ASKED.id)
    changes.add(undoing, reverse, CHANGE)
    undone = replace(undoing, state="applied", version=2)
    changes.carry_out(undone, undoing, reverse, change=CHANGE, told=CHANGE, since=changes.stamp())
    again = replace(undone, version=3)
    with pytest.raises(VersionConflictError):
        changes.carry_out(again, undone, reverse, change=CHANGE, told=CHANGE, since=changes.stamp())
    assert changes.get(ASKED.id) == replace(APPLIED, undone_by=undoing.id)
    image = changes.images(reverse)["label", "abcdef"]
    assert image is not None
    assert (image["rt"], image["vs"]) == ({"BOOL": True}, {"N": "2"})


def test_nothing_is_made_over_what_is_not_as_it_was(changes: ChangeStore) -> None:
    changes.add(ASKED, [LABEL], CHANGE)
    make(changes)
    again = replace(ASKED, id=ChangeId(new_id(5)))
    changes.add(again, [LABEL], CHANGE)
    made = replace(again, state="applied", version=2)
    with pytest.raises(SwapsRefusedError):
        changes.carry_out(made, again, [LABEL], change=CHANGE, told=CHANGE, since=changes.stamp())
    assert changes.get(again.id) == again


def test_nothing_is_made_where_configuration_changed_since(changes: ChangeStore) -> None:
    stamp = changes.stamp()
    changes.add(ASKED, [LABEL], CHANGE)
    with pytest.raises(BusyError):
        make(changes, since=stamp)
    assert changes.get(ASKED.id) == ASKED
