"""Typifications: the trees people choose from when they close, and how administrators keep them."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import ConfiguredView, configured_view, told_fields
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.clock import to_ms
from chalicelib.core.errors import FieldProblem, InvalidRequestError
from chalicelib.core.ids import QueueId, new_id
from chalicelib.domains.access.rules import may
from chalicelib.domains.typifications.models import Node, NodeId, Tree, TreeId
from chalicelib.domains.typifications.rules import choosable, serves, sound

routes = Blueprint(__name__)

_TREE_NAME_LENGTH, _NAME_LENGTH = 60, 80
_MOST_NODES_SENT = 2_000  # of a larger body nobody is told what is wrong with it


class NodeView(TypedDict):
    """A place in a tree, behind its parent; `is_choosable`: in use, and nothing in use below it."""

    id: str
    parent_id: str | None
    name: str
    is_retired: bool
    is_choosable: bool


class TypificationTreeView(ConfiguredView):
    """A tree with its nodes in order. `queue_ids`: for conversations of these; empty: of all.

    `is_mandatory`: none is closed without a choice in `mandatory_queue_ids`, empty: in all of its
    queues.
    """

    nodes: list[NodeView]
    queue_ids: list[str]
    is_mandatory: bool
    mandatory_queue_ids: list[str]


class TypificationTreeList(TypedDict):
    """All of them, or those that serve a queue; retired ones only among all."""

    items: list[TypificationTreeView]
    next_cursor: str | None


class TreesQuery(RequestModel):
    """`queue`: only trees that conversations of this queue are closed with now."""

    queue: str | None = Field(default=None, max_length=64)


class NodeToPut(RequestModel):
    """A node, behind its parent. Keep the `id` of one that is there; make one for a new one."""

    id: str = Field(pattern=r"^[0-9A-Z]{6,19}$")
    parent_id: str | None = Field(default=None, max_length=19)
    name: str = Field(min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    is_retired: bool = False


class TypificationTreeToCreate(RequestModel):
    """How conversations of some queues, or of all, may end."""

    name: str = Field(min_length=1, max_length=_TREE_NAME_LENGTH, pattern=NOT_BLANK)
    nodes: list[NodeToPut] = Field(default_factory=list, max_length=_MOST_NODES_SENT)
    queue_ids: list[str] = Field(default_factory=list, max_length=500)
    is_mandatory: bool = False
    mandatory_queue_ids: list[str] = Field(default_factory=list, max_length=500)


class TypificationTreeToEdit(RequestModel):
    """What to change; what is left out stays. `nodes` are all that the tree is to have."""

    name: str | None = Field(
        default=None, min_length=1, max_length=_TREE_NAME_LENGTH, pattern=NOT_BLANK
    )
    nodes: list[NodeToPut] | None = Field(default=None, max_length=_MOST_NODES_SENT)
    queue_ids: list[str] | None = Field(default=None, max_length=500)
    is_mandatory: bool | None = None
    mandatory_queue_ids: list[str] | None = Field(default=None, max_length=500)
    is_retired: bool | None = None


@endpoint(
    routes,
    "GET",
    "/v1/typifications",
    permission="typifications.read",
    callers="everybody",
    query=TreesQuery,
    response=TypificationTreeList,
    summary="Trees of typifications",
)
def list_typifications(call: Call[TreesQuery, None, None]) -> TypificationTreeList:
    """By name; all of them for who keeps them, else those that serve a queue of the caller's.

    `queue` may be another one: somebody may hold a conversation of it.
    """
    trees, queue = call.container.tree_catalogue.all(), call.query.queue
    if queue is not None:
        wanted = [one for one in trees if serves(one, QueueId(queue))]
    elif may(call.principal, "typifications.manage"):
        wanted = trees
    else:
        mine = call.principal.queue_ids
        wanted = [one for one in trees if any(serves(one, queue_id) for queue_id in mine)]
    return TypificationTreeList(items=[_view(call, one) for one in wanted], next_cursor=None)


@endpoint(
    routes,
    "POST",
    "/v1/typifications",
    permission="typifications.manage",
    callers="everybody",
    body=TypificationTreeToCreate,
    response=TypificationTreeView,
    status=201,
    guards="typifications",
    summary="Add a tree of typifications",
)
def create_typification(
    call: Call[None, TypificationTreeToCreate, None],
) -> TypificationTreeView:
    """409 `name_taken`; 422 names the node that is wrong (`nodes.3.name`) and how to mend it."""
    tree = Tree(id=TreeId(new_id(to_ms(call.now))), **_fields(call, call.body))
    change = call.change("typification.created")
    return _view(call, call.container.tree_catalogue.create(tree, change))


@endpoint(
    routes,
    "PATCH",
    "/v1/typifications/{tree_id}",
    permission="typifications.manage",
    callers="everybody",
    body=TypificationTreeToEdit,
    response=TypificationTreeView,
    needs_version=True,
    guards="typifications",
    summary="Change, retire or restore a tree of typifications",
)
def edit_typification(call: Call[None, TypificationTreeToEdit, None]) -> TypificationTreeView:
    """What conversations were closed with keeps the names and the version of then."""
    tree = call.container.tree_catalogue.edit(
        call.path["tree_id"],
        _fields(call, call.body),
        expected_version=call.expected_version(),
        change=call.change("typification.changed"),
    )
    return _view(call, tree)


def _fields(call: Call[Any, Any, Any], body: RequestModel) -> dict[str, Any]:
    fields = told_fields(body)
    if "nodes" in fields:
        fields["nodes"] = _nodes(fields["nodes"])
    known = call.container.people.get().queues
    for name in ("queue_ids", "mandatory_queue_ids"):
        if name not in fields:
            continue
        fields[name] = frozenset(QueueId(one) for one in fields[name])
        if not fields[name] <= known.keys():
            detail = "Name queues of `GET /api/v1/queues`."
            problem = FieldProblem(field=name, code="unknown_queue", detail=detail)
            raise InvalidRequestError(errors=[problem])
    return fields


def _nodes(sent: list[NodeToPut]) -> tuple[Node, ...]:
    return sound(
        [
            Node(
                NodeId(one.id),
                one.name,
                None if one.parent_id is None else NodeId(one.parent_id),
                one.is_retired,
            )
            for one in sent
        ]
    )


def _view(call: Call[Any, Any, Any], tree: Tree) -> TypificationTreeView:
    leaves = choosable(tree)
    return {
        **configured_view(call, tree),
        "nodes": [
            NodeView(
                id=one.id,
                parent_id=one.parent_id,
                name=one.name,
                is_retired=one.is_retired,
                is_choosable=one.id in leaves,
            )
            for one in tree.nodes
        ],
        "queue_ids": sorted(tree.queue_ids),
        "is_mandatory": tree.is_mandatory,
        "mandatory_queue_ids": sorted(tree.mandatory_queue_ids),
    }
