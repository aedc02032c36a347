"""Mails by a server that speaks SMTP (RFC 5321), encrypted unless its secret says otherwise."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping

from chalicelib.adapters.mail.message import message_of
from chalicelib.core.secret_store import (
    SMTP_SERVER,
    SecretMissingError,
    SecretStore,
    SecretsUnavailableError,
)
from chalicelib.domains.mail.errors import MailRefusedError, MailUndeliveredError
from chalicelib.domains.mail.models import Letter

_TIMEOUT_SECONDS = 15
_DEFAULT_PORT = "587"
_PERMANENT = 500


class SmtpCarrier:
    """MailCarrier on SMTP.

    The secret's fields: `host`, `port`, `user` and `password` where it wants them, `security`:
    "starttls" (default), "tls" from the first byte, or "none".
    """

    def __init__(self, secrets: SecretStore, sender: str) -> None:
        self._secrets = secrets
        self._sender = sender

    def carry(self, letter: Letter) -> None:
        message = message_of(letter, self._sender)
        try:
            server = self._secrets.read(SMTP_SERVER)
            with _connection(server) as connection:
                if user := server.get("user"):
                    connection.login(user, server.get("password", ""))
                connection.send_message(message)
        except (SecretMissingError, SecretsUnavailableError) as exc:
            raise MailUndeliveredError(type(exc).__name__) from exc
        except smtplib.SMTPRecipientsRefused as exc:
            code, said = next(iter(exc.recipients.values()))
            raise _failure(code, said) from exc
        except smtplib.SMTPAuthenticationError as exc:
            raise MailUndeliveredError(f"{exc.smtp_code}: the server refused us") from exc
        except smtplib.SMTPResponseException as exc:
            raise _failure(exc.smtp_code, exc.smtp_error) from exc
        except (smtplib.SMTPException, OSError) as exc:
            raise MailUndeliveredError(type(exc).__name__) from exc


def _connection(server: Mapping[str, str]) -> smtplib.SMTP:
    host, port = server["host"], int(server.get("port", _DEFAULT_PORT))
    security = server.get("security", "starttls")
    if security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT_SECONDS, context=context)
    connection = smtplib.SMTP(host, port, timeout=_TIMEOUT_SECONDS)
    if security != "none":
        connection.starttls(context=ssl.create_default_context())
    return connection


def _failure(code: int, said: bytes | str) -> MailRefusedError | MailUndeliveredError:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    kind = MailRefusedError if code >= _PERMANENT else MailUndeliveredError
    return kind(f"{code}: {text}")
