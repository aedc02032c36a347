"""One person's privacy: what is kept of them, taking it along, erasing it, holds and consents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from chalice.app import Blueprint
from pydantic import AwareDatetime, Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.client_values import access_contact
from chalicelib.api.endpoint import endpoint
from chalicelib.api.privacy_views import (
    ConsentView,
    ErasureView,
    ExportView,
    HoldView,
    consent_view,
    erasure_view,
    export_view,
    hold_view,
)
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.clock import rfc3339_ms, to_ms
from chalicelib.core.errors import FieldProblem, InvalidRequestError, NotFoundError
from chalicelib.core.ids import is_id
from chalicelib.domains.access.fields import Shows
from chalicelib.domains.privacy.rules import phrase_of

if TYPE_CHECKING:
    from chalicelib.domains.contacts.models import Contact

routes = Blueprint(__name__)

_PATH = "/v1/contacts/{contact_id}"
_REASON_LENGTH, _PURPOSE_LENGTH = 500, 100


class HoldingView(TypedDict):
    """How much there is; `is_partial`: only the newest conversations were counted."""

    conversations: int
    messages: int
    files: int
    is_partial: bool


class PersonPrivacyView(TypedDict):
    """What is kept of a person and what was done with it, newest first.

    `confirm_with` is what has to be typed to erase them.
    """

    contact_id: str
    name: Annotated[str | None, Shows("contact.name")]
    identities: Annotated[list[str] | None, Shows("contact.phone")]
    confirm_with: Annotated[str | None, Shows("contact.name", "contact.phone")]
    erased_at: str | None
    kept: HoldingView
    holds: list[HoldView]
    consents: list[ConsentView]
    exports: list[ExportView]
    erasure: ErasureView | None


class ExportToOrder(RequestModel):
    """`includes_notes`: whether what the house wrote among itself goes along."""

    includes_notes: bool = False


class ErasureToOrder(RequestModel):
    """What `confirm_with` says, typed by whoever means it."""

    confirmation: str = Field(min_length=1, max_length=300)


class HoldToPlace(RequestModel):
    """Why nothing of a person may be erased; without an end it stands until it is released."""

    reason: str = Field(min_length=1, max_length=_REASON_LENGTH, pattern=NOT_BLANK)
    until: AwareDatetime | None = None


class ConsentToRecord(RequestModel):
    """What a person said about a purpose, when (now, where it is left out), and how it is known."""

    purpose: str = Field(min_length=1, max_length=_PURPOSE_LENGTH, pattern=NOT_BLANK)
    state: Literal["granted", "refused", "withdrawn"]
    source: Literal["conversation", "form", "call", "paper", "other"]
    evidence: str = Field(default="", max_length=_REASON_LENGTH)
    at: AwareDatetime | None = None


class LinkList(TypedDict):
    """Addresses of the archives of an export, good for five minutes."""

    items: list[str]
    next_cursor: str | None


@endpoint(
    routes,
    "GET",
    f"{_PATH}/privacy",
    permission="privacy.manage",
    callers="people",
    access=access_contact,
    response=PersonPrivacyView,
    summary="What is kept of a person",
)
def read_person(call: Call[None, None, Contact]) -> PersonPrivacyView:
    """Also what an erasure would take away: nothing is changed."""
    contact, container = call.subject, call.container
    kept = container.collecting.holding(contact)
    erasure = container.erasing.of(contact)
    return PersonPrivacyView(
        contact_id=contact.id,
        name=contact.shown_name,
        identities=[one.value for one in contact.identities],
        confirm_with=phrase_of(contact),
        erased_at=rfc3339_ms(contact.erased_at_ms),
        kept=HoldingView(
            conversations=kept.conversations,
            messages=kept.messages,
            files=kept.files,
            is_partial=kept.is_partial,
        ),
        holds=[hold_view(call, one) for one in container.case_book.holds(contact)],
        consents=[consent_view(call, one) for one in container.case_book.consents(contact)],
        exports=[export_view(call, one) for one in container.exporting.of(contact)],
        erasure=erasure_view(call, erasure) if erasure else None,
    )


@endpoint(
    routes,
    "POST",
    f"{_PATH}/exports",
    permission="privacy.manage",
    callers="people",
    access=access_contact,
    body=ExportToOrder,
    response=ExportView,
    status=201,
    summary="Ask for everything of a person",
)
def order_export(call: Call[None, ExportToOrder, Contact]) -> ExportView:
    """Made within minutes. 409 `erasure_exists` of somebody who is being erased."""
    change = call.change("person_export.ordered")
    ordered = call.container.exporting.order(
        call.subject, change, includes_notes=call.body.includes_notes
    )
    return export_view(call, ordered)


@endpoint(
    routes,
    "POST",
    f"{_PATH}/exports/{{export_id}}/links",
    permission="privacy.manage",
    callers="people",
    access=access_contact,
    response=LinkList,
    idempotency="none",
    summary="Download an export",
)
def link_export(call: Call[None, None, Contact]) -> LinkList:
    """On record before it is answered. 409 `export_unavailable` before it is made, and after."""
    change = call.change("person_export.downloaded")
    links = call.container.exporting.links(call.subject, _id(call, "export_id"), change)
    return LinkList(items=links, next_cursor=None)


@endpoint(
    routes,
    "DELETE",
    f"{_PATH}/exports/{{export_id}}",
    permission="privacy.manage",
    callers="people",
    access=access_contact,
    response=ExportView,
    summary="Remove an export before its time",
)
def remove_export(call: Call[None, None, Contact]) -> ExportView:
    """Its archives are gone at once. 409 `export_unavailable` before it is made, and after."""
    change = call.change("person_export.removed")
    removed = call.container.exporting.remove(call.subject, _id(call, "export_id"), change)
    return export_view(call, removed)


@endpoint(
    routes,
    "POST",
    f"{_PATH}/erasure",
    permission="privacy.manage",
    callers="people",
    access=access_contact,
    body=ErasureToOrder,
    response=ErasureView,
    status=201,
    idempotency="none",
    example={"confirmation": "María Mamani"},
    summary="Erase a person for good",
)
def order_erasure(call: Call[None, ErasureToOrder, Contact]) -> ErasureView:
    """Nobody can undo it. 409 `under_legal_hold` names the holds that forbid it, 409
    `erasure_exists` where it was ordered before; 422 `not_confirmed` for another phrase.
    """
    change = call.change("erasure.ordered")
    erasure = call.container.erasing.order(call.subject, call.body.confirmation, change)
    return erasure_view(call, erasure)


@endpoint(
    routes,
    "POST",
    f"{_PATH}/holds",
    permission="privacy.manage",
    callers="people",
    access=access_contact,
    body=HoldToPlace,
    response=HoldView,
    status=201,
    summary="Place a legal hold",
)
def place_hold(call: Call[None, HoldToPlace, Contact]) -> HoldView:
    """Nothing of the person is erased, nor let go because it is old, before it is over."""
    until_ms = None if call.body.until is None else to_ms(call.body.until)
    if until_ms is not None and until_ms <= to_ms(call.now):
        raise _past("until", "Name an end that lies ahead.")
    hold = call.container.case_book.place(
        call.subject, call.body.reason.strip(), until_ms, call.change("legal_hold.placed")
    )
    return hold_view(call, hold)


@endpoint(
    routes,
    "POST",
    f"{_PATH}/holds/{{hold_id}}/release",
    permission="privacy.manage",
    callers="people",
    access=access_contact,
    response=HoldView,
    summary="Release a legal hold",
)
def release_hold(call: Call[None, None, Contact]) -> HoldView:
    """One that is over already stays as it ended."""
    change = call.change("legal_hold.released")
    released = call.container.case_book.release(call.subject, _id(call, "hold_id"), change)
    return hold_view(call, released)


@endpoint(
    routes,
    "POST",
    f"{_PATH}/consents",
    permission="privacy.manage",
    callers="people",
    access=access_contact,
    body=ConsentToRecord,
    response=ConsentView,
    status=201,
    summary="Record what a person consents to",
)
def record_consent(call: Call[None, ConsentToRecord, Contact]) -> ConsentView:
    """What was said before stays beside it; the newest of a purpose is what holds."""
    body, now_ms = call.body, to_ms(call.now)
    at_ms = now_ms if body.at is None else to_ms(body.at)
    if not 0 <= at_ms <= now_ms:
        raise _past("at", "Name an instant that has been.")
    consent = call.container.case_book.record(
        call.subject,
        purpose=body.purpose.strip(),
        state=body.state,
        source=body.source,
        evidence=body.evidence.strip(),
        at_ms=at_ms,
        change=call.change("consent.recorded"),
    )
    return consent_view(call, consent)


def _id(call: Call[Any, Any, Any], name: str) -> str:
    given = call.path[name]
    if not is_id(given):
        raise NotFoundError
    return given


def _past(field: str, detail: str) -> InvalidRequestError:
    return InvalidRequestError(
        errors=[FieldProblem(field=field, code="wrong_instant", detail=detail)]
    )
