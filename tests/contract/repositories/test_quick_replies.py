"""Stores of quick replies, of their uses, and of values of customers keep the same promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.change import Change
from chalicelib.core.directory import DirectoryTable
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.ids import ContactId, MessageId
from chalicelib.domains.client_values.models import ClientValues
from chalicelib.domains.client_values.ports import ValueStore
from chalicelib.domains.client_values.repository import DynamoValueStore
from chalicelib.domains.configuration.ports import CatalogueStore
from chalicelib.domains.configuration.repository import DynamoCatalogueStore
from chalicelib.domains.quick_replies.models import (
    FileId,
    QuickReply,
    QuickReplyId,
    ReplyFile,
    Uses,
)
from chalicelib.domains.quick_replies.ports import UseStore
from chalicelib.domains.quick_replies.repository import QUICK_REPLY, DynamoUseStore
from tests.fakes.catalogue import MemoryCatalogue
from tests.fakes.client_values import MemoryValues
from tests.fakes.quick_replies import MemoryUses
from tests.samples import COBRANZAS

FIRST, SECOND = Change("quick_reply.used", "ana", 1_000_000), Change("x.y", "ana", 2_000_000)
SALDO, CIERRE = QuickReplyId("saldo"), QuickReplyId("cierre")
ROSA, MARIO = ContactId("rosa"), ContactId("mario")
FULL = QuickReply(
    id=SALDO,
    name="Saldo pendiente",
    shortcut="saldo",
    text="Debe {{cliente.saldo}}\n¿Cuándo paga?",
    files=(ReplyFile(FileId("FILE000001"), "cuentas ñ.pdf", "application/pdf", 812),),
    folder="Cobranza",
    used_by=frozenset({"agent"}),
    queue_ids=frozenset({COBRANZAS}),
    greets="by_hand",
)


@pytest.fixture
def replies(directory_storage: DirectoryTable | None) -> CatalogueStore[QuickReply]:
    if directory_storage is None:
        return MemoryCatalogue()
    return DynamoCatalogueStore(directory_storage, QUICK_REPLY)


@pytest.fixture
def uses(storage: Dynamo | None) -> UseStore:
    return DynamoUseStore(storage) if storage else MemoryUses()


@pytest.fixture
def values(storage: Dynamo | None) -> ValueStore:
    return DynamoValueStore(storage) if storage else MemoryValues()


def test_a_reply_comes_back_as_it_was_kept(replies: CatalogueStore[QuickReply]) -> None:
    replies.add(FULL, FIRST)
    assert replies.get(SALDO) == FULL
    bare = QuickReply(id=SALDO, name=FULL.name, version=2)
    replies.replace(bare, FULL, FIRST)
    assert replies.load() == {SALDO: bare}


def test_a_use_is_counted_once_for_a_message(uses: UseStore) -> None:
    assert uses.all() == {}
    for change in (FIRST, SECOND):
        uses.count(SALDO, MessageId("one"), change)
    assert uses.all() == {SALDO: Uses(1, 1_000_000)}
    uses.count(SALDO, MessageId("two"), SECOND)
    uses.count(CIERRE, MessageId("two"), SECOND)
    assert uses.all() == {SALDO: Uses(2, 2_000_000), CIERRE: Uses(1, 2_000_000)}


def test_values_come_back_as_they_were_set(values: ValueStore) -> None:
    of_rosa = ClientValues(ROSA, {"saldo": "$ 1", "raro": "{{x}}"}, 1, "ana", 5)
    values.save(of_rosa, 0, FIRST)
    values.save(ClientValues(MARIO, {}, 1), 0, FIRST)
    found = sorted(values.of([ROSA, MARIO, ContactId("nobody")]), key=lambda one: one.contact_id)
    assert found == [ClientValues(MARIO, {}, 1), of_rosa]


def test_values_are_refused_when_somebody_was_faster(values: ValueStore) -> None:
    first = ClientValues(ROSA, {"saldo": "1"}, 1)
    values.save(first, 0, FIRST)
    for expected in (0, 2):
        with pytest.raises(VersionConflictError):
            values.save(replace(first, values={}, version=expected + 1), expected, FIRST)
    assert values.of([ROSA]) == [first]
