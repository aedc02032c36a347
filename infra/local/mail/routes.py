"""`/local/mail`: what the product has written to people, newest first, and where it leads."""

from __future__ import annotations

import re
from dataclasses import asdict
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from infra.local.mail.box import KeptMail, MailBox
from infra.security_headers import page_headers

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 44rem; margin: 0 auto; padding: 1.5rem; overflow-wrap: anywhere; }
article { border: 1px solid color-mix(in srgb, currentcolor 25%, transparent);
  border-radius: 12px; padding: 1rem 1.25rem; margin: 1rem 0; }
h1 { font-size: 1.375rem; } h2 { font-size: 1.0625rem; margin: 0 0 .25rem; }
.about { margin: 0 0 .75rem; font-size: .875rem; opacity: .8; }
.text { white-space: pre-line; }
"""


class MailPages:
    """The routes below `/local/mail`."""

    def __init__(self, box: MailBox) -> None:
        self._box = box

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/local/mail", self._page),
            Route("/local/mail/style.css", _style),
            Route("/local/mail/items", self._items),
        ]

    async def _page(self, _: Request) -> Response:
        shown = "".join(_shown(mail) for mail in self._box.mails)
        nothing = "<p>Todavía no se ha enviado ningún correo. Recargue la página más tarde.</p>"
        return HTMLResponse(
            '<!doctype html><html lang="es"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width">'
            "<title>Correos</title>"
            '<link rel="stylesheet" href="/local/mail/style.css"></head>'
            f"<body><main><h1>Correos enviados</h1>{shown or nothing}</main></body></html>",
            headers=page_headers(),
        )

    async def _items(self, _: Request) -> Response:
        return JSONResponse({"items": [_view(mail) for mail in self._box.mails]})


async def _style(_: Request) -> Response:
    return Response(_STYLE, media_type="text/css")


def _view(mail: KeptMail) -> dict[str, object]:
    return {**asdict(mail), "at": mail.at.isoformat(), "links": _ADDRESS.findall(mail.text)}


def _shown(mail: KeptMail) -> str:
    """Its text: nothing of a mail's own HTML runs on our page."""
    text = _ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(mail.text))
    at = f"{mail.at:%d/%m/%Y %H:%M} UTC"
    return (
        f"<article><h2>{escape(mail.subject)}</h2>"
        f'<p class="about">Para {escape(mail.to)}, de {escape(mail.sender)}, {at}</p>'
        f'<p class="text">{text}</p></article>'
    )
