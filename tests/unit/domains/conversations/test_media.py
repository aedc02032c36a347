"""Files are fetched once, typed by their content, checked and kept; or not, and why."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import pytest

from chalicelib.domains.conversations.errors import MediaNotFailedError
from chalicelib.domains.conversations.models import Media, MediaState
from chalicelib.domains.conversations.ports import MediaUnavailableError
from tests.fakes.channel import FakeFile
from tests.samples import heard, id_at, id_of, written
from tests.unit.domains.conversations import hostile_files as hostile
from tests.unit.domains.conversations.hostile_files import JPEG, PNG
from tests.unit.domains.conversations.office import Office

HASH = hashlib.sha256(PNG).hexdigest()
FETCHING = Media("fetching", "image/png", "m1", "foto.png", sha256="told by the webhook")
PICTURE = written(kind="image", text=None, media=FETCHING)


@pytest.fixture
def room(office: Office) -> Office:
    office.has(heard(), PICTURE)
    office.files.files["m1"] = FakeFile(PNG, "image/png")
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
        room.files.files["m1"] = FakeFile(b"<svg>", "image/png")
        assert fetch(room).content_type == "image/svg+xml"
        assert [kind for _, kind in room.media_store.kept.values()] == ["image/svg+xml"]

    @pytest.mark.parametrize(
        "told",
        [
            HASH,
            HASH.upper(),
            base64.b64encode(bytes.fromhex(HASH)).decode(),
            "no hash at all",
            "ñ" * 44,
            "z" * 64,
            base64.b64encode(b"short").decode(),
        ],
    )
    def test_its_hash_may_be_told_in_two_ways(self, room: Office, told: str) -> None:
        room.files.files["m1"] = FakeFile(PNG, "image/png", told)
        assert fetch(room).state == "ready"

    def test_its_host_types_it_when_the_webhook_did_not(self, room: Office) -> None:
        untyped = replace(PICTURE, media=replace(FETCHING, content_type="application/octet-stream"))
        room.messages.rows[untyped.conversation_id, untyped.id] = untyped
        room.files.files["m1"] = FakeFile(b"a;b", "text/csv")
        assert fetch(room).content_type == "text/csv"

    def test_it_is_fetched_for_its_kind(self, room: Office) -> None:
        fetch(room)
        assert room.files.asked == [("m1", "image")]

    def test_one_damaged_on_its_way_is_fetched_once_more(self, room: Office) -> None:
        room.files.files["m1"] = FakeFile(PNG, "image/png", HASH)
        room.files.damaged.append(PNG[:-1])
        assert fetch(room).state == "ready"
        assert [content for content, _ in room.media_store.kept.values()] == [PNG]

    def test_one_damaged_twice_is_not_kept(self, room: Office) -> None:
        room.files.files["m1"] = FakeFile(JPEG, "image/png", HASH)
        assert fetch(room) == replace(FETCHING, state="failed", failure="corrupt")
        assert len(room.files.asked) == 2
        assert room.media_store.kept == {}

    def test_the_webhooks_hash_counts_where_the_provider_tells_no_other(self, room: Office) -> None:
        told = base64.b64encode(bytes.fromhex(HASH)).decode()
        message = replace(PICTURE, media=replace(FETCHING, sha256=told))
        room.messages.rows[message.conversation_id, message.id] = message
        room.files.files["m1"] = FakeFile(JPEG, "image/png")
        assert fetch(room).failure == "corrupt"

    def test_two_hashes_that_differ_are_those_of_no_file(self, room: Office) -> None:
        message = replace(PICTURE, media=replace(FETCHING, sha256="ab" * 32))
        room.messages.rows[message.conversation_id, message.id] = message
        room.files.files["m1"] = FakeFile(PNG, "image/png", HASH)
        assert fetch(room).failure == "corrupt"

    @pytest.mark.parametrize("length", [len(PNG) - 1, len(PNG) + 1])
    def test_one_cut_short_is_known_by_its_size_alone(self, room: Office, length: int) -> None:
        room.files.files["m1"] = FakeFile(PNG, "image/png", None, length)
        assert fetch(room).failure == "corrupt"

    def test_a_hash_says_more_than_a_size(self, room: Office) -> None:
        room.files.files["m1"] = FakeFile(PNG, "image/png", HASH, len(PNG) + 1)
        assert fetch(room).state == "ready"

    def test_one_the_store_got_damaged_is_stored_once_more(self, room: Office) -> None:
        room.media_store.damaged = 1
        assert fetch(room).state == "ready"
        assert len(room.files.asked) == 2

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (hostile.WINDOWS_PROGRAM, "foto.png"),
            (hostile.TEST_VIRUS, "factura.pdf"),
            (b"WScript.Echo(1)", "factura.pdf.js"),
        ],
    )
    def test_a_program_is_not_kept(self, room: Office, content: bytes, name: str) -> None:
        message = replace(PICTURE, media=replace(FETCHING, filename=name))
        room.messages.rows[message.conversation_id, message.id] = message
        room.files.files["m1"] = FakeFile(content, "image/png")
        assert fetch(room).failure == "program"
        assert room.media_store.kept == {}

    def test_one_that_is_gone_fails_at_once(self, room: Office) -> None:
        room.files.files.clear()
        assert fetch(room) == replace(FETCHING, state="failed", failure="gone")

    def test_one_that_is_too_large_fails_at_once(self, room: Office) -> None:
        room.files.too_large.add("m1")
        assert fetch(room) == replace(FETCHING, state="failed", failure="too_large")

    def test_a_busy_provider_is_asked_again(self, room: Office) -> None:
        room.files.failures = 1
        with pytest.raises(MediaUnavailableError):
            fetch(room)
        assert room.thread() == [PICTURE]
        assert fetch(room).state == "ready"

    def test_but_not_for_ever(self, room: Office) -> None:
        room.files.failures = 1
        assert fetch(room, last_try=True).failure == "unavailable"

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
    FAILED = replace(PICTURE, media=replace(FETCHING, state="failed", failure="gone"))

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


class TestAddress:
    READY = replace(PICTURE, media=replace(FETCHING, state="ready", key="the/key"))

    def test_of_a_file_that_is_ready(self, room: Office) -> None:
        assert room.media.url_of(self.READY) == "https://media.test/the/key"

    def test_of_no_other(self, room: Office) -> None:
        assert room.media.url_of(PICTURE) is None
        assert room.media.url_of(written()) is None

    def test_of_none_that_its_author_took_back(self, room: Office) -> None:
        assert room.media.url_of(replace(self.READY, revoked_at_ms=5)) is None
