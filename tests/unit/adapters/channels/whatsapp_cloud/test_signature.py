from __future__ import annotations

import hashlib
import hmac

import pytest

from chalicelib.adapters.channels.whatsapp_cloud.signature import is_signed

BODY = b'{"text":"caf\\u00e9 \\/ ok"}'
SECRET = "a-secret"


def signed(body: bytes = BODY, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha256=",
        "sha256=" + "z" * 64,
        signed()[:-2],
        signed() + "00",
        signed() + "\n",
        signed().upper(),
        signed().removeprefix("sha256="),
        "sha1=" + signed().removeprefix("sha256="),
        f"{signed()},{signed()}",
        " " + signed(),
        "sha256=" + "é" * 64,
        signed(secret="another"),
        signed(BODY + b" "),
    ],
)
def test_refused_when_header_does_not_sign_these_bytes(header: str | None) -> None:
    assert not is_signed(BODY, header, SECRET)


def test_refused_when_secret_is_empty() -> None:
    """Anybody can sign with an empty key."""
    assert not is_signed(BODY, signed(secret=""), "")


def test_accepted_when_header_signs_raw_bytes() -> None:
    assert is_signed(BODY, signed(), SECRET)
    assert is_signed(b"", signed(b""), SECRET)


def test_published_vector() -> None:
    """The HMAC-SHA256 of RFC 4231, case 2."""
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert is_signed(b"what do ya want for nothing?", f"sha256={expected}", "Jefe")
