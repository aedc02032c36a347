"""What a message carries besides text and files: places, cards, orders, notices, referrals.

What a message cannot be without is read strictly; what only adds to it is taken where it
is readable. None where the content itself is missing. Facts: Meta's webhook reference,
v25.0 and v26.0 (read 2026-11).
"""

from __future__ import annotations

from chalicelib.adapters.channels.whatsapp_cloud.fields import (
    Json,
    all_in,
    count_in,
    number_in,
    object_in,
    objects_in,
    shown_in,
    text_in,
)
from chalicelib.domains.conversations.contents import (
    CardPhone,
    ContactCard,
    Location,
    Notice,
    NoticeKind,
    Order,
    OrderLine,
    Referral,
    SharedContacts,
)

_ADDRESS_LINES = ("street", "city", "state", "zip", "country")
_NAMES = ("first_name", "middle_name", "last_name")
_NOTICES: dict[str, NoticeKind] = {
    "user_changed_number": "number_changed",
    "customer_changed_number": "number_changed",
    "customer_identity_changed": "identity_changed",
    "user_changed_user_id": "user_id_changed",
    "user_id_update": "user_id_changed",
}
_NEW_NUMBER = ("wa_id", "new_wa_id")
_NEW_USER_ID = ("user_id", "new_user_id")


def location_in(message: Json) -> Location | None:
    """Raises UnparsableError."""
    place = object_in(message, "location") or {}
    latitude, longitude = number_in(place, "latitude"), number_in(place, "longitude")
    if latitude is None or longitude is None:
        return None
    return Location(
        latitude,
        longitude,
        name=shown_in(place, "name"),
        address=shown_in(place, "address"),
        url=shown_in(place, "url"),
    )


def contacts_in(message: Json) -> SharedContacts | None:
    """Raises UnparsableError."""
    cards = objects_in(message, "contacts")
    return None if cards is None else SharedContacts(tuple(_card(card) for card in cards))


def order_in(message: Json) -> Order | None:
    """Raises UnparsableError."""
    order = object_in(message, "order")
    if order is None:
        return None
    lines = [_line(item) for item in objects_in(order, "product_items") or []]
    known = tuple(line for line in lines if line is not None)
    if len(known) < len(lines):
        return None
    return Order(known, catalog_id=shown_in(order, "catalog_id"))


def notice_in(message: Json) -> Notice:
    """What a system message tells; it may tell nothing that we can read."""
    system = message.get("system")
    what = _NOTICES.get(shown_in(system, "type") or "", "other")
    keys = (*_NEW_USER_ID, *_NEW_NUMBER) if what == "user_id_changed" else _NEW_NUMBER
    values = (shown_in(system, key) for key in keys)
    return Notice(what, next(filter(None, values), None))


def referral_in(message: Json) -> Referral | None:
    """The advertisement a customer came by; it opens a window of three days."""
    told = message.get("referral")
    if not isinstance(told, dict) or not told:
        return None
    return Referral(
        source_type=shown_in(told, "source_type"),
        source_id=shown_in(told, "source_id"),
        source_url=shown_in(told, "source_url"),
        headline=shown_in(told, "headline"),
        body=shown_in(told, "body"),
        media_type=shown_in(told, "media_type"),
        media_url=shown_in(told, "image_url") or shown_in(told, "video_url"),
        thumbnail_url=shown_in(told, "thumbnail_url"),
        click_id=shown_in(told, "ctwa_clid"),
        welcome_text=shown_in(told, "welcome_message", "text"),
    )


def _line(item: Json) -> OrderLine | None:
    product, quantity = text_in(item, "product_retailer_id"), count_in(item, "quantity")
    if quantity is None:
        return None
    return OrderLine(
        product or "",
        quantity,
        price=number_in(item, "item_price"),
        currency=shown_in(item, "currency", limit=16),
    )


def _card(card: Json) -> ContactCard:
    phones = (
        CardPhone(shown_in(one, "phone"), shown_in(one, "wa_id"), shown_in(one, "type"))
        for one in all_in(card, "phones")
    )
    organization = (shown_in(card, "org", "company"), shown_in(card, "org", "title"))
    return ContactCard(
        name=_name(card),
        organization=", ".join(filter(None, organization)) or None,
        phones=tuple(one for one in phones if one.number or one.whatsapp),
        emails=_shown(card, "emails", "email"),
        addresses=tuple(filter(None, (_address(one) for one in all_in(card, "addresses")))),
        websites=_shown(card, "urls", "url"),
        birthday=shown_in(card, "birthday"),
    )


def _name(card: Json) -> str | None:
    parts = (shown_in(card, "name", key) for key in _NAMES)
    return shown_in(card, "name", "formatted_name") or " ".join(filter(None, parts)) or None


def _address(address: Json) -> str:
    return ", ".join(filter(None, (shown_in(address, key) for key in _ADDRESS_LINES)))


def _shown(card: Json, key: str, member: str) -> tuple[str, ...]:
    return tuple(filter(None, (shown_in(one, member) for one in all_in(card, key))))
