"""What is shown of a message's content: each view is None for content of another kind."""

from __future__ import annotations

from chalicelib.domains.conversations.contents import (
    Choice,
    ContactCard,
    Content,
    Location,
    Notice,
    Order,
    Referral,
    SharedContacts,
)
from chalicelib.domains.conversations.schemas import (
    AnswerView,
    CardPhoneView,
    ChoiceView,
    ContactCardView,
    LocationView,
    NoticeView,
    OrderLineView,
    OrderView,
    ReferralView,
    SentButtonView,
    SentTemplateView,
)
from chalicelib.domains.templates.models import SentTemplate


def location_view(content: Content | None) -> LocationView | None:
    if not isinstance(content, Location):
        return None
    return LocationView(
        latitude=content.latitude,
        longitude=content.longitude,
        name=content.name,
        address=content.address,
        url=content.url,
    )


def contact_views(content: Content | None) -> list[ContactCardView] | None:
    if not isinstance(content, SharedContacts):
        return None
    return [_card(card) for card in content.cards]


def choice_view(content: Content | None) -> ChoiceView | None:
    if not isinstance(content, Choice):
        return None
    return ChoiceView(
        kind=content.of,
        id=content.id,
        title=content.title,
        description=content.description,
        answers=[AnswerView(name=one.name, value=one.value) for one in content.answers],
    )


def order_view(content: Content | None) -> OrderView | None:
    if not isinstance(content, Order):
        return None
    lines = [
        OrderLineView(
            product_id=line.product_id,
            quantity=line.quantity,
            price=line.price,
            currency=line.currency,
        )
        for line in content.lines
    ]
    return OrderView(catalog_id=content.catalog_id, lines=lines)


def notice_view(content: Content | None) -> NoticeView | None:
    if not isinstance(content, Notice):
        return None
    return NoticeView(kind=content.what, value=content.value)


def template_view(content: Content | None) -> SentTemplateView | None:
    if not isinstance(content, SentTemplate):
        return None
    return SentTemplateView(
        name=content.name,
        language=content.language,
        category=content.category,
        header=content.header,
        footer=content.footer,
        buttons=[
            SentButtonView(kind=one.kind, text=one.text, url=one.url, phone=one.phone)
            for one in content.buttons
        ],
    )


def referral_view(referral: Referral | None) -> ReferralView | None:
    if referral is None:
        return None
    return ReferralView(
        source_type=referral.source_type,
        source_id=referral.source_id,
        source_url=referral.source_url,
        headline=referral.headline,
        body=referral.body,
        media_type=referral.media_type,
        media_url=referral.media_url,
        thumbnail_url=referral.thumbnail_url,
        click_id=referral.click_id,
        welcome_text=referral.welcome_text,
    )


def _card(card: ContactCard) -> ContactCardView:
    phones = [
        CardPhoneView(number=one.number, whatsapp=one.whatsapp, label=one.label)
        for one in card.phones
    ]
    return ContactCardView(
        name=card.name,
        organization=card.organization,
        phones=phones,
        emails=list(card.emails),
        addresses=list(card.addresses),
        websites=list(card.websites),
        birthday=card.birthday,
    )
