"""Mails by Amazon SES (API v2), as raw messages, so that both carriers send the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.adapters.mail.message import message_of
from chalicelib.domains.mail.errors import MailRefusedError, MailUndeliveredError
from chalicelib.domains.mail.models import Letter

if TYPE_CHECKING:
    import boto3
    from mypy_boto3_sesv2 import SESV2Client

_NEVER = frozenset({"BadRequestException", "MessageRejected", "NotFoundException"})


def connect_ses(session: boto3.Session) -> SESV2Client:
    """A client that repeats nothing: the queue does."""
    from botocore.config import Config  # noqa: PLC0415 - not paid by who opens no client

    config = Config(connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 1})
    return session.client("sesv2", config=config)


class SesCarrier:
    """MailCarrier on SES."""

    def __init__(self, client: Callable[[], SESV2Client], sender: str) -> None:
        self._client = client
        self._sender = sender

    def carry(self, letter: Letter) -> None:
        message = message_of(letter, self._sender)
        try:
            self._client().send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [letter.to]},
                Content={"Raw": {"Data": message.as_bytes()}},
            )
        except ClientError as exc:
            error = exc.response["Error"]
            said = f"{error.get('Code')}: {error.get('Message')}"
            raise (MailRefusedError if error.get("Code") in _NEVER else MailUndeliveredError)(
                said
            ) from exc
        except BotoCoreError as exc:
            raise MailUndeliveredError(f"{type(exc).__name__}: {exc}") from exc
