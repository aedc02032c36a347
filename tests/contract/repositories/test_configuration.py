"""Every CatalogueStore keeps the same promises, whatever its kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.change import Change
from chalicelib.core.directory import DirectoryTable
from chalicelib.core.errors import BusyError, VersionConflictError
from chalicelib.core.ids import QueueId
from chalicelib.domains.access.models import Queue
from chalicelib.domains.access.repository import QUEUE
from chalicelib.domains.configuration.errors import NameTakenError
from chalicelib.domains.configuration.ports import CatalogueStore
from chalicelib.domains.configuration.repository import DynamoCatalogueStore
from chalicelib.domains.labels.models import Label, LabelId
from chalicelib.domains.labels.repository import LABEL
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
