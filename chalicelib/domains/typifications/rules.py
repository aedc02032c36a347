"""What a tree may look like, what of it is chosen, and when a choice is due. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from chalicelib.core.ids import QueueId
from chalicelib.domains.configuration.rules import clean_name, name_key
from chalicelib.domains.typifications.errors import (
    TreeFlawedError,
    TypificationNotChoosableError,
    TypificationRequiredError,
    UnknownTypificationError,
)
from chalicelib.domains.typifications.models import (
    DEPTH_AT_MOST,
    NODES_AT_MOST,
    Choice,
    Chosen,
    Node,
    NodeId,
    Tree,
)


def sound(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The nodes of a tree with their names as they are kept. Raises TreeFlawedError.

    Each stands behind its parent, so that nothing can be its own ancestor.
    """
    if len(nodes) > NODES_AT_MOST:
        detail = f"A tree takes {NODES_AT_MOST} nodes at most. Make two trees of it."
        raise TreeFlawedError("nodes", "too_many_nodes", detail, limit=NODES_AT_MOST)
    depths: dict[NodeId, int] = {}
    names: set[tuple[NodeId | None, str]] = set()
    for place, node in enumerate(nodes):
        if node.id in depths:
            detail = "Another node has this id. Give every node an id of its own."
            raise TreeFlawedError(f"nodes.{place}.id", "duplicate_id", detail)
        if node.parent_id is not None and node.parent_id not in depths:
            detail = "Name a node that stands before this one, or none."
            raise TreeFlawedError(f"nodes.{place}.parent_id", "unknown_parent", detail)
        depths[node.id] = 1 + (depths[node.parent_id] if node.parent_id else 0)
        if depths[node.id] > DEPTH_AT_MOST:
            detail = f"A tree is {DEPTH_AT_MOST} levels deep at most. Move this node further up."
            raise TreeFlawedError(f"nodes.{place}.parent_id", "too_deep", detail)
        name = node.parent_id, name_key(node.name)
        if name in names:
            detail = "Another one beside it has this name. Choose another, or restore that one."
            raise TreeFlawedError(f"nodes.{place}.name", "duplicate_name", detail)
        names.add(name)
    return tuple(replace(node, name=clean_name(node.name)) for node in nodes)


def choosable(tree: Tree) -> dict[NodeId, tuple[str, ...]]:
    """What can be chosen with its path: what is in use and has nothing in use below it."""
    paths: dict[NodeId, tuple[str, ...]] = {}
    groups: set[NodeId] = set()
    for node in () if tree.is_retired else tree.nodes:
        if node.is_retired or (node.parent_id is not None and node.parent_id not in paths):
            continue
        above = paths[node.parent_id] if node.parent_id else ()
        paths[node.id] = (*above, node.name)
        if node.parent_id:
            groups.add(node.parent_id)
    return {identifier: path for identifier, path in paths.items() if identifier not in groups}


def serves(tree: Tree, queue_id: QueueId) -> bool:
    """Whether conversations of a queue are closed with it: it is in use and not empty."""
    return (not tree.queue_ids or queue_id in tree.queue_ids) and bool(choosable(tree))


def is_mandatory_in(tree: Tree, queue_id: QueueId) -> bool:
    """Whether nothing of a queue is closed without a choice while this tree serves it."""
    where = tree.mandatory_queue_ids
    return tree.is_mandatory and serves(tree, queue_id) and (not where or queue_id in where)


def chosen(trees: Iterable[Tree], queue_id: QueueId, choice: Choice | None) -> Chosen | None:
    """A choice for a conversation of a queue as it is called now; None where none is made.

    Any tree that serves the queue will do. Raises TypificationRequiredError,
    UnknownTypificationError, TypificationNotChoosableError.
    """
    serving = [tree for tree in trees if serves(tree, queue_id)]
    if choice is None:
        if any(is_mandatory_in(tree, queue_id) for tree in serving):
            raise TypificationRequiredError(
                trees=[{"id": tree.id, "name": tree.name} for tree in serving]
            )
        return None
    tree = next((one for one in serving if one.id == choice.tree_id), None)
    if tree is None or choice.node_id not in {node.id for node in tree.nodes}:
        raise UnknownTypificationError
    node_id = NodeId(choice.node_id)
    path = choosable(tree).get(node_id)
    if path is None:
        raise TypificationNotChoosableError
    comment = (choice.comment or "").strip() or None
    return Chosen(tree.id, tree.version, tree.name, node_id, path, comment)
