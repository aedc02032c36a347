"""Trees of typifications in `directory`: `typification`/<id>, the whole tree in one item."""

from __future__ import annotations

import json
from typing import Any

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UnicodeSetAttribute

from chalicelib.core.ids import QueueId
from chalicelib.core.tables import DIRECTORY
from chalicelib.domains.configuration.repository import ConfiguredRow, Kind
from chalicelib.domains.typifications.models import Node, Tree


class TreeRow(ConfiguredRow):
    class Meta:
        table_name = DIRECTORY.name

    nodes = UnicodeAttribute(attr_name="nd")
    queue_ids = UnicodeSetAttribute(attr_name="qs", null=True)
    is_mandatory = BooleanAttribute(attr_name="my", default=False)
    mandatory_queue_ids = UnicodeSetAttribute(attr_name="mq", null=True)


def _pack(tree: Tree) -> dict[str, Any]:
    nodes = [[one.id, one.parent_id, one.name, int(one.is_retired)] for one in tree.nodes]
    return {
        "nodes": json.dumps(nodes, ensure_ascii=False, separators=(",", ":")),
        "queue_ids": set(tree.queue_ids) or None,
        "is_mandatory": tree.is_mandatory,
        "mandatory_queue_ids": set(tree.mandatory_queue_ids) or None,
    }


def _read(row: TreeRow) -> dict[str, Any]:
    return {
        "nodes": tuple(
            Node(identifier, name, parent_id, bool(is_retired))
            for identifier, parent_id, name, is_retired in json.loads(row.nodes)
        ),
        "queue_ids": frozenset(QueueId(one) for one in row.queue_ids or ()),
        "is_mandatory": row.is_mandatory,
        "mandatory_queue_ids": frozenset(QueueId(one) for one in row.mandatory_queue_ids or ()),
    }


TREE = Kind("typification", TreeRow, Tree, _pack, _read)
