"""Reads an account's message templates at the Graph API, page after page, within seconds.

All or nothing: a list that breaks off would look as if templates were gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from chalicelib.adapters.channels.whatsapp_cloud.fields import Json, all_in, shown_in
from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphApi, bearer
from chalicelib.adapters.channels.whatsapp_cloud.outcomes import delivery_error
from chalicelib.core.clock import Clock
from chalicelib.core.secret_store import SecretMissingError, SecretsUnavailableError
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.templates.models import (
    Button,
    ButtonKind,
    Failure,
    Header,
    HeaderKind,
    Template,
)
from chalicelib.domains.templates.ports import TemplatesUnavailableError
from chalicelib.domains.templates.rules import placeholders

if TYPE_CHECKING:
    import httpx

PAGE = 100
MOST_PAGES = 30
LIMIT = timedelta(seconds=15)  # whoever asks waits for it, and API Gateway for 29 s
_MAX_PAGE_BYTES = 3_000_000
_FIELDS = "name,language,status,category,components"
_HEADERS: Mapping[str, HeaderKind] = {
    "TEXT": "text",
    "IMAGE": "image",
    "VIDEO": "video",
    "DOCUMENT": "document",
    "LOCATION": "location",
}
_BUTTONS: Mapping[str, ButtonKind] = {
    "QUICK_REPLY": "quick_reply",
    "URL": "url",
    "PHONE_NUMBER": "phone",
    "COPY_CODE": "copy_code",
}


class GraphTemplates:
    """The TemplateSource of WhatsApp Cloud."""

    def __init__(self, api: GraphApi, clock: Clock) -> None:
        self._api = api
        self._clock = clock

    def fetch(self, connection: Connection) -> list[Template]:
        try:
            token = self._api.token_of(connection)
        except SecretMissingError as exc:
            raise _failed("no_access_token", "The app has no access token") from exc
        except SecretsUnavailableError as exc:
            raise _failed("secrets_unavailable", "The token cannot be read") from exc
        read = [template_of(one) for one in self._all(connection, token)]
        return [one for one in read if one is not None]

    def _all(self, connection: Connection, token: str) -> Iterator[Json]:
        deadline, after = self._clock.now() + LIMIT, None
        for _ in range(MOST_PAGES):
            page = self._page(connection, token, after, deadline)
            yield from all_in(page, "data")
            after = shown_in(page, "paging", "cursors", "after")
            if not after or shown_in(page, "paging", "next") is None:
                return
        raise _failed("too_many", f"The account has more than {PAGE * MOST_PAGES} templates")

    def _page(
        self, connection: Connection, token: str, after: str | None, deadline: datetime
    ) -> Json:
        import httpx  # noqa: PLC0415 - loaded with the first fetch

        query = {"fields": _FIELDS, "limit": str(PAGE)} | ({"after": after} if after else {})
        path = f"{quote(connection.holder or '', safe='')}/message_templates"
        try:
            with self._api.client().stream(
                "GET", self._api.settings.url(path), params=query, headers=bearer(token)
            ) as answer:
                body = _json(self._within(answer.iter_bytes(), deadline))
                return _told(answer, body)
        except httpx.HTTPError as exc:
            raise _failed("unreachable", "The provider cannot be reached") from exc

    def _within(self, chunks: Iterable[bytes], deadline: datetime) -> bytes:
        content = bytearray()
        for chunk in chunks:
            content += chunk
            if len(content) > _MAX_PAGE_BYTES or self._clock.now() > deadline:
                raise _failed("too_slow", "The provider's list is too long or came too slowly")
        return bytes(content)


def template_of(told: Json) -> Template | None:
    """A template as the provider writes it; None for one without name or language."""
    name, language = shown_in(told, "name"), shown_in(told, "language")
    if name is None or language is None:
        return None
    parts = {str(one.get("type")).upper(): one for one in all_in(told, "components")}
    body, header = parts.get("BODY", {}), parts.get("HEADER")
    read_header = _header(header) if header is not None else None
    buttons = tuple(_button(one) for one in all_in(parts.get("BUTTONS", {}), "buttons"))
    return Template(
        name=name,
        language=language,
        category=(shown_in(told, "category") or "").upper(),
        status=(shown_in(told, "status") or "").upper(),
        body=shown_in(body, "text") or "",
        header=read_header,
        footer=shown_in(parts.get("FOOTER", {}), "text"),
        buttons=buttons,
        examples=_examples(body, "body_text"),
        has_more=bool(parts.keys() - {"BODY", "HEADER", "FOOTER", "BUTTONS"})
        or (header is not None and read_header is None),
    )


def _header(told: Json) -> Header | None:
    kind = _HEADERS.get(str(told.get("format", "TEXT")).upper())
    if kind is None:
        return None
    text = shown_in(told, "text") if kind == "text" else None
    return Header(kind, text, _examples(told, "header_text"))


def _button(told: Json) -> Button:
    kind = _BUTTONS.get(str(told.get("type")).upper(), "other")
    example = told.get("example")
    first = example[0] if isinstance(example, list) and example else example
    return Button(
        kind=kind,
        text=shown_in(told, "text") or "",
        url=shown_in(told, "url"),
        phone=shown_in(told, "phone_number"),
        example=first if isinstance(first, str) else None,
    )


def _examples(told: Json, key: str) -> tuple[str, ...]:
    """Examples of positions (a list, for the body in a list of its own), or of names."""
    example = told.get("example")
    if not isinstance(example, dict):
        return ()
    names = {one.get("param_name"): one for one in all_in(example, f"{key}_named_params")}
    asked = placeholders(shown_in(told, "text") or "")
    named = [shown_in(names.get(one), "example") or "" for one in asked] if names else []
    positions = example.get(key)
    if isinstance(positions, list) and positions and isinstance(positions[0], list):
        positions = positions[0]
    listed = positions if isinstance(positions, list) else []
    return tuple(named or [one if isinstance(one, str) else "" for one in listed])


def _told(answer: httpx.Response, body: Any) -> Json:
    if 200 <= answer.status_code < 300 and isinstance(body, dict):
        return body
    error = body.get("error") if isinstance(body, dict) else None
    told = {"code": f"http_{answer.status_code}", **(error if isinstance(error, dict) else {})}
    read = delivery_error(told, retryable=True)
    raise _failed(read.code, read.title)


def _failed(code: str, title: str) -> TemplatesUnavailableError:
    return TemplatesUnavailableError(Failure(code, title))


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
