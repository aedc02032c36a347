"""What is refused to whom, and of which kinds something is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.ids import ConnectionId
from chalicelib.domains.content_policies.models import (
    CONTENT_KINDS,
    ContentPolicy,
    ContentPolicyId,
    Outgoing,
)
from chalicelib.domains.content_policies.rules import (
    kinds_announced,
    kinds_in,
    kinds_of_file,
    link_in,
    refusals,
)

ONE, OTHER = ConnectionId("one"), ConnectionId("other")
ALL = frozenset(CONTENT_KINDS)
NO_VIDEO = ContentPolicy(ContentPolicyId("v"), "Sin video", allowed=ALL - {"video"})
NO_FILES = ContentPolicy(ContentPolicyId("f"), "Solo texto", allowed=frozenset({"text", "link"}))
OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX, PPTX = (
    f"{OFFICE}{one}"
    for one in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
)
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNTOLD = {"word", "excel", "other"}


class TestRefusals:
    def test_everything_is_allowed_without_a_policy(self) -> None:
        assert refusals([], ONE, "agent") == {}

    def test_the_strictest_counts_and_all_are_named(self) -> None:
        found = refusals([NO_VIDEO, NO_FILES], ONE, "agent")
        assert found["video"] == ["Sin video", "Solo texto"]
        assert found["pdf"] == ["Solo texto"]
        assert found.keys() == ALL - {"text", "link"}

    def test_one_that_allows_nothing_refuses_everything(self) -> None:
        nothing = ContentPolicy(ContentPolicyId("n"), "Nada")
        assert refusals([nothing], ONE, "agent").keys() == ALL

    @pytest.mark.parametrize(
        ("policy", "applies"),
        [
            (NO_VIDEO, True),
            (replace(NO_VIDEO, is_retired=True), False),
            (replace(NO_VIDEO, connection_ids=frozenset({ONE})), True),
            (replace(NO_VIDEO, connection_ids=frozenset({OTHER})), False),
            (replace(NO_VIDEO, roles=frozenset({"agent"})), True),
            (replace(NO_VIDEO, roles=frozenset({"supervisor"})), False),
        ],
    )
    def test_a_policy_applies_where_it_says(self, policy: ContentPolicy, applies: bool) -> None:
        assert bool(refusals([policy], ONE, "agent")) is applies

    def test_where_the_connection_is_not_known_those_of_every_one_count(self) -> None:
        policies = [NO_VIDEO, replace(NO_FILES, connection_ids=frozenset({ONE}))]
        assert refusals(policies, None, "agent").keys() == {"video"}


@pytest.mark.parametrize(
    ("content_type", "name", "kinds"),
    [
        ("image/jpeg", "foto.jpg", {"image"}),
        ("Image/PNG; q=1", None, {"image"}),
        ("image/gif", "a.gif", {"gif"}),
        ("image/webp", None, {"sticker"}),
        ("audio/ogg", "nota.ogg", {"audio"}),
        ("video/mp4", "v.mp4", {"video"}),
        ("application/pdf", "a.pdf", {"pdf"}),
        ("application/msword", "a.doc", {"word"}),
        (DOCX, "a.docx", {"word"}),
        (XLSX, "a.xlsx", {"excel"}),
        (PPTX, "a.pptx", {"other"}),
        ("text/plain", "a.txt", {"other"}),
        ("text/plain", "a.XLSX", {"other", "excel"}),
        ("text/plain", "cuenta.pdf", {"other", "pdf"}),
        ("", "a", {"other"}),
    ],
)
def test_a_file_is_announced_by_its_type_and_name(
    content_type: str, name: str | None, kinds: set[str]
) -> None:
    assert kinds_announced(content_type, name) == kinds


@pytest.mark.parametrize(
    ("content_type", "head", "kinds"),
    [
        (DOCX, ZIP + b"word/document.xml", {"word"}),
        (DOCX, ZIP + b"xl/workbook.xml", {"word", "excel"}),
        (PPTX, ZIP + b"ppt/slides", {"other"}),
        (DOCX, ZIP, UNTOLD),
        ("application/vnd.ms-excel", OLE + b"\0" * 504 + b"\xec\xa5\xc1\0", {"excel", "word"}),
        ("application/msword", OLE, UNTOLD),
        ("application/pdf", b"%PDF-1.7", {"pdf"}),
        ("image/png", b"word/", {"image"}),
    ],
)
def test_content_decides_where_programs_share_a_container(
    content_type: str, head: bytes, kinds: set[str]
) -> None:
    assert kinds_of_file(content_type, None, head) == kinds


def test_words_and_files_go_out_together() -> None:
    outgoing = Outgoing("mire", file_kinds=frozenset({"pdf"}))
    assert kinds_in(outgoing, None) == {"text", "pdf"}
    assert kinds_in(outgoing, "x.com") == {"text", "pdf", "link"}
    assert kinds_in(Outgoing(values=("Rosa",)), None) == set()
    assert kinds_in(Outgoing(announced=("image/png", "a.pdf")), None) == {"image", "pdf"}


def test_links_are_looked_for_in_what_somebody_wrote() -> None:
    assert link_in(Outgoing("vea x.com")) == "x.com"
    assert link_in(Outgoing(values=("Rosa", "wa.me/5"))) == "wa.me/5"
    assert link_in(Outgoing("hola", ("Rosa",))) is None
