"""Files that agents send: kept under their message, or refused with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.channels.whatsapp_cloud.limits import SENDABLE
from chalicelib.core.errors import InvalidRequestError
from chalicelib.core.ids import UserId
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.errors import NotHolderError, TextTooLongError
from chalicelib.domains.conversations.models import Media, Message
from chalicelib.domains.conversations.services.posting import Draft
from chalicelib.domains.uploads.errors import StorageUnavailableError, UploadMissingError
from chalicelib.domains.uploads.models import Announced
from chalicelib.domains.uploads.service import Uploads
from tests.samples import NOW_MS, heard, id_of, posted, written
from tests.unit.domains.conversations.office import ANA, Office

HELD = heard("one", 0, 1, assignee_id=ANA)
PDF = b"%PDF-1.7 estado de cuenta"
OGG = b"OggS\x00\x02" + b"\0" * 40


@pytest.fixture
def desk(office: Office) -> Office:
    office.has(HELD, written(0), written(1))
    office.clock.advance(60)
    return office


def bring(
    desk: Office,
    content: bytes = PDF,
    content_type: str = "application/pdf",
    *,
    owner: UserId = ANA,
) -> str:
    form = Uploads(desk.uploads, SENDABLE).begin(
        owner, Announced("cuenta.pdf", content_type, len(content))
    )
    desk.uploads.post(form.upload_id, content)
    return form.upload_id


def post(desk: Office, upload_id: str, caption: str | None = "su cuenta", **fields: Any) -> Message:
    writing = fields.pop("writing", None) or desk.writing()
    return desk.posting.post(desk.head(), Draft(caption, upload_id), writing, **fields)


def test_the_file_is_kept_under_its_message(desk: Office) -> None:
    message = post(desk, bring(desk))
    key = f"{id_of('one')}/{message.id}"
    assert message.media == Media(
        "ready", "application/pdf", filename="cuenta.pdf", bytes=len(PDF), key=key
    )
    assert (message.kind, message.text) == ("document", "su cuenta")
    assert desk.uploads.kept[key][1] == PDF
    assert desk.messages.message(id_of("one"), message.id) == message
    assert rules.status_of(message) == "queued"
    assert desk.head().unsent == {message.id}


def test_without_a_caption_the_list_shows_its_name(desk: Office) -> None:
    message = post(desk, bring(desk), None)
    assert message.text is None
    last = desk.head().last
    assert last is not None
    assert (last.kind, last.preview) == ("document", "cuenta.pdf")


def test_a_caption_has_a_limit_of_its_own(desk: Office) -> None:
    upload_id = bring(desk)
    with pytest.raises(TextTooLongError) as caught:
        post(desk, upload_id, "a" * 1025)
    assert caught.value.facts == {"limit": 1024, "length": 1025}
    assert post(desk, upload_id, "a" * 1024).text == "a" * 1024


def test_sound_takes_no_caption(desk: Office) -> None:
    upload_id = bring(desk, OGG, "audio/ogg")
    with pytest.raises(InvalidRequestError) as caught:
        post(desk, upload_id)
    assert [one["field"] for one in caught.value.errors] == ["caption"]
    assert post(desk, upload_id, None).kind == "audio"


def test_only_who_brought_it_in_sends_it(desk: Office) -> None:
    upload_id = bring(desk, owner=UserId("luis"))
    with pytest.raises(UploadMissingError):
        post(desk, upload_id)
    assert len(desk.thread()) == 2
    assert desk.uploads.kept == {}


def test_who_may_not_write_sends_no_file(desk: Office) -> None:
    upload_id = bring(desk)
    desk.threads.rows[id_of("one")] = replace(HELD, assignee_id=None)
    with pytest.raises(NotHolderError):
        post(desk, upload_id)
    assert desk.uploads.kept == {}


def test_storage_that_fails_leaves_nothing_half_written(desk: Office) -> None:
    upload_id = bring(desk)
    desk.uploads.is_down = True
    with pytest.raises(StorageUnavailableError):
        post(desk, upload_id)
    assert len(desk.thread()) == 2
    assert desk.head() == HELD


def test_repeated_after_the_upload_is_gone_it_is_the_same_message(desk: Office) -> None:
    upload_id = bring(desk)
    first = post(desk, upload_id)
    desk.uploads.stored.clear()
    assert post(desk, upload_id, writing=desk.writing(repeated=True)) == first
    assert len(desk.thread()) == 3


def test_sent_again_it_shows_the_same_file(desk: Office) -> None:
    media = Media("ready", "image/png", filename="a.png", bytes=3, key="one/5")
    failed = posted(5, kind="image", media=media, failed_at_ms=NOW_MS, due_at_ms=None)
    desk.has(failed)
    again = desk.posting.resend(desk.head(), failed.id, desk.writing(), confirm=False)
    assert (again.kind, again.media, again.text) == ("image", media, failed.text)
    assert again.resend_of == failed.id


NOTE = b"OggS\x00\x02" + b"\0" * 22 + b"OpusHead\x01\x01" + b"\0" * 40
WEBP = b"RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0" + b"\0" * 40


def test_a_recording_is_said_as_a_voice_note(desk: Office) -> None:
    upload_id = bring(desk, NOTE, "audio/ogg")
    draft = Draft(None, upload_id, is_voice=True)
    message = desk.posting.post(desk.head(), draft, desk.writing())
    assert (message.kind, message.text) == ("voice", None)
    assert desk.head().last == rules.last_of(message)


@pytest.mark.parametrize(("content", "kind"), [(OGG, "audio/ogg"), (PDF, "application/pdf")])
def test_what_is_no_voice_note_is_not_sent_as_one(desk: Office, content: bytes, kind: str) -> None:
    draft = Draft(None, bring(desk, content, kind), is_voice=True)
    with pytest.raises(InvalidRequestError) as caught:
        desk.posting.post(desk.head(), draft, desk.writing())
    assert [(one["field"], one["code"]) for one in caught.value.errors] == [
        ("voice", "no_voice_note")
    ]


def test_a_sticker_takes_no_caption(desk: Office) -> None:
    upload_id = bring(desk, WEBP, "image/webp")
    with pytest.raises(InvalidRequestError) as caught:
        post(desk, upload_id)
    assert [one["field"] for one in caught.value.errors] == ["caption"]
    assert post(desk, upload_id, None).kind == "sticker"
