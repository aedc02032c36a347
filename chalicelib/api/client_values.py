"""Values of a customer that texts are filled in with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import ChangerView
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.core.clock import rfc3339_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import ContactId, is_id
from chalicelib.domains.access.fields import Shows, ShowsClientValues

if TYPE_CHECKING:
    from chalicelib.domains.client_values.models import Client
    from chalicelib.domains.contacts.models import Contact

routes = Blueprint(__name__)

_PATH = "/v1/contacts/{contact_id}/values"


class ClientValuesView(TypedDict):
    """What texts can say of a customer; `name` stands in for `nombre` where that is not set.

    `contact_id`: the contact that stands for the person. `version` 0: nobody has set any. A value
    that the caller's role does not see is empty.
    """

    contact_id: str
    name: Annotated[str | None, Shows("contact.name")]
    values: Annotated[dict[str, str], ShowsClientValues()]
    changed_by: ChangerView | None
    changed_at: str | None
    version: int


class ClientValuesToPut(RequestModel):
    """All values, by name: at most 40 of at most 200 characters, each one line.

    Names begin with a letter from a to z and go on with letters, digits and _.
    """

    values: dict[str, str] = Field(max_length=100)


def access_contact(call: Call[Any, Any, Any]) -> Contact:
    """The contact in the path, if the caller sees one of its conversations."""
    given = call.path["contact_id"]
    if not is_id(given):
        raise NotFoundError
    return call.container.clients.access(call.principal, ContactId(given))


@endpoint(
    routes,
    "GET",
    _PATH,
    permission="conversations.read",
    callers="everybody",
    access=access_contact,
    response=ClientValuesView,
    summary="Values of a customer",
)
def get_client_values(call: Call[None, None, Contact]) -> ClientValuesView:
    """404 also where the contact exists out of sight."""
    return _view(call, call.container.clients.of(call.subject))


@endpoint(
    routes,
    "PUT",
    _PATH,
    permission="client_values.manage",
    callers="everybody",
    access=access_contact,
    body=ClientValuesToPut,
    response=ClientValuesView,
    needs_version=True,
    summary="Set the values of a customer",
)
def put_client_values(call: Call[None, ClientValuesToPut, Contact]) -> ClientValuesView:
    """Replaces all of them; `If-Match` is 0 where nobody has set any.

    What the caller's role sees in part, or not at all, stays where it is sent as it was shown
    or left out. 403 `field_read_only` names what the role does not change.
    """
    client = call.container.clients.put(
        call.subject,
        call.body.values,
        call.expected_version(),
        field_rules=call.principal.field_rules,
        change=call.change("client_values.changed"),
    )
    return _view(call, client)


def _view(call: Call[Any, Any, Any], client: Client) -> ClientValuesView:
    standing = client.standing
    changer = standing.changed_by
    name = call.container.colleagues.name_of(changer) if changer else None
    return ClientValuesView(
        contact_id=standing.contact_id,
        name=client.name,
        values=dict(standing.values),
        changed_by=ChangerView(id=changer, name=name) if changer else None,
        changed_at=rfc3339_ms(standing.changed_at_ms),
        version=standing.version,
    )
