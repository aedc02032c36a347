"""The server behind every address: SMTP in, one list of mails out.

Addresses at `rebota.test` are refused for good, those at `demora.test` for now, as servers do.
"""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import count

from aiosmtpd.smtp import SMTP, Envelope, Session

from chalicelib.core.clock import Clock

REFUSED, DELAYED = "@rebota.test", "@demora.test"
_HOST = "127.0.0.1"
_MOST_KEPT = 500


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail as it came: text and HTML are its two parts."""

    id: int
    at: datetime
    sender: str
    to: str
    subject: str
    message_id: str
    text: str
    html: str


class MailBox:
    """Listens from the first moment, so that its port is known; answers from `start` on."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._socket = socket.create_server((_HOST, 0))
        self._server: asyncio.Server | None = None
        self._numbers = count(1)
        self.mails: deque[KeptMail] = deque(maxlen=_MOST_KEPT)

    @property
    def address(self) -> tuple[str, int]:
        return _HOST, int(self._socket.getsockname()[1])

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: SMTP(self, enable_SMTPUTF8=True, ident="Hilo", loop=loop), sock=self._socket
        )

    def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._socket.close()

    def forget(self) -> None:
        self.mails.clear()

    async def handle_RCPT(  # noqa: N802 - so aiosmtpd calls it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        if address.endswith(REFUSED):
            return "550 5.1.1 No such user here"
        if address.endswith(DELAYED):
            return "451 4.3.0 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - so aiosmtpd calls it
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content or b""
        raw = content.encode() if isinstance(content, str) else content
        message = BytesParser(policy=policy.default).parsebytes(raw)
        for address in envelope.rcpt_tos:
            self.mails.appendleft(
                KeptMail(
                    id=next(self._numbers),
                    at=self._clock.now(),
                    sender=str(message["From"] or ""),
                    to=address,
                    subject=str(message["Subject"] or ""),
                    message_id=str(message["Message-ID"] or ""),
                    text=_part(message, "plain"),
                    html=_part(message, "html"),
                )
            )
        return "250 OK"


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""
