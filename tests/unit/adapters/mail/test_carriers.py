"""Both carriers hand over the same message, and tell for good from not now."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
import pytest
from moto import mock_aws

from chalicelib.adapters.mail.message import message_of
from chalicelib.adapters.mail.ses import SesCarrier, connect_ses
from chalicelib.adapters.mail.smtp import SmtpCarrier
from chalicelib.core.secret_store import SMTP_SERVER
from chalicelib.domains.mail.errors import MailRefusedError, MailUndeliveredError
from chalicelib.domains.mail.models import Letter
from infra.local.mail.box import MailBox
from tests.fakes.clock import FakeClock
from tests.fakes.secrets import FakeSecretStore

SENDER = "Hilo <hilo@example.test>"


def letter(to: str = "ana@example.test") -> Letter:
    return Letter("k#1", to, "Contraseña nueva", "Hola, Ana ñ\n", "<p>Hola, Ana ñ</p>")


@contextmanager
def listening() -> Iterator[MailBox]:
    """The local stack's own server, on a loop of its own."""
    loop, box = asyncio.new_event_loop(), MailBox(FakeClock())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(box.start(), loop).result(10)
    try:
        yield box
    finally:
        loop.call_soon_threadsafe(box.stop)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


def smtp_to(address: tuple[str, int]) -> SmtpCarrier:
    host, port = address
    server = {"host": host, "port": str(port), "security": "none"}
    return SmtpCarrier(FakeSecretStore({SMTP_SERVER: server}), SENDER)


def test_a_letter_arrives_whole_over_smtp() -> None:
    with listening() as box:
        smtp_to(box.address).carry(letter())
        (kept,) = box.mails
    assert (kept.to, kept.sender, kept.subject) == ("ana@example.test", SENDER, "Contraseña nueva")
    assert (kept.text.strip(), kept.html.strip()) == ("Hola, Ana ñ", "<p>Hola, Ana ñ</p>")
    assert kept.message_id == message_of(letter(), SENDER)["Message-ID"]


@pytest.mark.parametrize(
    ("to", "error"),
    [
        ("nadie@rebota.test", MailRefusedError),
        ("ana@demora.test", MailUndeliveredError),
        ("ana@example.test\r\nBcc: b@example.test", MailRefusedError),
    ],
)
def test_for_good_is_told_from_not_now(to: str, error: type[Exception]) -> None:
    with listening() as box:
        with pytest.raises(error):
            smtp_to(box.address).carry(letter(to))
        assert not box.mails


def test_a_server_that_is_not_there_is_asked_again() -> None:
    with listening() as box:
        address = box.address
    with pytest.raises(MailUndeliveredError):
        smtp_to(address).carry(letter())


def test_a_missing_secret_is_asked_for_again() -> None:
    with pytest.raises(MailUndeliveredError):
        SmtpCarrier(FakeSecretStore({}), SENDER).carry(letter())


@mock_aws
def test_ses_takes_a_letter_from_a_proven_sender_alone() -> None:
    session = boto3.Session("local", "local", region_name="us-east-1")
    carrier = SesCarrier(lambda: connect_ses(session), SENDER)
    with pytest.raises(MailRefusedError, match="MessageRejected"):
        carrier.carry(letter())
    connect_ses(session).create_email_identity(EmailIdentity="hilo@example.test")
    carrier.carry(letter())
