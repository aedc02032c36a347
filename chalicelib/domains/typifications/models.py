"""Typifications: trees of how conversations end, and how one did end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from chalicelib.core.ids import ConversationId, QueueId, UserId
from chalicelib.domains.configuration.models import Configured

TreeId = NewType("TreeId", str)
NodeId = NewType("NodeId", str)

NODES_AT_MOST, DEPTH_AT_MOST = 500, 12
"""So large may a tree become: it is one item, which holds 400 kB, and people look through it."""


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a tree. A retired one is chosen no more, nor is what stands below it."""

    id: NodeId
    name: str
    parent_id: NodeId | None = None
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class Tree(Configured):
    """`nodes` in the order of the tree: each behind its parent, siblings as they are shown.

    `queue_ids`: for conversations of these queues; empty: of all. Where it `is_mandatory`, none
    is closed without a typification in `mandatory_queue_ids`; empty: in all its queues.
    """

    id: TreeId
    nodes: tuple[Node, ...] = ()
    queue_ids: frozenset[QueueId] = frozenset()
    is_mandatory: bool = False
    mandatory_queue_ids: frozenset[QueueId] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody says a conversation ended with."""

    tree_id: str
    node_id: str
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice with everything it was called when it was made: later edits change none of it.

    `path` are the names from the top of the tree down to what was chosen.
    """

    tree_id: TreeId
    tree_version: int
    tree_name: str
    node_id: NodeId
    path: tuple[str, ...]
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Typified:
    """What a conversation was closed with, or what somebody made of that later.

    `version` counts those of a conversation. It belongs to the closing of `closed_at_ms`: once
    the conversation is open again, it is past.
    """

    conversation_id: ConversationId
    version: int
    closed_at_ms: int
    chosen: Chosen
    by: UserId
    at_ms: int
