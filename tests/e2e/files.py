"""Small files of every kind a customer may send, made here."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

PICTURE_SIDE = 24


def picture() -> dict[str, Any]:
    """A PNG of one colour."""
    row = b"\0" + bytes((15, 110, 100)) * PICTURE_SIDE
    header = struct.pack(">IIBBBBB", PICTURE_SIDE, PICTURE_SIDE, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(row * PICTURE_SIDE)), (b"IEND", b"")]
    content = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)
    return {"name": "comprobante.png", "mimeType": "image/png", "buffer": content}


def sticker() -> dict[str, Any]:
    """A WebP of one pixel."""
    content = base64.b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
    return {"name": "risa.webp", "mimeType": "image/webp", "buffer": content}


def broken_video() -> dict[str, Any]:
    """What calls itself an MP4 and has nothing in it that could be played."""
    content = struct.pack(">I4s4sI4s", 20, b"ftyp", b"isom", 0, b"isom") + b"\0" * 64
    return {"name": "clip.mp4", "mimeType": "video/mp4", "buffer": content}


def program() -> dict[str, Any]:
    """A program of Windows that calls itself a PDF."""
    content = b"MZ" + b"\0" * 58 + struct.pack("<I", 64) + b"PE\0\0" + b"\0" * 200
    return {"name": "factura.pdf", "mimeType": "application/pdf", "buffer": content}


def page() -> dict[str, Any]:
    """A page with a script that calls itself a picture."""
    content = b"<!doctype html><script>document.title = 'obedecido'</script>"
    return {"name": "foto.png", "mimeType": "image/png", "buffer": content}


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def document() -> dict[str, Any]:
    """A PDF with one empty page."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"xref\n0 4\n0000000000 65535 f \n%btrailer\n<< /Size 4 /Root 1 0 R >>\n" % table
    content += b"startxref\n%d\n%%%%EOF\n" % content.rindex(b"xref")
    return {"name": "convenio-2026.pdf", "mimeType": "application/pdf", "buffer": content}
