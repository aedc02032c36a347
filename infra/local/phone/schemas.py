"""Requests of the phone page."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, model_validator

_PHONE_SIGNS = str.maketrans("", "", "+ ()-")


def _without_signs(value: object) -> object:
    return value.translate(_PHONE_SIGNS) or None if isinstance(value, str) else value


def _without_blanks(value: object) -> object:
    return value.strip() or None if isinstance(value, str) else value


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewPerson(_Request):
    """A person to play: a name and a number, a user id, or both."""

    name: Annotated[str, Field(min_length=1, max_length=80), BeforeValidator(_without_blanks)]
    phone: Annotated[
        Annotated[str, Field(pattern=r"^\d{6,15}$")] | None, BeforeValidator(_without_signs)
    ] = None
    user_id: Annotated[
        Annotated[str, Field(pattern=r"^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$")] | None,
        BeforeValidator(_without_blanks),
    ] = None

    @model_validator(mode="after")
    def reachable(self) -> NewPerson:
        if not self.phone and not self.user_id:
            raise ValueError("a number or a user id is needed")
        return self


class WriteText(_Request):
    kind: Literal["text"]
    text: Annotated[str, Field(min_length=1, max_length=4096)]
    reply_to: str | None = None


class React(_Request):
    """Without an emoji the earlier reaction is taken back."""

    kind: Literal["reaction"]
    message_id: str
    emoji: Annotated[str, Field(min_length=1, max_length=16)] | None


class Edit(_Request):
    kind: Literal["edit"]
    message_id: str
    text: Annotated[str, Field(min_length=1, max_length=4096)]


class Revoke(_Request):
    kind: Literal["revoke"]
    message_id: str


class SendUnsupported(_Request):
    """Something WhatsApp itself does not pass on, such as a poll."""

    kind: Literal["unsupported"]


class SendLocation(_Request):
    kind: Literal["location"]
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    name: Annotated[str, Field(max_length=200)] | None = None
    address: Annotated[str, Field(max_length=400)] | None = None


class SendContact(_Request):
    kind: Literal["contacts"]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    phone: Annotated[str, Field(pattern=r"^\d{6,15}$"), BeforeValidator(_without_signs)]


class Choose(_Request):
    """Takes a button or a line of a list, as if the business had offered it."""

    kind: Literal["choice"]
    of: Literal["button", "list"]
    id: Annotated[str, Field(min_length=1, max_length=200)]
    title: Annotated[str, Field(min_length=1, max_length=24)]
    description: Annotated[str, Field(max_length=72)] | None = None
    reply_to: str | None = None


class OrderItem(_Request):
    product_id: Annotated[str, Field(min_length=1, max_length=100)]
    quantity: Annotated[int, Field(ge=1, le=999)]
    price: Annotated[float, Field(ge=0)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class SendOrder(_Request):
    """Orders from the business's catalogue."""

    kind: Literal["order"]
    items: Annotated[list[OrderItem], Field(min_length=1, max_length=30)]
    note: Annotated[str, Field(max_length=1024)] = ""


class ComeByAd(_Request):
    """Writes from an advertisement of the business."""

    kind: Literal["ad"]
    text: Annotated[str, Field(min_length=1, max_length=4096)]
    headline: Annotated[str, Field(min_length=1, max_length=200)]


class EchoText(_Request):
    """The business writes in WhatsApp's own app, past the product."""

    kind: Literal["echo"]
    text: Annotated[str, Field(min_length=1, max_length=4096)]


Action = (
    WriteText
    | React
    | Edit
    | Revoke
    | SendUnsupported
    | SendLocation
    | SendContact
    | Choose
    | SendOrder
    | ComeByAd
    | EchoText
)


class PhoneAction(RootModel[Annotated[Action, Field(discriminator="kind")]]):
    """Anything that is done in a chat and needs no file."""
