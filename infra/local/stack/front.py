"""The one origin: product, web client, provider double, phone and local helpers by address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from chalicelib.core.errors import NotFoundError
from infra.local.settings import MEDIA_PATH
from infra.local.stack.demo import Demo
from infra.local.stack.headers import SecurityHeaders
from infra.local.stack.marks import DEMONSTRATED
from infra.local.stack.problems import on_http_exception, on_surprise, refusal
from infra.local.stack.stack import Stack
from infra.local.stack.static import StaticSite

_ANY = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]


class Front:
    """Addresses of the stack and what stands behind them."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._site = StaticSite(stack.settings.origin)
        self._demo = Demo(stack.settings.origin, stack.double, stack.phone.service)
        handlers: Any = {HTTPException: on_http_exception, Exception: on_surprise}
        self.app = SecurityHeaders(
            Starlette(routes=self._routes(), lifespan=self._lifespan, exception_handlers=handlers)
        )

    def _routes(self) -> list[BaseRoute]:
        stack = self._stack
        return [
            Route("/api/{rest:path}", stack.gateway.api, methods=_ANY),
            Route("/webhooks/{rest:path}", stack.gateway.webhooks, methods=_ANY),
            WebSocketRoute("/ws", stack.gateway.socket),
            *stack.double.routes,
            *stack.phone.routes,
            *stack.mail_pages.routes,
            Route("/local/queues", self._queues),
            Route("/local/workers", self._workers),
            Route("/local/minute", self._minute, methods=["POST"]),
            Route("/local/reset", self._reset, methods=["POST"]),
            Route(f"{MEDIA_PATH}/{{bucket}}", stack.uploads.post, methods=["POST"]),
            Route(f"{MEDIA_PATH}/{{bucket}}", stack.uploads.preflight, methods=["OPTIONS"]),
            Route(f"{MEDIA_PATH}/{{rest:path}}", stack.media.get),
            Route("/local/{rest:path}", _nothing_here, methods=_ANY),
            Route("/{rest:path}", self._site.serve, methods=_ANY),
        ]

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        await self._stack.start()
        if self._stack.settings.demo and not self._stack.marks.has(DEMONSTRATED):
            self._stack.marks.set(DEMONSTRATED)
            self._demo.begin()
        yield
        await self._demo.stop()
        await self._stack.stop()

    async def _queues(self, _: Request) -> Response:
        return JSONResponse(await self._stack.rest.state())

    async def _workers(self, _: Request) -> Response:
        return JSONResponse({"items": self._stack.lambdas.workers()})

    async def _minute(self, _: Request) -> Response:
        """Nobody has to wait for the minute to pass."""
        await self._stack.let_a_minute_pass()
        return Response(status_code=204)

    async def _reset(self, _: Request) -> Response:
        await self._demo.stop()
        await self._stack.reset()
        return Response(status_code=204)


async def _nothing_here(_: Request) -> Response:
    return refusal(NotFoundError())
