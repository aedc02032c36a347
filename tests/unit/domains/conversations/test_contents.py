"""What messages carry: how it stands in one line, and how it is shown."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domains.conversations.contents import (
    Answer,
    CardPhone,
    Choice,
    ContactCard,
    Content,
    Location,
    Notice,
    Order,
    OrderLine,
    Referral,
    SharedContacts,
)
from tests.samples import written
from tests.unit.domains.conversations.office import Office

CARRIED = ("location", "contacts", "choice", "order", "notice", "referral")


@pytest.mark.parametrize(
    ("content", "summary"),
    [
        (Location(1, 2, "Obelisco", "Av. 9 de Julio"), "Obelisco"),
        (Location(1, 2, address="Av. 9 de Julio"), "Av. 9 de Julio"),
        (Location(1, 2), ""),
        (
            SharedContacts((ContactCard("Ana"), ContactCard(), ContactCard("Óscar"))),
            "Ana, Óscar",
        ),
        (SharedContacts(()), ""),
        (Choice("button", "Sí"), "Sí"),
        (Choice("call_permission", "accept"), ""),
        (Order((OrderLine("A", 2), OrderLine("B", 1))), "2 × A, 1 × B"),
        (Order(()), ""),
        (Notice("number_changed", "5411"), "5411"),
        (Notice("identity_changed"), ""),
    ],
)
def test_content_stands_in_one_line(content: Content, summary: str) -> None:
    assert content.summary == summary


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, {}),
        (
            {"kind": "location", "content": Location(-34.5, 12.0, "Obelisco")},
            {
                "location": {
                    "latitude": -34.5,
                    "longitude": 12.0,
                    "name": "Obelisco",
                    "address": None,
                    "url": None,
                }
            },
        ),
        (
            {
                "kind": "contacts",
                "content": SharedContacts(
                    (ContactCard("Ana", phones=(CardPhone("+54 1", "541"),), emails=("a@b",)),)
                ),
            },
            {
                "contacts": [
                    {
                        "name": "Ana",
                        "organization": None,
                        "phones": [{"number": "+54 1", "whatsapp": "541", "label": None}],
                        "emails": ["a@b"],
                        "addresses": [],
                        "websites": [],
                        "birthday": None,
                    }
                ]
            },
        ),
        (
            {"kind": "choice", "content": Choice("form", "Sent", "t", answers=(Answer("a", "1"),))},
            {
                "choice": {
                    "kind": "form",
                    "id": "t",
                    "title": "Sent",
                    "description": None,
                    "answers": [{"name": "a", "value": "1"}],
                }
            },
        ),
        (
            {"kind": "order", "content": Order((OrderLine("A", 2, 9.5, "USD"),), "c")},
            {
                "order": {
                    "catalog_id": "c",
                    "lines": [
                        {"product_id": "A", "quantity": 2, "price": 9.5, "currency": "USD"},
                    ],
                }
            },
        ),
        (
            {"kind": "system", "content": Notice("number_changed", "5411")},
            {"notice": {"kind": "number_changed", "value": "5411"}},
        ),
        (
            {"referral": Referral(headline="Refinancie", source_url="https://fb.me/1")},
            {
                "referral": {
                    **dict.fromkeys(
                        [
                            *("source_type", "source_id", "body", "media_type", "media_url"),
                            *("thumbnail_url", "click_id", "welcome_text"),
                        ]
                    ),
                    "headline": "Refinancie",
                    "source_url": "https://fb.me/1",
                }
            },
        ),
    ],
)
def test_a_message_shows_what_it_carries_and_nothing_else(
    fields: dict[str, Any], shown: dict[str, Any]
) -> None:
    view = Office().reading.message_view(written(**fields))
    carried = {name: value for name, value in view.items() if name in CARRIED}
    assert carried == dict.fromkeys(CARRIED) | shown
