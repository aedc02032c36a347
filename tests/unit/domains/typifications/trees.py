"""A tree to begin with: Cobranza › Promesa (Hoy, Mañana), Negativa; Equivocado."""

from __future__ import annotations

from chalicelib.domains.typifications.models import Node, NodeId, Tree, TreeId


def node(identifier: str, parent: str | None = None, *, is_retired: bool = False) -> Node:
    """A node whose name is its id."""
    above = NodeId(parent) if parent else None
    return Node(NodeId(identifier), identifier, above, is_retired)


NODES = (
    node("PROMESA"),
    node("HOY", "PROMESA"),
    node("MAÑANA", "PROMESA"),
    node("NEGATIVA"),
    node("EQUIVOCADO"),
)
TREE = Tree(TreeId("cobranza"), "Cobranza", version=3, nodes=NODES)
