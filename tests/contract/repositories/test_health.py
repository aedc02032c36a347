"""Every Notebook keeps the same promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import AppId
from chalicelib.domains.health.models import (
    Backlog,
    Facts,
    Minute,
    RefusedSignatures,
    TableRefusal,
)
from chalicelib.domains.health.ports import Notebook
from chalicelib.domains.health.repository import DynamoNotebook
from tests.fakes.health import MemoryNotebook
from tests.samples import CHANGE

APP = AppId("meta-local")
MINUTE = Minute(5, 3, 4, 2, {"status": Backlog(2, 4)}, {"meta-local": "secret_missing"})


@pytest.fixture
def notebook(storage: Dynamo | None) -> Notebook:
    return DynamoNotebook(storage) if storage else MemoryNotebook()


def test_nothing_is_known_at_first(notebook: Notebook) -> None:
    assert notebook.facts() == Facts()


def test_what_was_noted_is_known(notebook: Notebook) -> None:
    refusal = TableRefusal(7, "put_item", "ThrottlingException")
    notebook.note_minute(MINUTE, CHANGE)
    notebook.note_pulse("push", 6, CHANGE)
    notebook.note_pulse("relay", 5, CHANGE)
    notebook.note_table("contacts", refusal, CHANGE)
    assert notebook.facts() == Facts(
        minute=MINUTE, pulses={"push": 6, "relay": 5}, tables={"contacts": refusal}
    )
    assert notebook.send_pulse(CHANGE)


def test_refused_signatures_count_from_the_first_one_since_a_good_one(notebook: Notebook) -> None:
    for at_ms in (10, 20, 30):
        notebook.note_refused_signature(APP, replace(CHANGE, at_ms=at_ms))
    assert notebook.facts().signatures == {APP: RefusedSignatures(10, 30)}
    notebook.note_good_signature(APP, CHANGE)
    assert notebook.facts().signatures == {}
    notebook.note_refused_signature(APP, replace(CHANGE, at_ms=40))
    assert notebook.facts().signatures == {APP: RefusedSignatures(40, 40)}
