"""One-time codes by time: pyotp reckons them, segno draws their address."""

from __future__ import annotations

import hmac
from datetime import datetime

STEP_SECONDS = 30
_ISSUER = "Hilo"
_SKEW = (0, -1, 1)  # a clock that is half a minute wrong is right enough


class PyotpCodes:
    """TimeCodes."""

    def new_secret(self) -> str:
        """160 random bits, as RFC 4226 advises."""
        import pyotp  # noqa: PLC0415 - paid by who sets up a factor

        return pyotp.random_base32()

    def step_of(self, secret: str, code: str, now: datetime) -> int | None:
        """The step of the code, the present one looked at first."""
        import pyotp  # noqa: PLC0415

        codes, present = pyotp.TOTP(secret, interval=STEP_SECONDS), int(now.timestamp())
        for skew in _SKEW:
            step = present // STEP_SECONDS + skew
            expected = codes.generate_otp(step)
            if hmac.compare_digest(expected.encode(), code.strip().encode()):
                return step
        return None

    def address(self, secret: str, account: str) -> str:
        """As authenticators read it."""
        import pyotp  # noqa: PLC0415

        codes = pyotp.TOTP(secret, interval=STEP_SECONDS)
        return codes.provisioning_uri(name=account, issuer_name=_ISSUER)

    def picture(self, address: str) -> str:
        """Black on white in either scheme: cameras read it so. No style element."""
        import segno  # noqa: PLC0415

        return segno.make(address, micro=False).svg_inline(
            border=3, dark="#000", light="#fff", omitsize=True
        )
