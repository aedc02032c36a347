"""Applications: the programs that use the API in their own name, and their secrets."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import (
    ChangerView,
    ConfiguredView,
    configured_view,
    told_fields,
)
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.clock import from_ms, rfc3339, rfc3339_ms, to_ms
from chalicelib.core.ids import ApplicationId, QueueId, new_id
from chalicelib.domains.access.models import Permission
from chalicelib.domains.applications.models import (
    LONGEST_OVERLAP_HOURS,
    Application,
    ApplicationScope,
    Secret,
)

routes = Blueprint(__name__)

_NAME_LENGTH, _DESCRIPTION_LENGTH = 60, 300
_ONE = "/v1/applications/{application_id}"


class SecretView(TypedDict):
    """One secret, by the part of it that is none. `ends_at` null: it has no end yet.

    `last_used_at` is when it last got a token, to the minute.
    """

    id: str
    is_live: bool
    created_at: str
    created_by: ChangerView
    ends_at: str | None
    last_used_at: str | None


class ApplicationView(ConfiguredView):
    """What an application may do and see. Its `id` is its client id.

    `queues` holds ids; it is empty where it sees all. `secrets`, the newest first.
    """

    description: str
    permissions: list[str]
    scope: ApplicationScope
    queues: list[str]
    secrets: list[SecretView]
    last_used_at: str | None


class ApplicationList(TypedDict):
    """All of them; retired ones, too."""

    items: list[ApplicationView]
    next_cursor: str | None


class NewSecretView(TypedDict):
    """`client_secret` is told this once."""

    client_id: str
    client_secret: str
    secret_id: str
    application: ApplicationView


class ApplicationToCreate(RequestModel):
    """`queues` names those that it sees where `scope` is `queues`."""

    name: str = Field(min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    description: str = Field(default="", max_length=_DESCRIPTION_LENGTH)
    permissions: list[Permission] = Field(max_length=100)
    scope: ApplicationScope
    queues: list[str] = Field(default_factory=list, max_length=200)


class ApplicationToEdit(RequestModel):
    """What to change; what is left out stays. `is_retired` takes it out of use, or back."""

    name: str | None = Field(default=None, min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    description: str | None = Field(default=None, max_length=_DESCRIPTION_LENGTH)
    permissions: list[Permission] | None = Field(default=None, max_length=100)
    scope: ApplicationScope | None = None
    queues: list[str] | None = Field(default=None, max_length=200)
    is_retired: bool | None = None


class SecretToCreate(RequestModel):
    """For how long the secret that serves now goes on beside the new one."""

    overlap_hours: int = Field(default=7 * 24, ge=0, le=LONGEST_OVERLAP_HOURS)


@endpoint(
    routes,
    "GET",
    "/v1/applications",
    permission="applications.manage",
    callers="people",
    response=ApplicationList,
    summary="Applications and when they were last used",
)
def list_applications(call: Call[None, None, None]) -> ApplicationList:
    """By name. No secret is among it: nobody but who made it has ever seen one."""
    applications = call.container.applications
    uses = applications.last_uses()
    items = [_view(call, one, uses) for one in applications.all()]
    return ApplicationList(items=items, next_cursor=None)


@endpoint(
    routes,
    "POST",
    "/v1/applications",
    permission="applications.manage",
    callers="people",
    body=ApplicationToCreate,
    response=ApplicationView,
    status=201,
    guards="applications",
    summary="Add an application",
)
def create_application(call: Call[None, ApplicationToCreate, None]) -> ApplicationView:
    """It has no secret yet. 403 `beyond_own_rights {permissions, sight}` where it were to do or
    see more than the caller; 409 `name_taken`.
    """
    identifier = ApplicationId(new_id(to_ms(call.now)))
    application = call.container.applications.create(
        Application(id=identifier, **_fields(call.body)),
        call.principal,
        call.container.people.get().queues,
        call.change("application.created"),
    )
    return _view(call, application, {})


@endpoint(
    routes,
    "PATCH",
    _ONE,
    permission="applications.manage",
    callers="people",
    body=ApplicationToEdit,
    response=ApplicationView,
    needs_version=True,
    guards="applications",
    summary="Change, retire or restore an application",
)
def edit_application(call: Call[None, ApplicationToEdit, None]) -> ApplicationView:
    """Within seconds its tokens follow; those of a retired one stop. 403 `beyond_own_rights`,
    also of what it has already: whoever holds less may only retire it.
    """
    applications = call.container.applications
    application = applications.edit(
        call.path["application_id"],
        _fields(call.body),
        call.principal,
        call.container.people.get().queues,
        expected_version=call.expected_version(),
        change=call.change("application.changed"),
    )
    return _view(call, application, applications.last_uses())


@endpoint(
    routes,
    "POST",
    f"{_ONE}/secrets",
    permission="applications.manage",
    callers="people",
    body=SecretToCreate,
    response=NewSecretView,
    status=201,
    idempotency="none",
    needs_version=True,
    summary="Make a secret, and let the one before end",
)
def create_secret(call: Call[None, SecretToCreate, None]) -> NewSecretView:
    """Told in this answer alone, which nothing keeps: an `Idempotency-Key` is not looked at, a
    repetition is refused by its version. 409 `too_many_secrets` where two serve already.
    """
    applications = call.container.applications
    made = applications.add_secret(
        call.path["application_id"],
        call.principal,
        overlap_hours=call.body.overlap_hours,
        expected_version=call.expected_version(),
        change=call.change("application.secret_created"),
    )
    return NewSecretView(
        client_id=made.application.id,
        client_secret=made.text,
        secret_id=made.secret.id,
        application=_view(call, made.application, applications.last_uses()),
    )


@endpoint(
    routes,
    "POST",
    f"{_ONE}/secrets/{{secret_id}}/end",
    permission="applications.manage",
    callers="people",
    response=ApplicationView,
    needs_version=True,
    summary="End a secret now",
)
def end_secret(call: Call[None, None, None]) -> ApplicationView:
    """Within seconds the tokens that came with it stop, too. Again is no harm."""
    applications = call.container.applications
    application = applications.end_secret(
        call.path["application_id"],
        call.path["secret_id"],
        expected_version=call.expected_version(),
        change=call.change("application.secret_ended"),
    )
    return _view(call, application, applications.last_uses())


def _fields(body: RequestModel) -> dict[str, Any]:
    """What is told of it, as the model has it."""
    fields = told_fields(body)
    if "permissions" in fields:
        fields["permissions"] = frozenset(fields["permissions"])
    if "queues" in fields:
        fields["queue_ids"] = frozenset(QueueId(one) for one in fields.pop("queues"))
    if fields.get("scope") == "all":
        fields["queue_ids"] = frozenset()
    return fields


def _view(
    call: Call[Any, Any, Any], application: Application, uses: dict[str, int]
) -> ApplicationView:
    secrets = application.secrets[::-1]
    used = [uses[one.id] for one in secrets if one.id in uses]
    return {
        **configured_view(call, application),
        "description": application.description,
        "permissions": sorted(application.permissions),
        "scope": application.scope,
        "queues": sorted(application.queue_ids),
        "secrets": [_secret_view(call, one, uses) for one in secrets],
        "last_used_at": rfc3339_ms(max(used, default=None)),
    }


def _secret_view(call: Call[Any, Any, Any], secret: Secret, uses: dict[str, int]) -> SecretView:
    name = call.container.colleagues.name_of(secret.created_by)
    return SecretView(
        id=secret.id,
        is_live=secret.is_live(to_ms(call.now)),
        created_at=rfc3339(from_ms(secret.created_at_ms)),
        created_by=ChangerView(id=secret.created_by, name=name),
        ends_at=rfc3339_ms(secret.ends_at_ms),
        last_used_at=rfc3339_ms(uses.get(secret.id)),
    )
