"""What messages carry besides texts and files, read from the provider's JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.domains.conversations.contents import (
    Answer,
    CardPhone,
    Choice,
    ContactCard,
    Location,
    Notice,
    Order,
    OrderLine,
    Referral,
    SharedContacts,
)
from tests.unit.adapters.channels.whatsapp_cloud.test_parser import of_message, received

OBELISCO = Location(
    latitude=-34.6037,
    longitude=-58.3816,
    name="Obelisco",
    address="Av. 9 de Julio, Buenos Aires",
    url="https://lugares.example/obelisco",
)
OSCAR = ContactCard(
    name="Óscar Peña",
    organization="Ferretería Peña, Dueño",
    phones=(
        CardPhone("+54 9 11 5555-0199", "5491155550199", "CELL"),
        CardPhone("(011) 4555-0199", None, "WORK"),
    ),
    emails=("oscar@ferreteria.example",),
    addresses=("Av. Rivadavia 4500, Buenos Aires, Argentina",),
    websites=("https://ferreteria.example",),
    birthday="1980-05-12",
)
LUNCH = Order(
    lines=(
        OrderLine("EMPANADA-12", 2, 9800.5, "ARS"),
        OrderLine("GASEOSA", 1, 2100.0, "ARS"),
    ),
    catalog_id="300000000000001",
)
TURN = Choice(
    "form",
    "Sent",
    "turnos-17",
    answers=(
        Answer("nombre", "Ana Núñez"),
        Answer("días", "lunes, martes"),
        Answer("personas", "2"),
        Answer("menú", '{"vegano": true}'),
    ),
)


@pytest.mark.parametrize(
    ("name", "kind", "raw_type", "text", "content"),
    [
        ("location", "location", "location", None, OBELISCO),
        (
            "contacts",
            "contacts",
            "contacts",
            None,
            SharedContacts((OSCAR, ContactCard(name="Mesa de entradas"))),
        ),
        ("order", "order", "order", "Sin cebolla", LUNCH),
        (
            "button",
            "choice",
            "button",
            "Sí, confirmo",
            Choice("button", "Sí, confirmo", "confirm"),
        ),
        (
            "button_reply",
            "choice",
            "interactive",
            "Sí, confirmo",
            Choice("button", "Sí, confirmo", "si"),
        ),
        (
            "list_reply",
            "choice",
            "interactive",
            "Martes 10:00",
            Choice("list", "Martes 10:00", "turno-3", "Sucursal Centro"),
        ),
        (
            "form",
            "choice",
            "interactive",
            'nombre: Ana Núñez\ndías: lunes, martes\npersonas: 2\nmenú: {"vegano": true}',
            TURN,
        ),
        (
            "call_permission",
            "choice",
            "interactive",
            None,
            Choice(
                "call_permission",
                "accept",
                "accept",
                answers=(
                    Answer("is_permanent", "false"),
                    Answer("expiration_timestamp", "1795950000"),
                    Answer("response_source", "user_action"),
                ),
            ),
        ),
        (
            "number_changed",
            "system",
            "system",
            "User Ana Núñez changed from 5491155550101 to 5491155550122",
            Notice("number_changed", "5491155550122"),
        ),
        (
            "identity_changed",
            "system",
            "system",
            "User identity changed",
            Notice("identity_changed"),
        ),
    ],
)
def test_each_kind_is_read_as_what_it_is(
    name: str, kind: str, raw_type: str, text: str | None, content: Any
) -> None:
    event = received(f"message_{name}")
    assert (event.kind, event.raw_type, event.text) == (kind, raw_type, text)
    assert event.content == content
    assert event.raw is None


def test_a_message_by_an_advertisement_carries_it() -> None:
    event = received("message_referral")
    assert (event.kind, event.text) == ("text", "Quiero saber más")
    assert event.referral == Referral(
        source_type="ad",
        source_id="120200000000000001",
        source_url="https://fb.me/2xAmPlE",
        headline="Refinancie su deuda",
        body="Hasta 12 cuotas",
        media_type="image",
        media_url="https://scontent.example/ad.jpg",
        click_id="AfEXAMPLE",
        welcome_text="¿En qué podemos ayudarle?",
    )
    assert received("message_text").referral is None


@pytest.mark.parametrize("referral", [None, {}, [], "ad", 7])
def test_a_referral_that_cannot_be_read_does_no_harm(referral: Any) -> None:
    event = of_message({"text": {"body": "hola"}, "referral": referral})
    assert (event.text, event.referral) == ("hola", None)


class TestForms:
    def form(self, **reply: Any) -> Any:
        content = {"type": "nfm_reply", "nfm_reply": reply}
        return of_message({"type": "interactive", "interactive": content})

    @pytest.mark.parametrize(
        "told", [..., None, 7, "", "{nombre: Ana", '["not", "an", "object"]', "NaN", "[" * 9_000]
    )
    def test_raw_is_kept_when_answers_cannot_be_read(self, told: Any) -> None:
        reply = {"name": "flow", "body": "Sent"} | ({} if told is ... else {"response_json": told})
        event = self.form(**reply)
        assert (event.kind, event.text) == ("choice", "Sent")
        assert event.content == Choice("form", "Sent")
        assert event.raw["interactive"]["nfm_reply"] == reply

    def test_letters_no_database_takes_are_mended(self) -> None:
        event = self.form(response_json='{"a": "x\\ud800", "b": "\\ud83d\\ude00"}')
        assert event.content.answers == (Answer("a", "x�"), Answer("b", "😀"))
        event.text.encode()

    def test_an_empty_form_shows_what_the_provider_calls_it(self) -> None:
        event = self.form(name="flow", response_json=json.dumps({"flow_token": "t"}))
        assert (event.text, event.content) == ("flow", Choice("form", "flow", "t"))
        assert event.raw is None


class TestTolerance:
    """What only adds to a message never costs the message."""

    @pytest.mark.parametrize(
        "card", [{}, {"name": 5, "phones": "x", "emails": [1, {"email": 2}], "org": []}]
    )
    def test_a_card_without_anything_readable_is_still_a_card(self, card: Any) -> None:
        event = of_message({"type": "contacts", "contacts": [card, {"phones": [{}]}]})
        assert event.content == SharedContacts((ContactCard(), ContactCard()))

    def test_a_place_without_a_name_is_its_coordinates(self) -> None:
        place = {"latitude": 1, "longitude": 2.5, "name": 7, "address": None}
        event = of_message({"type": "location", "location": place})
        assert event.content == Location(1.0, 2.5)

    def test_an_order_without_prices_has_its_lines(self) -> None:
        items = [{"product_retailer_id": "A", "quantity": 3}]
        event = of_message({"type": "order", "order": {"product_items": items, "text": ""}})
        assert (event.text, event.content) == (None, Order((OrderLine("A", 3),)))

    def test_a_button_without_a_title_shows_its_payload(self) -> None:
        event = of_message({"type": "button", "button": {"payload": "SI"}})
        assert (event.text, event.content) == ("SI", Choice("button", "SI", "SI"))

    @pytest.mark.parametrize(
        ("system", "notice"),
        [
            (None, Notice("other")),
            ("x", Notice("other")),
            ({"type": "of_tomorrow", "body": 7}, Notice("other")),
            ({"type": "user_changed_number", "new_wa_id": "55"}, Notice("number_changed", "55")),
            (
                {"type": "user_changed_user_id", "user_id": "AR.2", "wa_id": "5411"},
                Notice("user_id_changed", "AR.2"),
            ),
        ],
    )
    def test_a_notice_is_one_whatever_it_tells(self, system: Any, notice: Notice) -> None:
        event = of_message({"type": "system", "system": system})
        assert (event.kind, event.text, event.content) == ("system", None, notice)
