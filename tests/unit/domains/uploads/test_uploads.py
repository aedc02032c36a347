"""A file on its way in: announced, posted, looked at, kept."""

from __future__ import annotations

import pytest

from chalicelib.adapters.channels.whatsapp_cloud.limits import SENDABLE
from chalicelib.core.errors import HiloError, InvalidRequestError
from chalicelib.core.ids import UserId
from chalicelib.domains.uploads import rules
from chalicelib.domains.uploads.errors import (
    FileContradictsTypeError,
    FileTooLargeError,
    FileTypeRefusedError,
    StorageUnavailableError,
    UploadMissingError,
)
from chalicelib.domains.uploads.models import Announced, UploadForm
from chalicelib.domains.uploads.service import Uploads
from tests.fakes.uploads import FakeUploadSpace

ANA, LUIS = UserId("ana"), UserId("luis")
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 40
PDF = b"%PDF-1.7\n" + b"\0" * 40
ZIP = b"PK\x03\x04" + b"\0" * 60
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"\xec\xa5\xc1\0"  # of Word
FILM_OF_AN_OLD_PHONE = b"\0\0\0\x14ftyp3gp4\0\0\0\x003gp4" + b"\0" * 60
PROGRAM = b"MZ" + b"\0" * 60
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Desk:
    """Uploads on storage in memory."""

    def __init__(self) -> None:
        self.space = FakeUploadSpace()
        self.uploads = Uploads(self.space, SENDABLE)

    def bring(
        self, content: bytes, content_type: str, *, owner: UserId = ANA, name: str = "foto.jpg"
    ) -> str:
        form = self.uploads.begin(owner, Announced(name, content_type, len(content)))
        self.space.post(form.upload_id, content)
        return form.upload_id


@pytest.fixture
def desk() -> Desk:
    return Desk()


class TestBegin:
    def test_the_form_is_for_this_file_of_this_person(self, desk: Desk) -> None:
        form = desk.uploads.begin(ANA, Announced("foto.jpg", "Image/JPEG; q=1", 10))
        key, announced = desk.space.forms[form.upload_id]
        assert isinstance(form, UploadForm)
        assert key == f"uploads/ana/{form.upload_id}"
        assert announced == Announced("foto.jpg", "image/jpeg", 10)

    def test_ids_cannot_be_guessed(self, desk: Desk) -> None:
        ids = {
            desk.uploads.begin(ANA, Announced("a.png", "image/png", 1)).upload_id for _ in range(9)
        }
        assert len(ids) == 9
        assert min(map(len, ids)) == 22

    @pytest.mark.parametrize(
        "content_type",
        [
            *("text/html", "image/svg+xml", "image/gif", "image/avif", "application/zip"),
            *("application/x-msdownload", "application/javascript", "video/webm", "nonsense", ""),
        ],
    )
    def test_a_type_the_channel_does_not_take_is_refused_by_name(
        self, desk: Desk, content_type: str
    ) -> None:
        with pytest.raises(FileTypeRefusedError) as caught:
            desk.uploads.begin(ANA, Announced("a", content_type, 1))
        assert caught.value.facts["content_type"] == content_type
        assert "image/jpeg" in caught.value.facts["allowed"]
        assert desk.space.forms == {}

    @pytest.mark.parametrize("content_type", sorted(SENDABLE.kinds))
    def test_a_file_of_the_limit_is_taken_and_a_larger_one_refused(
        self, desk: Desk, content_type: str
    ) -> None:
        limit = SENDABLE.max_bytes[SENDABLE.kinds[content_type]]
        desk.uploads.begin(ANA, Announced("a.x", content_type, limit))
        with pytest.raises(FileTooLargeError) as caught:
            desk.uploads.begin(ANA, Announced("a.x", content_type, limit + 1))
        assert caught.value.facts == {"limit": limit, "length": limit + 1}

    @pytest.mark.parametrize("name", ["\u202e", "/", "a/", "\r\n", "  "])
    def test_a_name_that_cannot_be_seen_is_refused(self, desk: Desk, name: str) -> None:
        with pytest.raises(InvalidRequestError) as caught:
            desk.uploads.begin(ANA, Announced(name, "image/png", 1))
        assert [one["field"] for one in caught.value.errors] == ["filename"]


@pytest.mark.parametrize(
    "name", ["factura.exe", "factura.exe\u202e", "foto\u202egpj.scr", "C:\\x\\macro.vbs"]
)
def test_a_program_is_refused_by_its_name_whatever_its_type(desk: Desk, name: str) -> None:
    with pytest.raises(FileTypeRefusedError):
        desk.uploads.begin(ANA, Announced(name, "text/plain", 9))


def test_names_are_kept_without_what_deceives(desk: Desk) -> None:
    form = desk.uploads.begin(ANA, Announced("../a\u202efdp\r\n.pdf", "application/pdf", 9))
    assert desk.space.forms[form.upload_id][1].filename == "afdp.pdf"


class TestRequire:
    @pytest.mark.parametrize(
        ("content", "content_type", "kind"),
        [
            (JPEG, "image/jpeg", "image"),
            (PDF, "application/pdf", "document"),
            (ZIP, DOCX, "document"),
            (OLD_OFFICE, "application/vnd.ms-excel", "document"),
            (b"un texto", "text/plain", "document"),
            (FILM_OF_AN_OLD_PHONE, "video/3gpp", "video"),
            (b"OggS\x00\x02" + b"\0" * 40, "audio/ogg", "audio"),
        ],
    )
    def test_a_file_that_is_what_it_says_is_found(
        self, desk: Desk, content: bytes, content_type: str, kind: str
    ) -> None:
        upload_id = desk.bring(content, content_type)
        file = desk.uploads.require(ANA, upload_id)
        assert (file.kind, file.content_type, file.size) == (kind, content_type, len(content))

    @pytest.mark.parametrize(
        ("content", "content_type"),
        [
            (PROGRAM, "image/jpeg"),
            (PROGRAM, "application/pdf"),
            (PROGRAM, "text/plain"),
            (b"#!/bin/sh", "text/plain"),
            (PROGRAM, DOCX),
            (b"<svg onload=x>", "image/png"),
            (b"<html>", "application/pdf"),
            (ZIP, "application/pdf"),
            (JPEG, "image/png"),
            (JPEG, "video/mp4"),
            (ZIP, "application/msword"),
            (OLD_OFFICE, DOCX),
            (b"<!doctype html><p>", "text/plain"),
        ],
    )
    def test_one_that_is_not_is_refused(
        self, desk: Desk, content: bytes, content_type: str
    ) -> None:
        upload_id = desk.bring(content, content_type)
        with pytest.raises(FileContradictsTypeError):
            desk.uploads.require(ANA, upload_id)

    def test_nobody_else_finds_it(self, desk: Desk) -> None:
        upload_id = desk.bring(JPEG, "image/jpeg")
        with pytest.raises(UploadMissingError):
            desk.uploads.require(LUIS, upload_id)

    @pytest.mark.parametrize(
        "upload_id", ["", "../luis/x", "a" * 22, "a" * 21 + "/", "ñ" * 22, "a" * 300]
    )
    def test_what_was_never_brought_in_is_missing(self, desk: Desk, upload_id: str) -> None:
        with pytest.raises(UploadMissingError):
            desk.uploads.require(ANA, upload_id)

    def test_announced_is_not_brought_in(self, desk: Desk) -> None:
        form = desk.uploads.begin(ANA, Announced("a.png", "image/png", 9))
        with pytest.raises(UploadMissingError):
            desk.uploads.require(ANA, form.upload_id)

    def test_storage_that_is_down_is_another_thing(self, desk: Desk) -> None:
        upload_id = desk.bring(JPEG, "image/jpeg")
        desk.space.is_down = True
        with pytest.raises(StorageUnavailableError) as caught:
            desk.uploads.require(ANA, upload_id)
        assert isinstance(caught.value, HiloError)
        assert caught.value.status == 503


def test_kept_under_its_new_key_with_its_type(desk: Desk) -> None:
    file = desk.uploads.require(ANA, desk.bring(JPEG, "image/jpeg"))
    for _ in range(2):
        desk.uploads.keep(file, "C1/M1")
    assert desk.space.kept == {"C1/M1": (Announced("foto.jpg", "image/jpeg", len(JPEG)), JPEG)}


def webp(*, moves: bool, size: int) -> bytes:
    """A picture with WebP's extended header, as large as wanted."""
    flags = bytes([0x12 if moves else 0x10])
    head = b"RIFF" + (size - 8).to_bytes(4, "little") + b"WEBPVP8X\x0a\0\0\0" + flags
    return head.ljust(size, b"\0")


class TestLending:
    def test_what_is_shelved_becomes_an_upload_of_who_borrows_it(self, desk: Desk) -> None:
        upload_id = desk.bring(PDF, "application/pdf", name="cuentas.pdf")
        desk.uploads.shelve(desk.uploads.require(ANA, upload_id), "quick-replies/r/f")
        lent = [desk.uploads.lend("quick-replies/r/f", LUIS) for _ in range(2)]
        assert len({upload_id, *lent}) == 3
        assert desk.uploads.require(LUIS, lent[0]).filename == "cuentas.pdf"
        with pytest.raises(UploadMissingError):
            desk.uploads.require(ANA, lent[0])

    def test_what_was_never_shelved_is_missing(self, desk: Desk) -> None:
        assert desk.uploads.shelved("quick-replies/r/f") is None
        with pytest.raises(UploadMissingError):
            desk.uploads.lend("quick-replies/r/f", LUIS)


class TestStickers:
    @pytest.mark.parametrize(
        ("moves", "size"), [(False, 100 * 1024), (True, 100 * 1024 + 1), (True, 500 * 1024)]
    )
    def test_one_within_its_limit_is_taken(self, desk: Desk, moves: bool, size: int) -> None:
        upload_id = desk.bring(webp(moves=moves, size=size), "image/webp", name="hola.webp")
        assert desk.uploads.require(ANA, upload_id).kind == "sticker"

    def test_a_still_one_has_the_smaller_limit(self, desk: Desk) -> None:
        size = 100 * 1024 + 1
        upload_id = desk.bring(webp(moves=False, size=size), "image/webp", name="hola.webp")
        with pytest.raises(FileTooLargeError) as caught:
            desk.uploads.require(ANA, upload_id)
        assert caught.value.facts == {"limit": 100 * 1024, "length": size}

    def test_another_picture_is_no_sticker(self, desk: Desk) -> None:
        upload_id = desk.bring(JPEG, "image/webp", name="hola.webp")
        with pytest.raises(FileContradictsTypeError):
            desk.uploads.require(ANA, upload_id)


@pytest.mark.parametrize(
    ("start", "is_one"),
    [
        (b"OggS" + b"\0" * 24 + b"OpusHead\x01\x01" + b"\0" * 20, True),
        (b"OggS" + b"\0" * 24 + b"OpusHead\x01\x02" + b"\0" * 20, False),
        (b"OggS" + b"\0" * 24 + b"\x01vorbis" + b"\0" * 20, False),
        (b"RIFF" + b"\0" * 24 + b"OpusHead\x01\x01" + b"\0" * 20, False),
        (b"OggS" + b"\0" * 24 + b"OpusHead\x01", False),
        (b"", False),
    ],
)
def test_a_voice_note_is_ogg_with_one_channel_of_opus(start: bytes, is_one: bool) -> None:
    assert rules.is_voice_note(start) is is_one
