"""A field of one customer, asked for by itself and put on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.client_values import access_contact
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.core.errors import FieldProblem, InvalidRequestError
from chalicelib.domains.access.fields import is_field, key_of, kind_of
from chalicelib.domains.audit.models import Sighting

if TYPE_CHECKING:
    from chalicelib.domains.contacts.models import Contact

routes = Blueprint(__name__)


class FieldToReveal(RequestModel):
    """A field of the customer: `contact.name`, `contact.phone`, `contact.username` or
    `client.<key>`.
    """

    field: str = Field(min_length=1, max_length=60)


class RevealedView(TypedDict):
    """All of a field as it is, whatever the caller's role sees of it otherwise."""

    contact_id: str
    field: str
    values: list[str]


@endpoint(
    routes,
    "POST",
    "/v1/contacts/{contact_id}/reveal",
    permission="fields.reveal",
    callers="people",
    access=access_contact,
    body=FieldToReveal,
    response=RevealedView,
    idempotency="none",
    summary="Reveal one field of a customer",
)
def reveal_field(call: Call[None, FieldToReveal, Contact]) -> RevealedView:
    """On record before it is answered, without the value; empty where nothing is known of it."""
    field, contact = call.body.field, call.subject
    if not is_field(field) or not kind_of(field).is_revealed or field.endswith("*"):
        detail = "Name one field of the customer: contact.name, contact.phone, client.<key> ..."
        problem = FieldProblem(field="field", code="unknown_field", detail=detail)
        raise InvalidRequestError(errors=[problem])
    call.container.witness.saw(
        Sighting("field.revealed", "contact", contact.id, {"field": field}),
        call.change("field.revealed"),
    )
    values = _values(call, field)
    return RevealedView(contact_id=contact.id, field=field, values=[one for one in values if one])


def _values(call: Call[None, FieldToReveal, Contact], field: str) -> list[str | None]:
    contact, key = call.subject, key_of(field)
    if key is not None:
        return [call.container.clients.of(contact).standing.values.get(key)]
    if field == "contact.phone":
        return [one.value for one in contact.identities]
    return [contact.shown_name if field == "contact.name" else contact.username]
