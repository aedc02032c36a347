"""What a file is is told by its content; what it says of itself is believed least."""

from __future__ import annotations

import codecs

import pytest

from chalicelib.core.file_types import (
    HEAD_BYTES,
    content_type_of,
    is_program,
    office_families,
)
from tests.unit.domains.conversations import hostile_files as files
from tests.unit.domains.conversations.hostile_files import GIF, JPEG, MP4, OGG, PDF, PNG, WEBP

ANY = "application/octet-stream"
OFFICE = "application/vnd.openxmlformats-officedocument"
ZIP = b"PK\x03\x04" + b"\0" * 60
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"\xec\xa5\xc1\0"  # of Word


@pytest.mark.parametrize(
    ("content", "claimed", "expected"),
    [
        (PNG, "image/png", "image/png"),
        (PNG, "image/jpeg", "image/png"),
        (JPEG, "application/pdf", "image/jpeg"),
        (WEBP, "image/webp", "image/webp"),
        (PDF, "image/png", "application/pdf"),
        (b"\n\n" + PDF, "application/pdf", "application/pdf"),
        (OGG, "audio/ogg; codecs=opus", "audio/ogg; codecs=opus"),
        (MP4, "audio/mp4", "audio/mp4"),
        (MP4, "image/png", "video/mp4"),
        (b"a,b\n1,2", "text/csv", "text/csv"),
        # containers that are shared
        (ZIP, f"{OFFICE}.wordprocessingml.document", f"{OFFICE}.wordprocessingml.document"),
        (ZIP, "application/msword", "application/zip"),
        (OLD_OFFICE, "application/vnd.ms-excel", "application/vnd.ms-excel"),
        (OGG, "application/pdf", "audio/ogg"),
        (b"", "text/plain", "text/plain"),
        # a claim that nothing shows
        (b"a,b\n1,2", "image/png", ANY),
        (b"a,b\n1,2", "application/pdf", ANY),
        (b"a,b\n1,2", "text/html", ANY),
        (b"a,b\n1,2", "TEXT/HTML; charset=utf-8", ANY),
        (b"a,b\n1,2", "image/svg+xml", ANY),
        (b"a,b\n1,2", "application/xhtml+xml", ANY),
        # claims that are no types
        (b"a,b\n1,2", "", ANY),
        (b"a,b\n1,2", "csv", ANY),
        (b"a,b\n1,2", "text/csv\r\nSet-Cookie: x", ANY),
        (b"a,b\n1,2", "text/" + "x" * 500, ANY),
        # pages in every disguise
        (b"<!DOCTYPE html><p>", "image/png", "text/html"),
        (b" \n<HTML>", "text/plain", "text/html"),
        (b"<script>alert(1)</script>", "application/pdf", "text/html"),
        (b"<!-- x --><script>alert(1)</script>", "video/mp4", "text/html"),
        (b"<iframe src=x>", "audio/mpeg", "text/html"),
        (b"<img src=x onerror=alert(1)>", "image/jpeg", "text/html"),
        (b"\x00\x00<body onload=alert(1)>", "video/mp4", "text/html"),
        (codecs.BOM_UTF8 + b"<html>", "text/plain", "text/html"),
        (codecs.BOM_UTF16_LE + "<html>".encode("utf-16-le"), "video/mp4", "text/html"),
        (codecs.BOM_UTF16_BE + "<svg>".encode("utf-16-be"), "image/png", "image/svg+xml"),
        (files.PDF_AND_HTML, "application/pdf", "text/html"),
        (b"<svg onload=alert(1)>", "image/png", "image/svg+xml"),
        (b'<?xml version="1.0"?><svg>', "image/png", "image/svg+xml"),
        (b'<!DOCTYPE svg PUBLIC "x" "y"><svg>', "image/png", "image/svg+xml"),
        (b'<?xml version="1.0"?><html xmlns="x">', "image/png", "text/html"),
        # what is no page
        (b'<?xml version="1.0"?><factura/>', "application/pdf", "application/xml"),
        (b"<> es distinto", "text/plain", "text/plain"),
        # two files in one: what browsers take it for is what it is served as
        (files.GIF_AND_SCRIPT, "text/javascript", "image/gif"),
        (files.JPEG_AND_HTML, "text/html", "image/jpeg"),
        (files.SCRIPTED_PDF, "text/html", "application/pdf"),
        (GIF, "video/mp4", "image/gif"),
    ],
)
def test_a_file_is_served_as_what_it_is(content: bytes, claimed: str, expected: str) -> None:
    assert content_type_of(content, claimed) == expected


def test_an_archive_is_not_unpacked() -> None:
    bomb = files.zip_bomb(20_000_000)
    assert content_type_of(bomb[:HEAD_BYTES], "application/zip") == "application/zip"
    assert not is_program(bomb[:HEAD_BYTES], "ceros.zip")


@pytest.mark.parametrize(
    "content",
    [
        *(files.WINDOWS_PROGRAM, files.LINUX_PROGRAM, files.MAC_PROGRAM, files.JAVA_CLASS),
        *(files.SHELL_SCRIPT, files.SHORTCUT, files.TEST_VIRUS),
    ],
)
def test_a_program_is_known_by_its_content(content: bytes) -> None:
    assert is_program(content, "factura.pdf")
    assert is_program(content, None)


@pytest.mark.parametrize(
    "name", ["factura.pdf.exe", "a.JS", "a.hta", "a.bat", "a.jar", "a.APK", "a.lnk", "a.ps1"]
)
def test_a_program_is_known_by_its_name(name: str) -> None:
    assert is_program(b"whatever", name)


@pytest.mark.parametrize("content", [PNG, JPEG, PDF, OGG, MP4, b"", b"MZ es una marca", b"a,b"])
@pytest.mark.parametrize("name", [None, "exe", "foto.png", "exe.docx", "www.ejemplo.com"])
def test_no_other_is(content: bytes, name: str | None) -> None:
    assert not is_program(content, name)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("head", "families"),
    [
        (b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", {"word"}),
        (b"PK\x03\x04" + b"\0" * 26 + b"xl/workbook.xml", {"excel"}),
        (b"PK\x03\x04" + b"\0" * 26 + b"ppt/presentation.xml", {"powerpoint"}),
        (b"PK\x03\x04" + b"word/a.xml" + b"\0" * 9 + b"xl/workbook.xml", {"word", "excel"}),
        (OLE + b"\0" * 504 + b"\xec\xa5\xc1\0" + b"\0" * 9, {"word"}),
        (OLE + b"\0" * 900 + "Workbook".encode("utf-16-le"), {"excel"}),
        (OLE + b"\0" * 900, set()),
        (b"PK\x03\x04" + b"\0" * 60, set()),
        (b"hola", set()),
    ],
)
def test_files_of_offices_tell_their_programs(head: bytes, families: set[str]) -> None:
    assert office_families(head) == families
