"""Who sees and uses a label, and what becomes of labels that somebody changes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.domains.labels.errors import (
    LabelNotUsableError,
    TooManyLabelsError,
    UnknownLabelError,
)
from chalicelib.domains.labels.models import LABELS_AT_ONCE, Label, Labelling


def is_seen(label: Label, role: str | None) -> bool:
    """Whether a role sees it; nobody in particular (None) sees what all roles see."""
    return not label.seen_by or role in label.seen_by


def is_used(label: Label, role: str) -> bool:
    """Whether a role puts it on and off."""
    return is_seen(label, role) and (not label.used_by or role in label.used_by)


def relabelled(
    current: Sequence[str], labelling: Labelling, labels: Mapping[str, Label], role: str
) -> tuple[str, ...]:
    """The labels after a change; itself where it changes nothing.

    Only what the person put on or took off changes: labels they do not see, and what others
    did meanwhile, stay. Raises UnknownLabelError, LabelNotUsableError, TooManyLabelsError.
    """
    put_on = [one for one in dict.fromkeys(labelling.wanted) if one not in labelling.seen]
    taken_off = set(labelling.seen).difference(labelling.wanted)
    for identifier in (*put_on, *sorted(taken_off)):
        label = labels.get(identifier)
        if label is None or not is_seen(label, role):
            raise UnknownLabelError(label=identifier)
        if not is_used(label, role) or (label.is_retired and identifier in put_on):
            raise LabelNotUsableError(label=identifier)
    kept = [one for one in current if one not in taken_off]
    after = (*kept, *(one for one in put_on if one not in kept))
    if len(after) > max(LABELS_AT_ONCE, len(current)):
        raise TooManyLabelsError(limit=LABELS_AT_ONCE)
    return after
