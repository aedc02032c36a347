"""Who sees and uses a label, and what becomes of labels that two people change at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from chalicelib.core.errors import HiloError
from chalicelib.domains.labels.errors import (
    LabelNotUsableError,
    TooManyLabelsError,
    UnknownLabelError,
)
from chalicelib.domains.labels.models import LABELS_AT_ONCE, Label, LabelId, Labelling
from chalicelib.domains.labels.rules import is_seen, is_used, relabelled


def label(name: str, *, seen_by: Sequence[str] = (), used_by: Sequence[str] = ()) -> Label:
    return Label(LabelId(name), name, seen_by=frozenset(seen_by), used_by=frozenset(used_by))


FREE, SECRET = label("free"), label("secret", seen_by=["supervisor"])
SHOWN = label("shown", used_by=["supervisor"])
OLD = replace(label("old"), is_retired=True)
MANY = [label(f"n{number}") for number in range(12)]
LABELS = {str(one.id): one for one in (FREE, SECRET, SHOWN, OLD, *MANY)}


@pytest.mark.parametrize(
    ("one", "role", "sees", "uses"),
    [
        (FREE, "agent", True, True),
        (SECRET, "agent", False, False),
        (SECRET, "supervisor", True, True),
        (SHOWN, "agent", True, False),
        (SHOWN, "supervisor", True, True),
        (label("x", seen_by=["agent"], used_by=["supervisor"]), "supervisor", False, False),
    ],
)
def test_sight_and_use(one: Label, role: str, sees: bool, uses: bool) -> None:
    assert (is_seen(one, role), is_used(one, role)) == (sees, uses)


def test_nobody_in_particular_sees_what_all_see() -> None:
    assert is_seen(FREE, None)
    assert not is_seen(SECRET, None)


@pytest.mark.parametrize(
    ("current", "wanted", "seen", "after"),
    [
        ("", "free", "", "free"),
        ("free", "", "free", ""),
        ("free", "free n1", "free", "free n1"),
        ("free n1", "n1", "free n1", "n1"),
        ("n1", "free", "", "n1 free"),  # somebody put n1 on meanwhile
        ("", "free", "free n1", ""),  # somebody took both off meanwhile
        ("free", "free", "", "free"),  # somebody put the same on
        ("secret free", "", "free", "secret"),  # what is not seen stays
        ("old free", "", "old free", ""),
        ("shown", "shown free", "shown", "shown free"),
        ("", "free free", "", "free"),
    ],
)
def test_only_the_difference_is_applied(current: str, wanted: str, seen: str, after: str) -> None:
    labelling = Labelling(wanted.split(), seen.split())
    found = relabelled(current.split(), labelling, LABELS, "agent")
    assert " ".join(found) == after


@pytest.mark.parametrize(
    ("wanted", "seen", "error"),
    [
        ("unknown", "", UnknownLabelError),
        ("secret", "", UnknownLabelError),
        ("", "secret", UnknownLabelError),
        ("shown", "", LabelNotUsableError),
        ("", "shown", LabelNotUsableError),
        ("old", "", LabelNotUsableError),
        (" ".join(str(one.id) for one in MANY[: LABELS_AT_ONCE + 1]), "", TooManyLabelsError),
    ],
)
def test_a_change_is_refused(wanted: str, seen: str, error: type[HiloError]) -> None:
    current = ("shown", "secret")
    with pytest.raises(error):
        relabelled(current, Labelling(wanted.split(), seen.split()), LABELS, "agent")


def test_one_may_be_taken_off_where_there_are_too_many() -> None:
    current = tuple(str(one.id) for one in MANY)
    after = relabelled(current, Labelling(current[1:], current), LABELS, "agent")
    assert after == current[1:]
