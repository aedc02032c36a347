"""Labels on conversations and messages, and who is shown them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domains.labels.errors import UnknownLabelError
from chalicelib.domains.labels.models import Label, LabelId, Labelling
from tests.samples import CHANGE, NOW_MS, heard, written
from tests.unit.domains.conversations.office import Office

MORA = Label(LabelId("MORA00"), "Mora", colour="rojo")
RISK = Label(LabelId("RISK00"), "Riesgo", seen_by=frozenset({"supervisor"}))
HEAD = heard("one", 0)


@pytest.fixture
def labelled() -> Office:
    office = Office()
    office.has(HEAD, written(0))
    for label in (MORA, RISK):
        office.label_rows.add(label, CHANGE)
    return office


def test_a_conversation_is_labelled_by_whoever_sees_the_label(labelled: Office) -> None:
    with pytest.raises(UnknownLabelError):
        labelled.label_desk.label(HEAD, Labelling([RISK.id], []), labelled.acting("ana"))
    labelled.label_desk.label(HEAD, Labelling([MORA.id], []), labelled.acting("ana"))
    head = labelled.label_desk.label(
        labelled.head(), Labelling([MORA.id, RISK.id], [MORA.id]), labelled.acting("silvia")
    )
    assert labelled.head() == head
    assert (head.labels, head.version) == ((MORA.id, RISK.id), HEAD.version + 2)
    assert labelled.events == [
        ("conversation.labelled", "ana"),
        ("conversation.labelled", "silvia"),
    ]


def test_the_same_labels_again_write_nothing(labelled: Office) -> None:
    head = replace(HEAD, labels=(MORA.id,))
    again = labelled.label_desk.label(head, Labelling([MORA.id], []), labelled.acting())
    assert again is head
    assert labelled.events == []


def test_a_role_is_shown_the_labels_it_sees(labelled: Office) -> None:
    head = replace(HEAD, labels=(RISK.id, MORA.id, "GONE00"))
    view = labelled.reading.view
    assert view(head, labelled.principal("ana"))["labels"] == [MORA.id]
    assert view(head, labelled.principal("silvia"))["labels"] == [RISK.id, MORA.id]
    assert view(head)["labels"] == [MORA.id]
    message = written(0, labels=head.labels)
    shown = labelled.reading.message_view
    assert shown(message, labelled.principal("ana"))["labels"] == [MORA.id]
    assert shown(message, labelled.principal("silvia"))["labels"] == [RISK.id, MORA.id]


def test_what_others_put_on_a_message_meanwhile_stays(labelled: Office) -> None:
    message = written(0)
    quicker = replace(message, labels=(RISK.id,), version=message.version + 1)
    labelled.messages.interruptions.append(quicker)
    done = labelled.label_desk.label_message(
        message, Labelling([MORA.id], []), labelled.acting("ana")
    )
    assert (done.labels, done.version) == ((RISK.id, MORA.id), message.version + 2)
    assert labelled.thread()[0] == done
    assert [one.event for one in labelled.messages.changes] == ["message.labelled"]


def test_what_is_resolved_is_labelled_too(labelled: Office) -> None:
    resolved = replace(HEAD, labels=(MORA.id,), resolved_at_ms=NOW_MS)
    labelled.threads.rows[HEAD.id] = resolved
    head = labelled.label_desk.label(resolved, Labelling([], [MORA.id]), labelled.acting("silvia"))
    assert head.labels == ()
    assert head.is_resolved
