"""Sends texts, files and templates through the Graph API and tells what is proven about each.

Never raises for the provider or the network, and never sends twice what may have been
taken: a request that left without a clear answer is an unknown outcome.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from chalicelib.adapters.channels.whatsapp_cloud.fields import Json
from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphApi, bearer
from chalicelib.adapters.channels.whatsapp_cloud.outcomes import is_expired_token, outcome
from chalicelib.adapters.channels.whatsapp_cloud.upload import GraphUploads
from chalicelib.core.clock import Clock
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import ConnectionId
from chalicelib.core.observability import logger
from chalicelib.core.secret_store import SecretMissingError, SecretsUnavailableError
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.conversations.events import DeliveryError
from chalicelib.domains.conversations.ports import (
    REACTION_CALLBACK,
    FileToSend,
    MediaStore,
    OutcomeUnknown,
    ReactionToSend,
    Recipient,
    Refused,
    SendOutcome,
    TemplateToSend,
    TextToSend,
)
from chalicelib.domains.templates.models import SentButton, Value

_MAX_ANSWER_BYTES = 1_000_000
_WITH_NAME = "document"
_WITHOUT_CAPTION = ("audio", "voice", "sticker")

_Sendable = TextToSend | FileToSend | TemplateToSend
_Attempt = Callable[[Connection, str], SendOutcome]
"""Tries to send over a connection with a token."""


class GraphSender:
    """The ChannelSender of WhatsApp Cloud."""

    def __init__(self, api: GraphApi, files: MediaStore, clock: Clock) -> None:
        self._api = api
        self._uploads = GraphUploads(api, files, clock)
        self._clock = clock

    def send_text(self, message: TextToSend) -> SendOutcome:
        body = body_of(message)
        return self._send(message, lambda connection, token: self._post(connection, token, body))

    def send_file(self, message: FileToSend) -> SendOutcome:
        ends_at = self._uploads.ends_at()  # also of a second try with a newer token

        def attempt(connection: Connection, token: str) -> SendOutcome:
            handed_over = self._uploads.hand_over(connection, token, message, ends_at)
            if isinstance(handed_over, Refused):
                return handed_over
            return self._post(connection, token, body_of_file(message, handed_over))

        return self._send(message, attempt)

    def send_reaction(self, reaction: ReactionToSend) -> SendOutcome:
        body = body_of_reaction(reaction)
        return self._send(reaction, lambda connection, token: self._post(connection, token, body))

    def send_template(self, message: TemplateToSend) -> SendOutcome:
        ends_at = self._uploads.ends_at()

        def attempt(connection: Connection, token: str) -> SendOutcome:
            header = None
            if message.file is not None:
                handed_over = self._uploads.hand_over(connection, token, message.file, ends_at)
                if isinstance(handed_over, Refused):
                    return handed_over
                header = header_file(message.file, handed_over)
            return self._post(connection, token, body_of_template(message, header))

        return self._send(message, attempt)

    def _send(self, message: _Sendable | ReactionToSend, attempt: _Attempt) -> SendOutcome:
        if not (message.recipient.phone or message.recipient.user_id):
            return _refused("no_recipient", "The recipient has neither number nor user id")
        try:
            connection = self._api.connection_of(message.connection_id)
            token = self._api.token_of(connection)
            result = attempt(connection, token)
            if is_expired_token(result):
                result = self._with_newer_token(connection, token, attempt) or result
        except NotFoundError:
            return _refused("no_connection", "The connection does not exist")
        except SecretMissingError:
            return _refused(
                "no_access_token", "The app has no access token", concerns_connection=True
            )
        except SecretsUnavailableError:
            return _refused("secrets_unavailable", "The token cannot be read", retryable=True)
        return result

    def mark_read(self, connection_id: ConnectionId, provider_id: str, *, typing: bool) -> None:
        try:
            connection = self._api.connection_of(connection_id)
            token = self._api.token_of(connection)
        except (NotFoundError, SecretMissingError, SecretsUnavailableError):
            return
        result = self._post(connection, token, body_of_signal(provider_id, typing=typing))
        if isinstance(result, Refused):
            logger.info(
                "signal refused",
                extra={"connection_id": connection_id, "code": result.error.code},
            )

    def _with_newer_token(
        self, connection: Connection, refused: str, attempt: _Attempt
    ) -> SendOutcome | None:
        """Once more if the token was rotated meanwhile; the refusal proved nothing was sent."""
        try:
            token = self._api.token_of(connection, fresh=True)
        except (SecretMissingError, SecretsUnavailableError):
            return None
        return None if token == refused else attempt(connection, token)

    def _post(self, connection: Connection, token: str, body: dict[str, Any]) -> SendOutcome:
        import httpx  # noqa: PLC0415 - loaded with the first send

        settings = self._api.settings
        limit = timedelta(seconds=settings.graph_connect_seconds + settings.graph_answer_seconds)
        deadline = self._clock.now() + limit
        try:
            with self._api.client().stream(
                "POST",
                settings.url(f"{quote(connection.account, safe='')}/messages"),
                content=json.dumps(body),
                headers={**bearer(token), "Content-Type": "application/json"},
            ) as answer:
                content = self._read(answer.iter_bytes(), deadline)
                return self._outcome(answer.status_code, content, answer.headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError):
            return _refused("unreachable", "The provider cannot be reached", retryable=True)
        except (httpx.LocalProtocolError, httpx.UnsupportedProtocol, httpx.InvalidURL) as exc:
            return _refused("request_not_sendable", f"Not sent: {type(exc).__name__}")
        except httpx.HTTPError as exc:
            return OutcomeUnknown(type(exc).__name__)

    def _read(self, chunks: Iterable[bytes], deadline: datetime) -> bytes | None:
        """The body; None where it is too long or too slow to be an answer."""
        content = bytearray()
        for chunk in chunks:
            content += chunk
            if len(content) > _MAX_ANSWER_BYTES or self._clock.now() > deadline:
                return None
        return bytes(content)

    def _outcome(
        self, status: int, content: bytes | None, headers: Mapping[str, str]
    ) -> SendOutcome:
        if content is None:
            return OutcomeUnknown("an answer too long or too slow")
        return outcome(status, _json(content), headers, self._clock.now())


def body_of(message: TextToSend) -> dict[str, Any]:
    """The JSON of a text message (Meta, messages API v26.0)."""
    return _body(message, "text", {"body": message.text, "preview_url": False})


def body_of_file(message: FileToSend, media_id: str) -> dict[str, Any]:
    """The JSON of a message that shows a file the provider has."""
    content: dict[str, Any] = {"id": media_id}
    if message.caption and message.kind not in _WITHOUT_CAPTION:
        content["caption"] = message.caption
    if message.filename and message.kind == _WITH_NAME:
        content["filename"] = message.filename
    if message.kind != "voice":
        return _body(message, message.kind, content)
    return _body(message, "audio", content | {"voice": True})


def body_of_template(message: TemplateToSend, header: Json | None) -> dict[str, Any]:
    """The JSON of a template; `header` is the parameter of a header that shows a file."""
    template = message.template
    parts: list[Json] = []
    if header or template.header_values:
        values = [header] if header else _parameters(template.header_values)
        parts.append({"type": "header", "parameters": values})
    if template.values:
        parts.append({"type": "body", "parameters": _parameters(template.values)})
    parts += [
        _button(number, button)
        for number, button in enumerate(template.buttons)
        if button.value is not None
    ]
    content: Json = {"name": template.name, "language": {"code": template.language}}
    return _body(message, "template", content | ({"components": parts} if parts else {}))


def header_file(file: FileToSend, media_id: str) -> Json:
    """The parameter of a template's header that shows a file."""
    main = file.content_type.partition("/")[0]
    kind = main if main in ("image", "video") else "document"
    named = {"filename": file.filename} if kind == _WITH_NAME and file.filename else {}
    return {"type": kind, kind: {"id": media_id} | named}


def _parameters(values: Iterable[Value]) -> list[Json]:
    return [
        {"type": "text", "text": one.text} | ({"parameter_name": one.name} if one.name else {})
        for one in values
    ]


def _button(number: int, button: SentButton) -> Json:
    is_code = button.kind == "copy_code"
    value: Json = {"type": "text", "text": button.value}
    if is_code:
        value = {"type": "coupon_code", "coupon_code": button.value}
    return {
        "type": "button",
        "sub_type": "copy_code" if is_code else "url",
        "index": str(number),
        "parameters": [value],
    }


def _body(message: _Sendable, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_address(message.recipient),
        "type": kind,
        kind: content,
        "biz_opaque_callback_data": message.callback_data,
    }
    if message.reply_to_provider_id:
        body["context"] = {"message_id": message.reply_to_provider_id}
    return body


def body_of_reaction(reaction: ReactionToSend) -> dict[str, Any]:
    """The JSON of a reaction; an empty emoji takes back the one that is there."""
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_address(reaction.recipient),
        "type": "reaction",
        "reaction": {"message_id": reaction.provider_id, "emoji": reaction.emoji},
        "biz_opaque_callback_data": REACTION_CALLBACK,
    }


def body_of_signal(provider_id: str, *, typing: bool) -> dict[str, Any]:
    """The JSON that marks a message as read; the typing indicator is an addition to it."""
    body: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": provider_id,
    }
    return body | ({"typing_indicator": {"type": "text"}} if typing else {})


def _address(recipient: Recipient) -> dict[str, str]:
    """The number where one is known, as every kind of message takes it; else the user id."""
    if recipient.phone:
        return {"to": recipient.phone}
    return {"recipient": recipient.user_id or ""}


def _refused(
    code: str, title: str, *, retryable: bool = False, concerns_connection: bool = False
) -> Refused:
    error = DeliveryError(code=code, title=title, detail=None, retryable=retryable)
    return Refused(error, concerns_connection=concerns_connection)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
