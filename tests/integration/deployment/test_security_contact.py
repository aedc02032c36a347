"""To whom a hole is told, in the words of RFC 9116."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from infra.deployment.rollout.security_contact import NAME, publish_contact, security_txt
from tests.fakes.aws_account import FakeAccount

NOW = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("avisos@organizacion.example", "mailto:avisos@organizacion.example"),
        ("https://organizacion.example/avisos", "https://organizacion.example/avisos"),
    ],
)
def test_it_says_whom_to_tell_and_until_when(contact: str, told: str) -> None:
    assert security_txt(contact, "https://hilo.example/", NOW) == (
        f"Contact: {told}\n"
        "Expires: 2027-11-26T00:00:00Z\n"
        "Preferred-Languages: es, en, pt\n"
        f"Canonical: https://hilo.example/{NAME}\n"
    )


def test_it_is_published_as_text_beside_the_web_client(account: FakeAccount) -> None:
    s3 = account.client("s3")
    s3.create_bucket(Bucket="web")
    publish_contact(account, "web", "Contact: mailto:a@b.example\n")
    stored = s3.get_object(Bucket="web", Key=NAME)
    assert stored["ContentType"] == "text/plain; charset=utf-8"
    assert stored["Body"].read() == b"Contact: mailto:a@b.example\n"
