"""Files that are not what they say, made here: what tests of hostile media send."""

from __future__ import annotations

import io
import zipfile

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 300
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 300
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 300
GIF = b"GIF89a" + b"\x00" * 300
PDF = b"%PDF-1.7\n" + b"x" * 300
OGG = b"OggS" + b"\x00" * 300
MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 300

SCRIPTED_PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction 2 0 R>>endobj\n"
    b"2 0 obj<</S/JavaScript/JS(app.launchURL('https://evil.test'))>>endobj\n%%EOF\n"
)
GIF_AND_SCRIPT = b"GIF89a/*" + b"\x00" * 20 + b"*/=1;alert(document.domain)//"
JPEG_AND_HTML = JPEG + b"<html><script>alert(1)</script></html>"
PDF_AND_HTML = b"<html><script>alert(1)</script></html>\n" + SCRIPTED_PDF

WINDOWS_PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 52 + b"\x80\x00\x00\x00PE\x00\x00"
LINUX_PROGRAM = b"\x7fELF\x02\x01\x01" + b"\x00" * 60
MAC_PROGRAM = b"\xcf\xfa\xed\xfe\x07\x00\x00\x01" + b"\x00" * 60
JAVA_CLASS = b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + b"\x00" * 60
SHELL_SCRIPT = b"#!/bin/sh\nrm -rf ~\n"
SHORTCUT = b"L\x00\x00\x00\x01\x14\x02\x00" + b"\x00" * 70
# The customary test for scanners, put together here so that none takes this file for it.
TEST_VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def zip_bomb(unpacked_bytes: int = 200_000_000) -> bytes:
    """An archive of some hundred kilobytes that unpacks to a thousand times as much."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("ceros.txt", "w", force_zip64=True) as entry,
    ):
        for _ in range(unpacked_bytes // 1_000_000):
            entry.write(b"\x00" * 1_000_000)
    return kept.getvalue()
