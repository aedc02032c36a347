"""Content policies: what may be sent over which connection by whom, as administrators keep it."""

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
from chalicelib.core.ids import new_id
from chalicelib.domains.content_policies.models import (
    CONTENT_KINDS,
    ContentKind,
    ContentPolicy,
    ContentPolicyId,
)

routes = Blueprint(__name__)

_NAME_LENGTH, _MOST = 60, 100


class ContentPolicyView(ConfiguredView):
    """What is not `allowed` is refused. `connections` are ids, `roles` names; empty: every one.

    Where several apply, only what all of them allow is sent; where none does, everything is.
    """

    allowed: list[ContentKind]
    connections: list[str]
    roles: list[str]


class ContentPolicyList(TypedDict):
    """All of them, the retired ones too."""

    items: list[ContentPolicyView]
    next_cursor: str | None


class ContentPolicyToCreate(RequestModel):
    """For every connection and role, unless some are named."""

    name: str = Field(min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    allowed: list[ContentKind] = Field(max_length=len(CONTENT_KINDS))
    connections: list[str] = Field(default_factory=list, max_length=_MOST)
    roles: list[str] = Field(default_factory=list, max_length=_MOST)


class ContentPolicyToEdit(RequestModel):
    """What to change; what is left out stays. `is_retired` takes it out of use, or back."""

    name: str | None = Field(default=None, min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    allowed: list[ContentKind] | None = Field(default=None, max_length=len(CONTENT_KINDS))
    connections: list[str] | None = Field(default=None, max_length=_MOST)
    roles: list[str] | None = Field(default=None, max_length=_MOST)
    is_retired: bool | None = None


@endpoint(
    routes,
    "GET",
    "/v1/content-policies",
    permission="content_policies.manage",
    callers="everybody",
    response=ContentPolicyList,
    summary="All content policies",
)
def list_content_policies(call: Call[None, None, None]) -> ContentPolicyList:
    """By name."""
    policies = call.container.content_policy_catalogue.all()
    return ContentPolicyList(items=[_view(call, one) for one in policies], next_cursor=None)


@endpoint(
    routes,
    "POST",
    "/v1/content-policies",
    permission="content_policies.manage",
    callers="everybody",
    body=ContentPolicyToCreate,
    response=ContentPolicyView,
    status=201,
    guards="content_policies",
    summary="Add a content policy",
)
def create_content_policy(call: Call[None, ContentPolicyToCreate, None]) -> ContentPolicyView:
    """It applies within seconds, also to what was typed before."""
    policy = ContentPolicy(id=ContentPolicyId(new_id(to_ms(call.now))), **_fields(call, call.body))
    catalogue = call.container.content_policy_catalogue
    return _view(call, catalogue.create(policy, call.change("content_policy.created")))


@endpoint(
    routes,
    "PATCH",
    "/v1/content-policies/{policy_id}",
    permission="content_policies.manage",
    callers="everybody",
    body=ContentPolicyToEdit,
    response=ContentPolicyView,
    needs_version=True,
    guards="content_policies",
    summary="Change, retire or restore a content policy",
)
def edit_content_policy(call: Call[None, ContentPolicyToEdit, None]) -> ContentPolicyView:
    """What was accepted before, also for a later time, goes out all the same."""
    policy = call.container.content_policy_catalogue.edit(
        call.path["policy_id"],
        _fields(call, call.body),
        expected_version=call.expected_version(),
        change=call.change("content_policy.changed"),
    )
    return _view(call, policy)


def _fields(call: Call[Any, Any, Any], body: RequestModel) -> dict[str, Any]:
    fields = told_fields(body)
    if "connections" in fields:
        known = call.container.connections.directory.connections.keys()
        fields["connection_ids"] = _known("connections", fields.pop("connections"), known)
    if "roles" in fields:
        fields["roles"] = _known("roles", fields["roles"], call.container.people.get().roles.keys())
    if "allowed" in fields:
        fields["allowed"] = frozenset(fields["allowed"])
    return fields


def _known(field: str, sent: list[str], known: Any) -> frozenset[str]:
    if not known >= set(sent):
        detail = f"Name {field} of `GET /api/v1/{field}`."
        problem = FieldProblem(field=field, code="unknown_reference", detail=detail)
        raise InvalidRequestError(errors=[problem])
    return frozenset(sent)


def _view(call: Call[Any, Any, Any], policy: ContentPolicy) -> ContentPolicyView:
    return {
        **configured_view(call, policy),
        "allowed": [kind for kind in CONTENT_KINDS if kind in policy.allowed],
        "connections": sorted(policy.connection_ids),
        "roles": sorted(policy.roles),
    }
