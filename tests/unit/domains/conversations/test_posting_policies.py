"""Content policies at every door through which an agent's words and files go out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.channels.whatsapp_cloud.limits import SENDABLE
from chalicelib.core.ids import ConnectionId
from chalicelib.domains.content_policies.errors import ContentNotAllowedError
from chalicelib.domains.content_policies.models import (
    CONTENT_KINDS,
    ContentKind,
    ContentPolicy,
    ContentPolicyId,
)
from chalicelib.domains.conversations.models import Message
from chalicelib.domains.conversations.services.posting import Draft
from chalicelib.domains.conversations.services.starting import Addressee
from chalicelib.domains.templates.models import WantedTemplate
from chalicelib.domains.uploads.models import Announced
from chalicelib.domains.uploads.service import Uploads
from tests.samples import NOW_MS, heard, id_of, posted, written
from tests.unit.domains.conversations.office import ANA, Office

HELD = heard("one", 0, 1, assignee_id=ANA)
GREETS = WantedTemplate("seguimiento", "es", {"1": "Rosa", "2": "su consulta"})
STATES = WantedTemplate("estado_de_cuenta", "es")
PDF, OGG = b"%PDF-1.7 x", b"OggS\x00\x02" + b"\0" * 22 + b"OpusHead\x01\x01" + b"\0" * 20


@pytest.fixture
def desk(office: Office) -> Office:
    office.has(HELD, written(0), written(1))
    office.clock.advance(60)
    return office


def forbid(desk: Office, *kinds: ContentKind, **fields: Any) -> None:
    policy = ContentPolicy(
        ContentPolicyId("p"), "Cuidado", allowed=frozenset(CONTENT_KINDS) - set(kinds), **fields
    )
    desk.policies[policy.id] = policy


def bring(desk: Office, content: bytes = PDF, content_type: str = "application/pdf") -> str:
    announced = Announced("cuenta", content_type, len(content))
    form = Uploads(desk.uploads, SENDABLE).begin(ANA, announced)
    desk.uploads.post(form.upload_id, content)
    return form.upload_id


def post(desk: Office, draft: Draft, **fields: Any) -> Message:
    writing = fields.pop("writing", None) or desk.writing()
    return desk.posting.post(desk.head(), draft, writing, **fields)


def refused(desk: Office, draft: Draft, **fields: Any) -> dict[str, Any]:
    """What the refusal says; nothing was written."""
    with pytest.raises(ContentNotAllowedError) as caught:
        post(desk, draft, **fields)
    assert len(desk.thread()) == 2
    assert desk.head() == HELD
    return caught.value.facts


def test_a_refusal_names_what_where_and_by_which_policy(desk: Office) -> None:
    forbid(desk, "link")
    connection = desk.numbers.require(HELD.connection_id)
    assert refused(desk, Draft("vea hxxps://x[.]com")) == {
        "refused": [{"kind": "link", "policies": ["Cuidado"]}],
        "connection": {"id": connection.id, "name": connection.name},
        "link": "https://x.com",
    }
    assert post(desk, Draft("escriba a ana@x.com")).text == "escriba a ana@x.com"


@pytest.mark.parametrize("send_at_ms", [None, NOW_MS + 3_600_000])
def test_texts_are_judged_now_also_for_later(desk: Office, send_at_ms: int | None) -> None:
    forbid(desk, "text")
    facts = refused(desk, Draft("hola", send_at_ms=send_at_ms))
    assert [one["kind"] for one in facts["refused"]] == ["text"]


def test_what_was_accepted_for_later_goes_out_whatever_is_forbidden_since(desk: Office) -> None:
    first = post(desk, Draft("hola", send_at_ms=NOW_MS + 3_600_000))
    forbid(desk, "text")
    again = desk.writing(repeated=True)
    assert post(desk, Draft("hola", send_at_ms=NOW_MS + 3_600_000), writing=again) == first


def test_a_file_is_judged_with_its_caption_and_never_kept(desk: Office) -> None:
    forbid(desk, "pdf", "text")
    facts = refused(desk, Draft("mire", bring(desk)))
    assert [one["kind"] for one in facts["refused"]] == ["text", "pdf"]
    assert desk.uploads.kept == {}


def test_voice_notes_are_sound(desk: Office) -> None:
    forbid(desk, "audio")
    upload_id = bring(desk, OGG, "audio/ogg")
    facts = refused(desk, Draft(None, upload_id, is_voice=True))
    assert [one["kind"] for one in facts["refused"]] == ["audio"]


def test_content_decides_and_no_name(desk: Office) -> None:
    forbid(desk, "excel")
    disguised = b"PK\x03\x04" + b"\0" * 60 + b"xl/workbook.xml"
    docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    facts = refused(desk, Draft(None, bring(desk, disguised, docx)))
    assert [one["kind"] for one in facts["refused"]] == ["excel"]


@pytest.mark.parametrize(
    "fields",
    [
        {"connection_ids": frozenset({ConnectionId("elsewhere")})},
        {"roles": frozenset({"supervisor"})},
        {"is_retired": True},
    ],
)
def test_what_is_meant_for_others_stops_nothing(desk: Office, fields: dict[str, Any]) -> None:
    forbid(desk, "text", **fields)
    assert post(desk, Draft("hola")).text == "hola"


class TestTemplates:
    def test_their_words_are_no_text_of_an_agent(self, desk: Office) -> None:
        forbid(desk, "text", "link")
        assert post(desk, Draft(None, template=GREETS)).kind == "template"

    def test_values_that_somebody_puts_in_bring_no_link(self, desk: Office) -> None:
        forbid(desk, "link")
        wanted = replace(GREETS, values={"1": "Rosa", "2": "lo de x.com/pague"})
        assert refused(desk, Draft(None, template=wanted))["link"] == "x.com/pague"

    def test_the_file_of_a_header_is_judged(self, desk: Office) -> None:
        forbid(desk, "pdf")
        facts = refused(desk, Draft(None, bring(desk), STATES))
        assert [one["kind"] for one in facts["refused"]] == ["pdf"]

    def test_no_conversation_begins_with_what_is_not_allowed(self, desk: Office) -> None:
        forbid(desk, "pdf")
        connection = desk.numbers.require(HELD.connection_id)
        draft = Draft(None, bring(desk), STATES)
        stranger = Addressee(phone="593990000001")
        with pytest.raises(ContentNotAllowedError):
            desk.starting.start(connection, stranger, draft, desk.writing())
        assert list(desk.threads.rows) == [id_of("one")]


class TestResend:
    def test_what_is_not_allowed_any_more_stays_as_it_failed(self, desk: Office) -> None:
        failed = posted(5, failed_at_ms=NOW_MS, due_at_ms=None, text="vea x.com")
        desk.has(failed)
        forbid(desk, "link")
        with pytest.raises(ContentNotAllowedError):
            desk.posting.resend(desk.head(), failed.id, desk.writing(), confirm=False)
        assert desk.messages.message(id_of("one"), failed.id) == failed
        desk.policies.clear()
        again = desk.posting.resend(desk.head(), failed.id, desk.writing(), confirm=False)
        assert (again.text, again.resend_of) == ("vea x.com", failed.id)
