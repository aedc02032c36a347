"""A letter as mail servers read it (RFC 5322): text and HTML, with an id made of its key."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import parseaddr

from chalicelib.core.ids import digest
from chalicelib.domains.mail.errors import MailRefusedError
from chalicelib.domains.mail.models import Letter

_DIGEST_LENGTH = 32


def message_of(letter: Letter, sender: str) -> EmailMessage:
    """Raises MailRefusedError for what can be no header, such as an address with a line break."""
    message = EmailMessage()
    domain = parseaddr(sender)[1].rpartition("@")[2]
    try:
        message["From"] = sender
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Message-ID"] = f"<{digest(letter.key, _DIGEST_LENGTH)}@{domain}>"
    except ValueError as exc:
        raise MailRefusedError(f"not a header: {exc}") from exc
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message
