"""Every CatalogueStore keeps the same promises, whatever its kind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.directory import DirectoryTable
from chalicelib.core.dynamo import Dynamo, Put
from chalicelib.core.errors import BusyError, VersionConflictError
from chalicelib.core.ids import ConnectionId, QueueId, UserId
from chalicelib.core.tables import DIRECTORY
from chalicelib.domains.access.models import Queue
from chalicelib.domains.access.repository import QUEUE
from chalicelib.domains.author_colours.models import Colours, Pair
from chalicelib.domains.author_colours.repository import AUTHOR_COLOURS
from chalicelib.domains.configuration.errors import NameTakenError
from chalicelib.domains.configuration.ports import CatalogueStore
from chalicelib.domains.configuration.repository import DynamoCatalogueStore, Kind
from chalicelib.domains.content_policies.models import ContentPolicy, ContentPolicyId
from chalicelib.domains.content_policies.repository import CONTENT_POLICY
from chalicelib.domains.labels.models import Label, LabelId
from chalicelib.domains.labels.repository import LABEL
from chalicelib.domains.presence.models import BreakType, BreakTypeId
from chalicelib.domains.presence.repository import BREAK_TYPE
from chalicelib.domains.typifications.models import (
    NODES_AT_MOST,
    Node,
    NodeId,
    Tree,
    TreeId,
)
from chalicelib.domains.typifications.repository import TREE as TREE_KIND
from tests.fakes.catalogue import MemoryCatalogue

CHANGE = Change("label.changed", "test", 1)
MORA = Label(
    id=LabelId("MORA00"),
    name="Mora alta",
    version=1,
    changed_by="marta",
    changed_at_ms=5,
    colour="rojo",
    description="Más de 90 días",
    seen_by=frozenset({"agent", "supervisor"}),
    used_by=frozenset({"supervisor"}),
)
TREE = Tree(
    id=TreeId("cobranza"),
    name="Cobranza",
    nodes=(
        Node(NodeId("PROMESA"), "Promesa"),
        Node(NodeId("HOY"), 'Hoy, "mañana" o [nunca]', NodeId("PROMESA"), is_retired=True),
    ),
    queue_ids=frozenset({QueueId("cobranzas"), QueueId("general")}),
    is_mandatory=True,
    mandatory_queue_ids=frozenset({QueueId("cobranzas")}),
)
PLAIN = Label(LabelId("PLAIN0"), "Simple", colour="gris")


@pytest.fixture
def labels(directory_storage: DirectoryTable | None) -> CatalogueStore[Label]:
    if directory_storage is None:
        return MemoryCatalogue()
    return DynamoCatalogueStore(directory_storage, LABEL)


@pytest.fixture
def queues(directory_storage: DirectoryTable | None) -> CatalogueStore[Queue]:
    if directory_storage is None:
        return MemoryCatalogue()
    return DynamoCatalogueStore(directory_storage, QUEUE)


@pytest.fixture
def trees(directory_storage: DirectoryTable | None) -> CatalogueStore[Tree]:
    if directory_storage is None:
        return MemoryCatalogue()
    return DynamoCatalogueStore(directory_storage, TREE_KIND)


def _catalogue(directory_storage: DirectoryTable | None, kind: Kind[Any, Any]) -> Any:
    if directory_storage is None:
        return MemoryCatalogue()
    return DynamoCatalogueStore(directory_storage, kind)


@pytest.fixture
def break_types(directory_storage: DirectoryTable | None) -> CatalogueStore[BreakType]:
    return _catalogue(directory_storage, BREAK_TYPE)  # type: ignore[no-any-return]


@pytest.fixture
def policies(directory_storage: DirectoryTable | None) -> CatalogueStore[ContentPolicy]:
    return _catalogue(directory_storage, CONTENT_POLICY)  # type: ignore[no-any-return]


@pytest.fixture
def colours(directory_storage: DirectoryTable | None) -> CatalogueStore[Colours]:
    return _catalogue(directory_storage, AUTHOR_COLOURS)  # type: ignore[no-any-return]


def test_what_was_stored_is_read_as_it_was(labels: CatalogueStore[Label]) -> None:
    before = labels.stamp()
    labels.add(MORA, CHANGE)
    labels.add(PLAIN, CHANGE)
    assert labels.stamp() != before
    assert labels.load() == {MORA.id: MORA, PLAIN.id: PLAIN}
    assert labels.get(MORA.id) == MORA
    assert labels.get("unknown") is None


def test_an_edit_may_take_everything_away(labels: CatalogueStore[Label]) -> None:
    labels.add(MORA, CHANGE)
    bare = replace(PLAIN, id=MORA.id, name=MORA.name, version=2, is_retired=True)
    labels.replace(bare, MORA, CHANGE)
    assert labels.get(MORA.id) == bare


def test_a_second_one_is_refused_when_the_name_is_taken(labels: CatalogueStore[Label]) -> None:
    labels.add(MORA, CHANGE)
    with pytest.raises(NameTakenError):
        labels.add(replace(PLAIN, name="MORA  ÁLTA"), CHANGE)
    assert labels.load() == {MORA.id: MORA}


def test_a_second_one_is_refused_when_the_id_is_taken(labels: CatalogueStore[Label]) -> None:
    labels.add(MORA, CHANGE)
    with pytest.raises(BusyError):
        labels.add(replace(PLAIN, id=MORA.id), CHANGE)
    assert labels.load() == {MORA.id: MORA}


def test_a_name_is_free_again_when_it_was_left(labels: CatalogueStore[Label]) -> None:
    labels.add(MORA, CHANGE)
    renamed = replace(MORA, name="Mora media", version=2)
    labels.replace(renamed, MORA, CHANGE)
    labels.add(replace(PLAIN, name=MORA.name), CHANGE)
    with pytest.raises(NameTakenError):
        labels.replace(replace(renamed, name=MORA.name, version=3), renamed, CHANGE)
    assert labels.get(MORA.id) == renamed


def test_an_edit_is_refused_when_somebody_was_faster(labels: CatalogueStore[Label]) -> None:
    labels.add(MORA, CHANGE)
    labels.replace(replace(MORA, description="uno", version=2), MORA, CHANGE)
    with pytest.raises(VersionConflictError):
        labels.replace(replace(MORA, name="dos", version=2), MORA, CHANGE)
    stored = labels.get(MORA.id)
    assert stored is not None
    assert stored.description == "uno"


def test_an_edit_is_refused_when_there_is_nothing(labels: CatalogueStore[Label]) -> None:
    with pytest.raises(VersionConflictError):
        labels.replace(replace(MORA, version=2), MORA, CHANGE)
    assert labels.load() == {}


def test_trees_are_one_kind_of_them(trees: CatalogueStore[Tree]) -> None:
    trees.add(TREE, CHANGE)
    assert trees.load() == {TREE.id: TREE}
    bare = Tree(TREE.id, TREE.name, version=2)
    trees.replace(bare, TREE, CHANGE)
    assert trees.get(TREE.id) == bare


def test_the_largest_tree_fits_into_an_item(trees: CatalogueStore[Tree]) -> None:
    nodes = [
        Node(NodeId(f"{number:019}"), "\U0001f9f5" * 80, NodeId(f"{0:019}") if number else None)
        for number in range(NODES_AT_MOST)
    ]
    largest = replace(TREE, nodes=tuple(nodes))
    trees.add(largest, CHANGE)
    assert trees.get(TREE.id) == largest


def test_queues_are_one_kind_of_them(queues: CatalogueStore[Queue]) -> None:
    queue = Queue(QueueId("ventas"), "Ventas", description="De día", target_seconds=90)
    queues.add(queue, CHANGE)
    assert queues.load() == {"ventas": queue}
    later = replace(queue, target_seconds=None, version=2)
    queues.replace(later, queue, CHANGE)
    assert queues.get("ventas") == later


def test_types_of_break_are_one_kind_of_them(break_types: CatalogueStore[BreakType]) -> None:
    everybody = BreakType(BreakTypeId("b1"), "Almuerzo", minutes=60)
    some = BreakType(
        BreakTypeId("b2"), "Lactancia", minutes=30, user_ids=frozenset({UserId("ana")})
    )
    nobody = BreakType(BreakTypeId("b3"), "Pausa", user_ids=frozenset(), is_retired=True)
    for one in (everybody, some, nobody):
        break_types.add(one, CHANGE)
    assert break_types.load() == {one.id: one for one in (everybody, some, nobody)}
    longer = replace(some, minutes=90, user_ids=None, is_retired=True, version=2)
    break_types.replace(longer, some, CHANGE)
    assert break_types.get(some.id) == longer


def test_a_type_of_break_of_an_earlier_version_is_read_and_changed(dynamo: Dynamo) -> None:
    table = DirectoryTable(dynamo)
    stored = {"nm": "Pausa", "mi": 15, "fs": True, "us": {"ana"}, "re": True, "vs": 3}
    former = _former_row("break_type", "b1", stored)
    table.write(Put(former, CHANGE), change=CHANGE)
    store = DynamoCatalogueStore(table, BREAK_TYPE)
    known = BreakType(
        BreakTypeId("b1"), "Pausa", 3, is_retired=True, user_ids=frozenset({UserId("ana")})
    )
    assert store.get("b1") == known
    restored = replace(known, is_retired=False, version=4, changed_by="marta", changed_at_ms=5)
    store.replace(restored, known, CHANGE)
    assert store.load() == {known.id: restored}


def test_content_policies_are_one_kind_of_them(policies: CatalogueStore[ContentPolicy]) -> None:
    nothing = ContentPolicy(ContentPolicyId("p1"), "Nada")
    some = ContentPolicy(
        ContentPolicyId("p2"),
        "Sin archivos",
        allowed=frozenset({"text", "link"}),
        connection_ids=frozenset({ConnectionId("wa-1")}),
        roles=frozenset({"agent"}),
    )
    policies.add(nothing, CHANGE)
    policies.add(some, CHANGE)
    assert policies.load() == {nothing.id: nothing, some.id: some}


def test_colours_are_one_kind_of_them(colours: CatalogueStore[Colours]) -> None:
    chosen = Colours("desk", "Colores", customer=Pair("#ffffff", "#000000"))
    colours.add(chosen, CHANGE)
    assert colours.get("desk") == chosen


def _former_row(kind: str, identifier: str, values: dict[str, Any]) -> Model:
    """An item as it was written then: with these attributes and no other."""

    class FormerRow(Model):
        class Meta:
            table_name = DIRECTORY.name

        pk = UnicodeAttribute(hash_key=True)
        sk = UnicodeAttribute(range_key=True)
        name = UnicodeAttribute(attr_name="nm")
        minutes = NumberAttribute(attr_name="mi")
        for_some = BooleanAttribute(attr_name="fs")
        user_ids = UnicodeSetAttribute(attr_name="us")
        is_retired = BooleanAttribute(attr_name="re")
        version = NumberAttribute(attr_name="vs")

    names = {one.attr_name: name for name, one in FormerRow.get_attributes().items()}
    return FormerRow(kind, identifier, **{names[name]: value for name, value in values.items()})
