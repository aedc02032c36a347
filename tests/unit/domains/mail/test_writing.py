"""Every mail in every language, and people's words that stay words."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from typing import get_args

import pytest

from chalicelib.domains.mail.models import Language, Mail, MailKind, MailPolicy
from chalicelib.domains.mail.texts import WORDS
from chalicelib.domains.mail.writing import write

POLICY = MailPolicy("Hilo <hilo@example.test>", organisation="Cobros & Cía", time_zone="UTC")
LINK = "https://hilo.test/#/x?token=a&b=1"
VALUES: dict[str, str | datetime] = {
    "name": "Ana",
    "link": LINK,
    "valid_until": datetime(2026, 11, 28, 14, 5, tzinfo=UTC),
    "at": datetime(2026, 11, 26, 9, 0, tzinfo=UTC),
    "place": "192.0.2.7",
    "passkey": "Llavero",
    "device": "Firefox en Linux",
    "count": "12",
}


@pytest.mark.parametrize(
    ("kind", "language"), list(product(get_args(MailKind), get_args(Language)))
)
def test_each_kind_is_written_in_each_language(kind: MailKind, language: Language) -> None:
    letter = write(Mail("ana@example.test", kind, VALUES, language), "k#1", POLICY)
    assert letter.subject
    assert "{" not in letter.subject + letter.text
    assert f'lang="{language}"' in letter.html
    assert ("https://" in letter.text) == bool(WORDS[kind][language].button)


def test_every_language_says_the_same_values() -> None:
    for words in WORDS.values():
        shown = [
            {name for name in VALUES if f"{{{name}}}" in " ".join(one.paragraphs)}
            for one in words.values()
        ]
        assert shown == [shown[0]] * 3


def test_instants_are_those_of_the_organisation() -> None:
    quito = MailPolicy("a@b.test", time_zone="America/Guayaquil")
    letter = write(Mail("ana@example.test", "password_changed", VALUES), "k", quito)
    assert "26/11/2026 a las 04:00" in letter.text


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=alert(1)>", "Ana\r\nBcc: otro@example.test", "{link}{0}"]
)
def test_a_hostile_name_is_only_a_name(name: str) -> None:
    mail = Mail("ana@example.test", "invitation", {**VALUES, "name": name})
    letter = write(mail, "k", POLICY)
    assert "<img" not in letter.html
    assert "\nBcc" not in letter.text
    assert "\n" not in letter.subject
    assert " ".join(name.split()) in letter.text


def test_a_link_is_escaped_in_html_and_whole_in_the_text() -> None:
    letter = write(Mail("ana@example.test", "invitation", VALUES), "k", POLICY)
    assert LINK in letter.text
    assert "token=a&amp;b=1" in letter.html
    assert "Cobros &amp; Cía" in letter.html


def test_a_missing_value_is_an_error_and_no_hole() -> None:
    with pytest.raises(KeyError):
        write(Mail("ana@example.test", "invitation", {"name": "Ana"}), "k", POLICY)
