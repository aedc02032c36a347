"""Files are fetched once, typed by their content, checked and kept."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import pytest

from chalicelib.domains.conversations.models import Media, MediaState
from chalicelib.domains.conversations.ports import FetchedMedia, MediaUnavailableError
from chalicelib.domains.conversations.services.media import (
    MediaNotFailedError,
    content_type_of,
)
from tests.samples import heard, id_at, id_of, written
from tests.unit.domains.conversations.office import Office

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 300
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 300
PDF = b"%PDF-1.7\n" + b"x" * 300
OGG = b"OggS" + b"\x00" * 300
MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 300
HASH = hashlib.sha256(PNG).hexdigest()
FETCHING = Media("fetching", "image/png", "m1", "foto.png", sha256="told by the webhook")
PICTURE = written(kind="image", text=None, media=FETCHING)


@pytest.mark.parametrize(
    ("content", "claimed", "expected"),
    [
        (PNG, "image/png", "image/png"),
        (PNG, "image/jpeg", "image/png"),
        (JPEG, "application/pdf", "image/jpeg"),
        (PDF, "image/png", "application/pdf"),
        (OGG, "audio/ogg; codecs=opus", "audio/ogg; codecs=opus"),
        (MP4, "audio/mp4", "audio/mp4"),
        (MP4, "image/png", "video/mp4"),
        (b"a,b\n1,2", "text/csv", "text/csv"),
        (b"a,b\n1,2", "image/png", "application/octet-stream"),
        (b"a,b\n1,2", "text/html", "application/octet-stream"),
        (b"a,b\n1,2", "TEXT/HTML; charset=utf-8", "application/octet-stream"),
        (b"a,b\n1,2", "image/svg+xml", "application/octet-stream"),
        (b"", "text/plain", "text/plain"),
        (b"<!DOCTYPE html><p>", "image/png", "text/html"),
        (b" \n<HTML>", "text/plain", "text/html"),
        (b"<script>alert(1)</script>", "application/pdf", "text/html"),
        (b"<svg onload=alert(1)>", "image/png", "image/svg+xml"),
        (b'<?xml version="1.0"?><svg>', "image/png", "image/svg+xml"),
        (b'<?xml version="1.0"?><a/>', "application/pdf", "text/html"),
    ],
)
def test_a_file_is_served_as_what_it_is(content: bytes, claimed: str, expected: str) -> None:
    assert content_type_of(content, claimed) == expected


@pytest.fixture
def room(office: Office) -> Office:
    office.has(heard(), PICTURE)
    office.files.files["m1"] = FetchedMedia(PNG, "image/png", None)
    return office


def fetch(office: Office, *, last_try: bool = False) -> Media:
    office.media.fetch(id_of("one"), id_at(0), last_try=last_try)
    media = office.thread()[0].media
    assert media is not None
    return media


class TestFetch:
    def test_a_file_is_kept_with_its_hash(self, room: Office) -> None:
        key = f"{id_of('one')}/{id_at(0)}"
        assert fetch(room) == replace(FETCHING, state="ready", bytes=len(PNG), sha256=HASH, key=key)
        assert room.media_store.kept == {key: (PNG, "image/png")}
        assert [(one.event, one.actor) for one in room.messages.changes] == [
            ("message.changed", "media")
        ]
        assert room.thread()[0].version == 2

    def test_it_is_kept_as_what_it_is(self, room: Office) -> None:
        room.files.files["m1"] = FetchedMedia(b"<svg>", "image/png", None)
        assert fetch(room).content_type == "image/svg+xml"
        assert [kind for _, kind in room.media_store.kept.values()] == ["image/svg+xml"]

    @pytest.mark.parametrize(
        "told",
        [
            HASH,
            HASH.upper(),
            base64.b64encode(bytes.fromhex(HASH)).decode(),
            "no hash at all",
            base64.b64encode(b"short").decode(),
        ],
    )
    def test_its_hash_may_be_told_in_two_ways(self, room: Office, told: str) -> None:
        room.files.files["m1"] = FetchedMedia(PNG, "image/png", told)
        assert fetch(room).state == "ready"

    def test_one_of_another_hash_is_not_kept(self, room: Office) -> None:
        room.files.files["m1"] = FetchedMedia(JPEG, "image/png", HASH)
        with pytest.raises(MediaUnavailableError):
            fetch(room)
        assert room.thread() == [PICTURE]
        assert fetch(room, last_try=True).state == "failed"
        assert room.media_store.kept == {}

    def test_one_that_is_gone_fails_at_once(self, room: Office) -> None:
        room.files.files.clear()
        assert fetch(room) == replace(FETCHING, state="failed")

    def test_a_busy_provider_is_asked_again(self, room: Office) -> None:
        room.files.failures = 1
        with pytest.raises(MediaUnavailableError):
            fetch(room)
        assert room.thread() == [PICTURE]
        assert fetch(room).state == "ready"

    def test_but_not_for_ever(self, room: Office) -> None:
        room.files.failures = 1
        assert fetch(room, last_try=True).state == "failed"

    @pytest.mark.parametrize("state", ["ready", "failed"])
    def test_a_settled_one_is_left_alone(self, room: Office, state: MediaState) -> None:
        settled = replace(PICTURE, media=replace(FETCHING, state=state))
        room.messages.rows[settled.conversation_id, settled.id] = settled
        fetch(room)
        assert room.thread() == [settled]
        assert room.media_store.kept == {}

    def test_nothing_to_fetch(self, room: Office) -> None:
        room.has(written(5))
        room.media.fetch(id_of("one"), id_at(5), last_try=False)
        room.media.fetch(id_of("one"), id_at(9), last_try=False)
        assert room.messages.changes == []

    def test_what_was_quicker_is_kept(self, room: Office) -> None:
        room.messages.interruptions.append(replace(PICTURE, version=2, revoked_at_ms=5))
        assert fetch(room).state == "ready"
        assert (room.thread()[0].revoked_at_ms, room.thread()[0].version) == (5, 3)

    def test_who_fetched_it_first_has_the_last_word(self, room: Office) -> None:
        ready = replace(FETCHING, state="ready", key="theirs")
        room.messages.interruptions.append(replace(PICTURE, version=2, media=ready))
        room.files.files.clear()
        assert fetch(room) == ready


class TestFetchAgain:
    FAILED = replace(PICTURE, media=replace(FETCHING, state="failed"))

    def test_a_failed_one_is_on_its_way_again(self, room: Office) -> None:
        room.messages.rows[self.FAILED.conversation_id, self.FAILED.id] = self.FAILED
        again = room.media.fetch_again(self.FAILED, room.change("ana"))
        assert room.thread() == [again] == [replace(PICTURE, version=2)]
        assert [one.event for one in room.messages.changes] == ["message.changed"]
        assert fetch(room).state == "ready"

    @pytest.mark.parametrize("state", ["ready", "fetching"])
    def test_no_other_is(self, room: Office, state: MediaState) -> None:
        message = replace(PICTURE, media=replace(FETCHING, state=state))
        with pytest.raises(MediaNotFailedError):
            room.media.fetch_again(message, room.change("ana"))
        with pytest.raises(MediaNotFailedError):
            room.media.fetch_again(written(5), room.change("ana"))

    def test_once(self, room: Office) -> None:
        room.messages.rows[self.FAILED.conversation_id, self.FAILED.id] = self.FAILED
        room.media.fetch_again(self.FAILED, room.change("ana"))
        with pytest.raises(MediaNotFailedError):
            room.media.fetch_again(self.FAILED, room.change("luis"))
