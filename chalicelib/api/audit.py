"""The audit: what was done, by whom and from where; read, verified and taken along."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from chalice.app import Blueprint
from pydantic import AwareDatetime, Field
from typing_extensions import TypedDict

from chalicelib.api.actors import ActorView
from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.core.clock import rfc3339_ms, to_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import UserId, is_message_id
from chalicelib.core.pagination import Cursors, Page
from chalicelib.domains.access.fields import FIELDS, Shows
from chalicelib.domains.audit.masking import masked
from chalicelib.domains.audit.models import (
    LAST_MS,
    Act,
    ActId,
    Flaw,
    Listed,
    Outcome,
    Sighting,
    Wanted,
)

routes = Blueprint(__name__)

_PATH = "/v1/audit"
_CURSORS = Cursors("audit", is_message_id)  # ids of acts have the same shape
_EXPORTED_AT_ONCE = 50


class AuditFilters(RequestModel):
    """What is asked for; all of it has to fit. `until` is beyond the last instant."""

    actor: str | None = Field(default=None, min_length=1, max_length=64)
    event: str | None = Field(default=None, pattern=r"^[a-z_]{1,40}\.[a-z_]{1,40}$")
    entity_kind: str | None = Field(default=None, pattern=r"^[a-z_]{1,40}$")
    entity_id: str | None = Field(default=None, min_length=1, max_length=200)
    application: str | None = Field(default=None, min_length=1, max_length=64)
    text: str | None = Field(default=None, max_length=100)
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    cursor: str | None = None


class AuditQuery(AuditFilters):
    """A page of what is asked for."""

    limit: int = Field(default=50, ge=1, le=100)


class AuditExport(AuditFilters):
    """A page of what is taken along, for the file that the client makes of it."""


class ActView(TypedDict):
    """One thing that was done. `changed` names attributes; `name` is the entity's, if any."""

    id: str
    at: str
    event: str
    actor: ActorView
    role: str | None
    application: str | None
    entity_kind: str
    entity_id: str
    name: Annotated[str | None, Shows(*FIELDS)]
    outcome: Outcome
    version: int | None
    changed: list[str]


class ActList(TypedDict):
    """A page, newest first; it may be short or empty while `next_cursor` is set."""

    items: list[ActView]
    next_cursor: str | None


class WholeActView(TypedDict):
    """One thing that was done, from where, and what its entity was before and after.

    Both may hold any field of people: who is kept from one of them is told neither.
    """

    id: str
    at: str
    event: str
    actor: ActorView
    role: str | None
    session: str | None
    request_id: str | None
    ip: str | None
    application: str | None
    entity_kind: str
    entity_id: str
    outcome: Outcome
    version: int | None
    before: Annotated[dict[str, Any] | None, Shows(*FIELDS)]
    after: Annotated[dict[str, Any] | None, Shows(*FIELDS)]
    detail: dict[str, Any]


class EntryView(TypedDict):
    """The act with its place in the chain; `is_erased` where its values were taken away."""

    act: WholeActView
    chain: int
    number: int
    digest: str
    is_erased: bool


class WholeActList(TypedDict):
    """A page of acts with all they say, newest first."""

    items: list[WholeActView]
    next_cursor: str | None


class HoleView(TypedDict):
    """Where a chain is not what it was."""

    chain: int
    number: int
    flaw: Flaw


class VerificationView(TypedDict):
    """How many entries are verified, until when, and what is wrong."""

    verified_until: str | None
    entries: int
    holes: list[HoleView]


@endpoint(
    routes,
    "GET",
    _PATH,
    permission="audit.read",
    callers="everybody",
    query=AuditQuery,
    response=ActList,
    summary="What was done",
)
def list_acts(call: Call[AuditQuery, None, None]) -> ActList:
    """Newest first, as far back as the audit goes. `text` is looked for in names and values."""
    page = _page(call, call.query, call.query.limit)
    people = call.container.colleagues
    return ActList(
        items=[_listed(one, people.name_of(UserId(one.actor))) for one in page.items],
        next_cursor=_CURSORS.encode(page.next_position),
    )


@endpoint(
    routes,
    "GET",
    f"{_PATH}/verification",
    permission="audit.read",
    callers="everybody",
    response=VerificationView,
    summary="Whether the audit is whole",
)
def read_verification(call: Call[None, None, None]) -> VerificationView:
    """Entries are verified every minute and sealed every hour; what is wrong once stays listed."""
    chains = call.container.audit_search.verified()
    return VerificationView(
        verified_until=rfc3339_ms(min(one.at_ms for one in chains) or None),
        entries=sum(one.head.number for one in chains),
        holes=[
            HoleView(chain=hole.shard, number=hole.number, flaw=hole.flaw)
            for one in chains
            for hole in one.holes
        ],
    )


@endpoint(
    routes,
    "POST",
    f"{_PATH}/exports",
    permission="audit.export",
    callers="everybody",
    body=AuditExport,
    response=WholeActList,
    idempotency="none",
    summary="Take a page of acts along",
)
def export_acts(call: Call[None, AuditExport, None]) -> WholeActList:
    """Each page is itself put on record, and refused with 503 `unwitnessed` where it cannot be."""
    asked = call.body.model_dump(mode="json", exclude_none=True, exclude={"cursor"})
    if "text" in asked:  # who looks for a customer names them
        asked["text"] = masked(asked["text"])
    sighting = Sighting("audit.exported", "audit", "", {"asked": asked})
    call.container.witness.saw(sighting, call.change("audit.exported"))
    page = _page(call, call.body, _EXPORTED_AT_ONCE)
    whole = call.container.audit_search.whole(page)
    return WholeActList(
        items=[_whole(call, act) for act in whole],
        next_cursor=_CURSORS.encode(page.next_position),
    )


@endpoint(
    routes,
    "GET",
    f"{_PATH}/acts/{{act_id}}",
    permission="audit.read",
    callers="everybody",
    response=EntryView,
    summary="One act with what changed",
)
def read_act(call: Call[None, None, None]) -> EntryView:
    """Before and after by attribute; secrets are digests, what people wrote is masked."""
    given = call.path["act_id"]
    if not is_message_id(given):
        raise NotFoundError
    found = call.container.audit_search.act(ActId(given))
    return EntryView(
        act=_whole(call, found.act),
        chain=found.link.shard,
        number=found.link.number,
        digest=found.link.digest,
        is_erased=found.link.is_erased,
    )


def _page(call: Call[Any, Any, Any], asked: AuditFilters, limit: int) -> Page[Listed]:
    wanted = Wanted(
        actor=asked.actor,
        event=asked.event,
        entity_kind=asked.entity_kind,
        entity_id=asked.entity_id,
        application=asked.application,
        text=asked.text,
        since_ms=_ms(asked.since),
        until_ms=_ms(asked.until),
    )
    position = _CURSORS.decode(asked.cursor)
    before = ActId(position[0]) if position else None
    return call.container.audit_search.page(wanted, before, limit)


def _ms(instant: datetime | None) -> int | None:
    return None if instant is None else min(max(to_ms(instant), 0), LAST_MS)


def _listed(one: Listed, actor: str | None) -> ActView:
    return ActView(
        id=one.id,
        at=rfc3339_ms(one.at_ms) or "",
        event=one.event,
        actor=ActorView(id=one.actor, name=actor),
        role=one.role,
        application=one.application,
        entity_kind=one.entity_kind,
        entity_id=one.entity_id,
        name=one.name,
        outcome=one.outcome,
        version=one.version,
        changed=list(one.changed),
    )


def _whole(call: Call[Any, Any, Any], act: Act) -> WholeActView:
    name = call.container.colleagues.name_of(UserId(act.actor))
    return WholeActView(
        id=act.id,
        at=rfc3339_ms(act.at_ms) or "",
        event=act.event,
        actor=ActorView(id=act.actor, name=name),
        role=act.role,
        session=act.session,
        request_id=act.request_id,
        ip=act.ip,
        application=act.application,
        entity_kind=act.entity_kind,
        entity_id=act.entity_id,
        outcome=act.outcome,
        version=act.version,
        before=dict(act.before),
        after=dict(act.after),
        detail=dict(act.detail),
    )
