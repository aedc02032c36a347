"""What a search and the gallery take for found."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domains.conversations.contents import Location
from chalicelib.domains.conversations.models import Media
from chalicelib.domains.conversations.wanted import GalleryKind, folded, is_of, says
from tests.samples import written

FILE = Media("ready", "application/pdf", filename="Convenio de Pago.pdf", key="k")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Camión ÑANDÚ", "camion nandu"), ("straße", "strasse"), ("i\u0301", "i"), ("", "")],
)
def test_accents_and_case_are_folded(text: str, expected: str) -> None:
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("words", "fields", "is_found"),
    [
        ("camion", {"text": "El CAMIÓN llegó"}, True),
        ("llego camión", {"text": "El camion llegó"}, True),
        ("camion azul", {"text": "El camión llegó"}, False),
        ("convenio", {"text": None, "kind": "document", "media": FILE}, True),
        ("parque", {"text": None, "content": Location(0, 0, name="Parque El Ejido")}, True),
        ("mensaje", {"text": "Mensaje", "revoked_at_ms": 1}, False),
        ("x", {"text": None}, False),
    ],
)
def test_every_word_is_found_or_the_message_is_not(
    words: str, fields: dict[str, Any], is_found: bool
) -> None:
    assert says(words)(written(**fields)) is is_found


@pytest.mark.parametrize(
    ("kind", "fields", "belongs"),
    [
        ("picture", {"kind": "image", "media": FILE}, True),
        ("picture", {"kind": "video", "media": FILE}, True),
        ("picture", {"kind": "sticker", "media": FILE}, False),
        ("audio", {"kind": "voice", "media": FILE}, True),
        ("document", {"kind": "document", "media": FILE}, True),
        ("document", {"kind": "document", "media": FILE, "revoked_at_ms": 1}, False),
        ("document", {"kind": "document"}, False),
        ("link", {"text": "mire https://ejemplo.test/a"}, True),
        ("link", {"text": "mire www.ejemplo.test"}, True),
        ("link", {"text": "a las 10:30 http no"}, False),
    ],
)
def test_a_gallery_has_what_belongs_in_it(
    kind: GalleryKind, fields: dict[str, Any], belongs: bool
) -> None:
    assert is_of(kind)(written(**fields)) is belongs
