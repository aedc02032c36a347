"""Why a mail is not sent."""

from __future__ import annotations

from chalicelib.core.errors import ConflictError


class MailNotConfiguredError(ConflictError):
    """The deployment was told no address to send from."""

    code = "mail_not_configured"
    detail = (
        "This deployment sends no mail yet. Whoever deploys it sets HILO_MAIL_FROM and deploys"
        " again."
    )


class MailRefusedError(Exception):
    """The carrier will never take it as it is; the text says why, without secrets."""


class MailUndeliveredError(Exception):
    """The carrier did not take it now; worth another try."""
