"""Codes by time, held against the vectors of RFC 6238, appendix B (SHA-1, last six digits)."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from chalicelib.adapters.time_codes import PyotpCodes

SECRET = base64.b32encode(b"12345678901234567890").decode()
CODES = PyotpCodes()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert CODES.step_of(SECRET, code, now) == seconds // 30
    for skew in (-1, 1):
        assert CODES.step_of(SECRET, code, now + timedelta(seconds=30 * skew)) == seconds // 30
        assert CODES.step_of(SECRET, code, now + timedelta(seconds=60 * skew)) is None


@pytest.mark.parametrize("garbage", ["", "08180", "0818044", "ñandúú", "081 804"])
def test_garbage_is_of_no_step(garbage: str) -> None:
    assert CODES.step_of(SECRET, garbage, datetime.fromtimestamp(1111111109, UTC)) is None


def test_an_authenticator_is_set_up_by_an_address_and_its_picture() -> None:
    secret = CODES.new_secret()
    assert len(base64.b32decode(secret)) == 20
    assert secret != CODES.new_secret()
    address = CODES.address(secret, "ana@hilo.test")
    assert address.startswith("otpauth://totp/Hilo:ana%40hilo.test?")
    assert f"secret={secret}" in address
    picture = CODES.picture(address)
    svg = ElementTree.fromstring(picture)
    assert {one.tag for one in svg} == {"path"}, "clients draw it from its paths alone"
    width = int(svg.attrib["viewBox"].split()[2])
    assert f"M0 0h{width}" in svg[0].attrib["d"], "white to its edges"
    assert "style" not in picture
