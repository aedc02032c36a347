"""Identity providers as administrators keep them. A client's secret is taken and never told."""

from __future__ import annotations

from typing import Annotated, Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import ConfiguredView, configured_view, told_fields
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import QueueId, new_id
from chalicelib.domains.identity_providers.models import (
    CALLBACK_PAGE,
    CheckName,
    CheckState,
    IdentityProvider,
    MappingRule,
    ProviderId,
)

routes = Blueprint(__name__)

_NAME_LENGTH, _ISSUER_LENGTH, _CLIENT_LENGTH, _SECRET_LENGTH = 60, 500, 200, 500
_CLAIM_LENGTH, _VALUE_LENGTH, _ROLE_LENGTH = 200, 200, 64
Scope = Annotated[str, Field(pattern=r"^[\x21\x23-\x5b\x5d-\x7e]{1,100}$")]
_ONE = "/v1/identity-providers/{provider_id}"


class MappingRuleBody(RequestModel):
    """Whoever has `value` in `claim` gets the role, where one is named, and the queues."""

    claim: str = Field(min_length=1, max_length=_CLAIM_LENGTH, pattern=NOT_BLANK)
    value: str = Field(min_length=1, max_length=_VALUE_LENGTH, pattern=NOT_BLANK)
    role: str | None = Field(default=None, max_length=_ROLE_LENGTH)
    queues: list[str] = Field(default_factory=list, max_length=200)


class MappingRuleView(TypedDict):
    """A rule as it is kept."""

    claim: str
    value: str
    role: str | None
    queues: list[str]


class ProviderView(ConfiguredView):
    """A provider; `redirect_address` and `signed_out_address` are what it has to be told of us."""

    issuer: str
    client_id: str
    has_secret: bool
    scopes: list[str]
    rules: list[MappingRuleView]
    default_role: str | None
    keeps_in_step: bool
    creates_people: bool
    links_by_email: bool
    vouches_for_email: bool
    vouches_for_factor: bool
    redirect_address: str
    signed_out_address: str


class ProviderList(TypedDict):
    """All of them."""

    items: list[ProviderView]
    next_cursor: str | None


class ProviderCheckView(TypedDict):
    """One thing that was tried; `reason` is empty where it passed."""

    name: CheckName
    state: CheckState
    reason: str


class ProviderTestView(TypedDict):
    """What was tried, in order; what could not be reached is not there."""

    items: list[ProviderCheckView]


class ProviderToCreate(RequestModel):
    """A provider. The first rule that names a role gives it; the queues of all come together."""

    name: str = Field(min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    issuer: str = Field(min_length=1, max_length=_ISSUER_LENGTH)
    client_id: str = Field(min_length=1, max_length=_CLIENT_LENGTH, pattern=NOT_BLANK)
    client_secret: str = Field(default="", max_length=_SECRET_LENGTH)
    scopes: list[Scope] = Field(default=["profile", "email"], max_length=20)
    rules: list[MappingRuleBody] = Field(default_factory=list, max_length=100)
    default_role: str | None = Field(default=None, max_length=_ROLE_LENGTH)
    keeps_in_step: bool = True
    creates_people: bool = False
    links_by_email: bool = False
    vouches_for_email: bool = False
    vouches_for_factor: bool = False


class ProviderToEdit(RequestModel):
    """What to change; what is left out stays. An empty secret takes the secret away."""

    name: str | None = Field(default=None, min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    issuer: str | None = Field(default=None, min_length=1, max_length=_ISSUER_LENGTH)
    client_id: str | None = Field(
        default=None, min_length=1, max_length=_CLIENT_LENGTH, pattern=NOT_BLANK
    )
    client_secret: str | None = Field(default=None, max_length=_SECRET_LENGTH)
    scopes: list[Scope] | None = Field(default=None, max_length=20)
    rules: list[MappingRuleBody] | None = Field(default=None, max_length=100)
    default_role: str | None = Field(default=None, max_length=_ROLE_LENGTH)
    keeps_in_step: bool | None = None
    creates_people: bool | None = None
    links_by_email: bool | None = None
    vouches_for_email: bool | None = None
    vouches_for_factor: bool | None = None
    is_retired: bool | None = None


@endpoint(
    routes,
    "GET",
    "/v1/identity-providers",
    permission="security.manage",
    callers="people",
    response=ProviderList,
    summary="The identity providers there are",
)
def list_providers(call: Call[None, None, None]) -> ProviderList:
    """By name; retired ones, too. Secrets are never answered."""
    items = [_view(call, one) for one in call.container.identity_providers.all()]
    return ProviderList(items=items, next_cursor=None)


@endpoint(
    routes,
    "POST",
    "/v1/identity-providers",
    permission="security.manage",
    callers="people",
    body=ProviderToCreate,
    response=ProviderView,
    status=201,
    guards="identity_providers",
    summary="Add an identity provider",
    example={
        "name": "Organización",
        "issuer": "https://login.example.com/realms/hilo",
        "client_id": "hilo",
        "rules": [{"claim": "groups", "value": "supervisores", "role": "supervisor"}],
        "creates_people": True,
    },
)
def create_provider(call: Call[None, ProviderToCreate, None]) -> ProviderView:
    """People see its button at once. 403 `role_not_grantable` and `queue_out_of_scope` where
    somebody were to get more by it than the caller holds; 409 `name_taken`.
    """
    fields = _fields(call.body)
    secret = fields.pop("client_secret", "")
    provider = IdentityProvider(id=ProviderId(new_id(to_ms(call.now))), **fields)
    made = call.container.identity_providers.create(
        provider, secret, call.principal, call.change("identity_provider.created")
    )
    return _view(call, made)


@endpoint(
    routes,
    "PATCH",
    _ONE,
    permission="security.manage",
    callers="people",
    body=ProviderToEdit,
    response=ProviderView,
    needs_version=True,
    guards="identity_providers",
    summary="Change, retire or restore an identity provider",
)
def edit_provider(call: Call[None, ProviderToEdit, None]) -> ProviderView:
    """Refuses as creating does. Who came by a retired provider stays in until the session ends."""
    fields = _fields(call.body)
    secret = fields.pop("client_secret", None)
    edited = call.container.identity_providers.edit(
        call.path["provider_id"],
        fields,
        secret,
        call.principal,
        expected_version=call.expected_version(),
        change=call.change("identity_provider.changed"),
    )
    return _view(call, edited)


@endpoint(
    routes,
    "POST",
    f"{_ONE}/test",
    permission="security.manage",
    callers="people",
    response=ProviderTestView,
    idempotency="none",
    summary="Try an identity provider out",
)
def try_provider(call: Call[None, None, None]) -> ProviderTestView:
    """Changes nothing. Reasons are those of `provider_failed`, and `not_offered` and
    `answer_unclear` for what need not be wrong.
    """
    checks = call.container.provider_test.run(call.path["provider_id"], call.public_address)
    return ProviderTestView(
        items=[
            ProviderCheckView(name=one.name, state=one.state, reason=one.reason) for one in checks
        ]
    )


def _fields(body: ProviderToCreate | ProviderToEdit) -> dict[str, Any]:
    fields = told_fields(body, "default_role")
    if "scopes" in fields:
        fields["scopes"] = tuple(fields["scopes"])
    if "rules" in fields:
        fields["rules"] = tuple(map(_rule, fields["rules"]))
    return fields


def _rule(body: MappingRuleBody) -> MappingRule:
    queue_ids = frozenset(map(QueueId, body.queues))
    return MappingRule(body.claim.strip(), body.value.strip(), body.role, queue_ids)


def _view(call: Call[Any, Any, Any], provider: IdentityProvider) -> ProviderView:
    rules = [
        MappingRuleView(
            claim=one.claim, value=one.value, role=one.role, queues=sorted(one.queue_ids)
        )
        for one in provider.rules
    ]
    return {
        **configured_view(call, provider),
        "issuer": provider.issuer,
        "client_id": provider.client_id,
        "has_secret": bool(provider.sealed_secret),
        "scopes": list(provider.scopes),
        "rules": rules,
        "default_role": provider.default_role,
        "keeps_in_step": provider.keeps_in_step,
        "creates_people": provider.creates_people,
        "links_by_email": provider.links_by_email,
        "vouches_for_email": provider.vouches_for_email,
        "vouches_for_factor": provider.vouches_for_factor,
        "redirect_address": f"{call.public_address}{CALLBACK_PAGE}",
        "signed_out_address": f"{call.public_address}/",
    }
