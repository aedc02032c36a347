"""Templates in a conversation: what the window leaves when it is closed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.channels.whatsapp_cloud.limits import SENDABLE
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.errors import NotHolderError, ServiceWindowClosedError
from chalicelib.domains.conversations.events import DeliveryError
from chalicelib.domains.conversations.models import Message
from chalicelib.domains.conversations.services.posting import Draft
from chalicelib.domains.templates.errors import (
    TemplateFileMissingError,
    TemplateNotSendableError,
    TemplateUnknownError,
)
from chalicelib.domains.templates.models import SentTemplate, Value, WantedTemplate
from chalicelib.domains.uploads.models import Announced
from chalicelib.domains.uploads.service import Uploads
from tests.samples import CHANGE, NOW_MS, heard, id_of, written
from tests.unit.domains.conversations.office import ANA, LUIS, Office

HELD = heard("one", 0, 1, assignee_id=ANA)
GREETS = WantedTemplate("seguimiento", "es", {"1": "Rosa", "2": "su consulta"})
STATES = WantedTemplate("estado_de_cuenta", "es")
DAY = 24 * 3600


@pytest.fixture
def desk(office: Office) -> Office:
    """A window that closed an hour ago."""
    office.has(HELD, written(0), written(1))
    office.clock.advance(25 * 3600)
    return office


def post(desk: Office, wanted: WantedTemplate = GREETS, **fields: Any) -> Message:
    writing = fields.pop("writing", None) or desk.writing()
    draft = Draft(None, fields.pop("upload_id", None), wanted)
    return desk.posting.post(desk.head(), draft, writing, **fields)


def bring(desk: Office, content: bytes, content_type: str) -> str:
    announced = Announced("cuenta.pdf", content_type, len(content))
    form = Uploads(desk.uploads, SENDABLE).begin(ANA, announced)
    desk.uploads.post(form.upload_id, content)
    return form.upload_id


def test_only_a_template_goes_out_when_the_window_is_closed(desk: Office) -> None:
    with pytest.raises(ServiceWindowClosedError):
        desk.posting.post(desk.head(), Draft("hola"), desk.writing())
    message = post(desk)
    assert (message.kind, message.text) == ("template", "Hola Rosa, le escribimos por su consulta.")
    assert message.content == SentTemplate(
        name="seguimiento",
        language="es",
        category="UTILITY",
        values=(Value("Rosa"), Value("su consulta")),
        footer="Andina",
    )
    assert rules.status_of(message) == "queued"
    assert desk.head().unsent == {message.id}
    assert desk.head().window_expires_second == HELD.window_expires_second


def test_nobody_but_the_holder_sends_one(desk: Office) -> None:
    desk.threads.rows[id_of("one")] = replace(HELD, assignee_id=LUIS)
    with pytest.raises(NotHolderError):
        post(desk)
    assert len(desk.thread()) == 2


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        (replace(GREETS, name="otra"), TemplateUnknownError),
        (WantedTemplate("encuesta", "es"), TemplateNotSendableError),
        (STATES, TemplateFileMissingError),
    ],
)
def test_what_is_refused_writes_nothing(
    desk: Office, wanted: WantedTemplate, error: type[Exception]
) -> None:
    with pytest.raises(error):
        post(desk, wanted)
    assert len(desk.thread()) == 2
    assert desk.head() == HELD


def test_a_header_shows_a_file_of_its_kind(desk: Office) -> None:
    picture = bring(desk, b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "image/png")
    with pytest.raises(TemplateFileMissingError) as caught:
        post(desk, STATES, upload_id=picture)
    assert caught.value.facts == {"kind": "document"}
    message = post(desk, STATES, upload_id=bring(desk, b"%PDF-1.7 x", "application/pdf"))
    assert message.media is not None
    assert message.media.key == f"{id_of('one')}/{message.id}"
    assert message.kind == "template"


def test_repeated_after_the_template_was_paused_it_is_the_same_message(desk: Office) -> None:
    first = post(desk)
    desk.template_source.templates = []
    desk.clock.advance(601)
    desk.templates.listing(desk.numbers.require(HELD.connection_id), CHANGE)
    with pytest.raises(TemplateUnknownError):
        post(desk, writing=desk.writing(pin="another"))
    desk.clock.advance(-601)
    assert post(desk, writing=desk.writing(repeated=True)) == first


def test_a_failed_one_is_sent_again_as_it_was(desk: Office) -> None:
    first = post(desk)
    desk.clock.advance(60)
    error = DeliveryError("132015", "The template is paused", None, retryable=False)
    desk.messages.record_failed(first, error, NOW_MS, CHANGE)
    again = desk.posting.resend(desk.head(), first.id, desk.writing(pin="again"), confirm=False)
    assert (again.kind, again.text, again.content) == (first.kind, first.text, first.content)
    assert again.resend_of == first.id
