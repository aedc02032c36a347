"""Beginning a conversation from our side."""

from __future__ import annotations

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.api.messages import writing_of
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.api.templates import TemplateToUse, served_connection
from chalicelib.core.errors import FieldProblem, InvalidRequestError, NotFoundError
from chalicelib.core.ids import ContactId, is_id
from chalicelib.domains.conversations.schemas import ConversationView
from chalicelib.domains.conversations.services.posting import Draft
from chalicelib.domains.conversations.services.starting import Addressee

routes = Blueprint(__name__)


class NewConversation(RequestModel):
    """To a contact (`contact_id`) or to a number (`phone`: country code and number in digits,
    with or without plus). `name` is kept where nobody has told one yet.
    """

    connection_id: str = Field(min_length=1, max_length=64)
    contact_id: str | None = Field(default=None, min_length=1, max_length=64)
    phone: str | None = Field(default=None, pattern=r"^\+?[1-9][0-9]{7,14}$")
    name: str | None = Field(default=None, min_length=1, max_length=100, pattern=NOT_BLANK)
    template: TemplateToUse

    def addressee(self) -> Addressee:
        """Raises InvalidRequestError unless exactly one is named, NotFoundError."""
        if (self.contact_id is None) == (self.phone is None):
            detail = "Name a contact or a phone number, not both."
            problem = FieldProblem(field="phone", code="contact_or_phone", detail=detail)
            raise InvalidRequestError(errors=[problem])
        if self.contact_id is not None and not is_id(self.contact_id):
            raise NotFoundError
        return Addressee(
            contact_id=ContactId(self.contact_id) if self.contact_id else None,
            phone=self.phone.removeprefix("+") if self.phone else None,
            name=self.name.strip() if self.name else None,
        )


@endpoint(
    routes,
    "POST",
    "/v1/conversations",
    permission="conversations.start",
    callers="everybody",
    body=NewConversation,
    example={
        "connection_id": "wa-principal",
        "phone": "59170000001",
        "name": "Rosa Cárdenas",
        "template": {"name": "pedido_enviado", "language": "es", "parameters": {"1": "2026-118"}},
    },
    response=ConversationView,
    status=201,
    idempotency="pinned",
    summary="Write to a customer first",
)
def start_conversation(call: Call[None, NewConversation, None]) -> ConversationView:
    """Held by the caller, with the template queued. 409 `conversation_open` names the one that
    the customer has on this connection, and its holder, if they are in sight.
    """
    sent = call.body
    addressee = sent.addressee()
    connection = served_connection(call, sent.connection_id)
    draft = Draft(None, sent.template.header_upload_id, sent.template.wanted)
    conversation = call.container.starting.start(connection, addressee, draft, writing_of(call))
    return call.container.reading.view(conversation, call.principal)
