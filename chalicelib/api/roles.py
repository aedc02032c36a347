"""Roles: what each may do and see, how they are kept, and how two of them differ."""

from __future__ import annotations

from typing import Annotated, Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import ChangerView, told_fields
from chalicelib.api.endpoint import endpoint
from chalicelib.api.field_rules import (
    FieldRuleToKeep,
    FieldRuleView,
    field_rule_views,
    field_rules,
)
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.clock import rfc3339_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import UserId
from chalicelib.domains.access.fields import FIELDS, Shows, Sight
from chalicelib.domains.access.models import Permission, Role, Scope, User
from chalicelib.domains.access.permissions import CATALOGUE, DANGEROUS, Group
from chalicelib.domains.access.rules import may, visible_users
from chalicelib.domains.access.services.standard_roles import offered
from chalicelib.domains.access.standard_roles import STANDARD_ROLES

routes = Blueprint(__name__)

_STANDARD = frozenset(one.name for one in STANDARD_ROLES)
_TITLE_LENGTH, _DESCRIPTION_LENGTH = 60, 300


class RoleView(TypedDict):
    """A named set of permissions; what only some roles see or do names it by `name`, its id.

    `title` is empty for a standard role that nobody has called otherwise. `permissions`,
    `field_rules` and `offered` are null for who may not read roles; `offered` are permissions
    that a newer version gives this standard role and nobody has decided on. `people` counts the
    active ones within sight who have it.
    """

    id: str
    name: str
    title: str
    description: str
    scope: Scope
    permissions: list[Permission] | None
    field_rules: list[FieldRuleView] | None
    offered: list[Permission] | None
    is_standard: bool
    is_retired: bool
    people: int
    changed_by: ChangerView | None
    changed_at: str | None
    version: int


class RoleList(TypedDict):
    """All of them; retired ones, too."""

    items: list[RoleView]
    next_cursor: str | None


class RoleToCreate(RequestModel):
    """A role of one's own making; its id is made of the title."""

    title: str = Field(min_length=1, max_length=_TITLE_LENGTH, pattern=NOT_BLANK)
    description: str = Field(default="", max_length=_DESCRIPTION_LENGTH)
    permissions: list[Permission] = Field(max_length=200)
    scope: Scope
    field_rules: list[FieldRuleToKeep] = Field(default_factory=list, max_length=100)


class RoleToEdit(RequestModel):
    """What to change; what is left out stays. `is_retired` takes it out of use, or back."""

    title: str | None = Field(
        default=None, min_length=1, max_length=_TITLE_LENGTH, pattern=NOT_BLANK
    )
    description: str | None = Field(default=None, max_length=_DESCRIPTION_LENGTH)
    permissions: list[Permission] | None = Field(default=None, max_length=200)
    scope: Scope | None = None
    field_rules: list[FieldRuleToKeep] | None = Field(default=None, max_length=100)
    is_retired: bool | None = None


class PermissionView(TypedDict):
    """One permission: what it says nothing without, and whether it is dangerous.

    `needs_all`: only a role with the scope `all` may have it.
    """

    id: Permission
    group: Group
    needs: list[Permission]
    needs_all: bool
    is_dangerous: bool


class FieldView(TypedDict):
    """A field of people that a role may see in part. `is_revealed`: it can be asked for alone."""

    id: str
    is_revealed: bool


class PermissionList(TypedDict):
    """The whole catalogue, and the fields that rules may be about."""

    items: list[PermissionView]
    fields: list[FieldView]
    next_cursor: str | None


class HolderView(TypedDict):
    """An active person who has a permission."""

    id: str
    name: Annotated[str, Shows("agent.name")]
    role: str


class HoldersView(TypedDict):
    """Who can do something: the roles, and their people within sight."""

    permission: Permission
    roles: list[str]
    people: list[HolderView]


class UserPermissionsView(TypedDict):
    """What a person can see and do. `queues` are ids; of scope `all` every queue there is."""

    user_id: str
    name: Annotated[str, Shows("agent.name")]
    is_active: bool
    role: str
    title: str
    scope: Scope
    queues: list[str]
    permissions: list[Permission]
    dangerous: list[Permission]
    field_rules: list[FieldRuleView]


class FieldDifference(TypedDict):
    """A field that two roles see or change differently."""

    field: str
    sight: Sight
    is_editable: bool
    other_sight: Sight
    other_is_editable: bool


class RoleDifferences(TypedDict):
    """What one role has and another has not, and the other way round."""

    name: str
    other: str
    only: list[Permission]
    only_other: list[Permission]
    both: list[Permission]
    scope: Scope
    other_scope: Scope
    fields: list[FieldDifference]


def access_user(call: Call[Any, Any, Any]) -> User:
    """The person in the path, also one who left, within the caller's sight."""
    user = call.container.people.get().users.get(UserId(call.path["user_id"]))
    if user is None or not visible_users(call.principal, [user]):
        raise NotFoundError
    return user


@endpoint(
    routes,
    "GET",
    "/v1/roles",
    permission="users.read",
    callers="everybody",
    response=RoleList,
    summary="The roles there are",
)
def list_roles(call: Call[None, None, None]) -> RoleList:
    """By id."""
    return RoleList(
        items=[_view(call, one) for one in call.container.roles.all()], next_cursor=None
    )


@endpoint(
    routes,
    "GET",
    "/v1/roles/{name}",
    permission="roles.read",
    callers="everybody",
    response=RoleView,
    summary="A role",
)
def get_role(call: Call[None, None, None]) -> RoleView:
    """What it may do and see."""
    return _view(call, call.container.roles.require(call.path["name"]))


@endpoint(
    routes,
    "POST",
    "/v1/roles",
    permission="roles.manage",
    callers="people",
    body=RoleToCreate,
    response=RoleView,
    status=201,
    guards="roles",
    summary="Create a role",
)
def create_role(call: Call[None, RoleToCreate, None]) -> RoleView:
    """403 `not_yours_to_grant` for more than the caller holds; 409 `name_taken` for a title."""
    fields, change = _fields(call.body), call.change("role.created")
    return _view(call, call.container.roles.create(call.principal, fields, change))


@endpoint(
    routes,
    "PATCH",
    "/v1/roles/{name}",
    permission="roles.manage",
    callers="people",
    body=RoleToEdit,
    response=RoleView,
    needs_version=True,
    guards="roles",
    summary="Change, retire or restore a role",
)
def edit_role(call: Call[None, RoleToEdit, None]) -> RoleView:
    """Holds within seconds for whoever has it, signed in or not.

    409 `last_administrator` where nobody would be left who manages people and roles; 409
    `role_in_use` for retiring one that active people have.
    """
    role = call.container.roles.edit(
        call.principal,
        call.path["name"],
        _fields(call.body),
        expected_version=call.expected_version(),
        change=call.change("role.changed"),
    )
    return _view(call, role)


@endpoint(
    routes,
    "GET",
    "/v1/roles/{name}/compared-with/{other}",
    permission="roles.read",
    callers="everybody",
    response=RoleDifferences,
    summary="How two roles differ",
)
def compare_roles(call: Call[None, None, None]) -> RoleDifferences:
    """In permissions, sight and fields."""
    roles = call.container.roles
    one, other = roles.require(call.path["name"]), roles.require(call.path["other"])
    return RoleDifferences(
        name=one.name,
        other=other.name,
        only=sorted(one.permissions - other.permissions),
        only_other=sorted(other.permissions - one.permissions),
        both=sorted(one.permissions & other.permissions),
        scope=one.scope,
        other_scope=other.scope,
        fields=_field_differences(one, other),
    )


@endpoint(
    routes,
    "GET",
    "/v1/permissions",
    permission="roles.read",
    callers="everybody",
    response=PermissionList,
    summary="Everything that a role may be given",
)
def list_permissions(_call: Call[None, None, None]) -> PermissionList:
    """By group, in the order in which people read them; clients have the words."""
    items = [
        PermissionView(
            id=one.id,
            group=one.group,
            needs=sorted(one.needs),
            needs_all=one.needs_all,
            is_dangerous=one.is_dangerous,
        )
        for one in CATALOGUE.values()
    ]
    fields = [FieldView(id=one.id, is_revealed=one.is_revealed) for one in FIELDS.values()]
    return PermissionList(items=items, fields=fields, next_cursor=None)


@endpoint(
    routes,
    "GET",
    "/v1/permissions/{permission}/holders",
    permission="roles.read",
    callers="everybody",
    response=HoldersView,
    summary="Who can do this",
)
def list_holders(call: Call[None, None, None]) -> HoldersView:
    """The active people within sight, by name."""
    permission: Any = call.path["permission"]
    roles = call.container.roles
    people = visible_users(call.principal, roles.holders(permission))
    return HoldersView(
        permission=permission,
        roles=[one.name for one in roles.all() if permission in one.permissions],
        people=[HolderView(id=one.id, name=one.name, role=one.role) for one in people],
    )


@endpoint(
    routes,
    "GET",
    "/v1/users/{user_id}/permissions",
    permission="roles.read",
    callers="everybody",
    access=access_user,
    response=UserPermissionsView,
    summary="What a person can see and do",
)
def get_user_permissions(call: Call[None, None, User]) -> UserPermissionsView:
    """By their role as it is now; somebody inactive can do nothing of it until they are back."""
    user, people = call.subject, call.container.people.get()
    role = people.roles[user.role]
    queues = frozenset(people.queues) if role.scope == "all" else user.queue_ids
    return UserPermissionsView(
        user_id=user.id,
        name=user.name,
        is_active=user.is_active,
        role=role.name,
        title=role.title,
        scope=role.scope,
        queues=sorted(queues),
        permissions=sorted(role.permissions),
        dangerous=sorted(role.permissions & DANGEROUS),
        field_rules=field_rule_views(role.field_rules),
    )


def _fields(body: RoleToCreate | RoleToEdit) -> dict[str, Any]:
    fields = told_fields(body)
    if isinstance(body, RoleToCreate):
        fields = {"description": body.description, **fields}
    if "permissions" in fields:
        fields["permissions"] = frozenset(fields["permissions"])
    if "field_rules" in fields:
        fields["field_rules"] = field_rules(fields["field_rules"])
    return fields


def _view(call: Call[Any, Any, Any], role: Role) -> RoleView:
    reads = may(call.principal, "roles.read")
    changer = role.changed_by
    name = call.container.colleagues.name_of(changer) if changer else None
    people = visible_users(call.principal, call.container.roles.people_of(role.name))
    return RoleView(
        id=role.name,
        name=role.name,
        title=role.title,
        description=role.description,
        scope=role.scope,
        permissions=sorted(role.permissions) if reads else None,
        field_rules=field_rule_views(role.field_rules) if reads else None,
        offered=sorted(offered(role)) if reads else None,
        is_standard=role.name in _STANDARD,
        is_retired=role.is_retired,
        people=len(people),
        changed_by=ChangerView(id=changer, name=name) if changer else None,
        changed_at=rfc3339_ms(role.changed_at_ms),
        version=role.version,
    )


def _field_differences(one: Role, other: Role) -> list[FieldDifference]:
    named = {rule.field for rule in (*one.field_rules.rules, *other.field_rules.rules)}
    pairs = {field: (one.field_rules.of(field), other.field_rules.of(field)) for field in named}
    return [
        FieldDifference(
            field=field,
            sight=mine.sight,
            is_editable=mine.is_editable,
            other_sight=theirs.sight,
            other_is_editable=theirs.is_editable,
        )
        for field, (mine, theirs) in sorted(pairs.items())
        if (mine.sight, mine.is_editable) != (theirs.sight, theirs.is_editable)
    ]
