"""HTTP of the double: the Graph API itself, and the knobs and log of the contract."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from chalicelib.core.clock import Clock
from infra.local.graph.behaviour import Behaviour, Knobs
from infra.local.graph.changes import Changes
from infra.local.graph.checks import MEDIA_KINDS, check_upload
from infra.local.graph.errors import GraphError, bad_token, unknown_object
from infra.local.graph.held import NeverAnswered
from infra.local.graph.journal import Journal
from infra.local.graph.media import MediaStore
from infra.local.graph.models import GraphSettings, Number
from infra.local.graph.problems import read_model, whole_number, with_problems
from infra.local.graph.sends import Sends
from infra.local.graph.templates import check_template, page

DOWNLOAD_PATH = "/local/graph/attachments"


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body decided for a request; `lost`: it is decided but never arrives."""

    status: int
    body: Any
    lost: bool = False


@dataclass(slots=True)
class GraphRoutes:
    """Every request is listed on arrival, decided, delayed by the latency knob, answered."""

    base_url: str
    settings: GraphSettings
    clock: Clock
    sends: Sends
    media: MediaStore
    journal: Journal
    knobs: Knobs
    changes: Changes
    stopping: asyncio.Event

    def routes(self) -> list[Route]:
        behaviour, requests = "/local/whatsapp-cloud/behaviour", "/local/whatsapp-cloud/requests"
        return [
            Route(DOWNLOAD_PATH, self.download),
            Route(
                "/local/graph/v{version:float}/{number_id}/messages",
                self.messages,
                methods=["POST"],
            ),
            Route("/local/graph/v{version:float}/{number_id}/media", self.upload, methods=["POST"]),
            Route(
                "/local/graph/v{version:float}/{account_id}/message_templates", self.list_templates
            ),
            Route("/local/graph/v{version:float}/{media_id}", self.media_metadata),
            Route(behaviour, self.show_behaviour),
            Route(behaviour, with_problems(self.set_behaviour), methods=["PUT"]),
            Route(requests, with_problems(self.list_requests)),
            Route(requests, self.clear_requests, methods=["DELETE"]),
        ]

    # the Graph API -----------------------------------------------------------------

    async def messages(self, request: Request) -> Response:
        body = _json_or_none(await request.body())

        async def decide() -> Answer:
            number = self._authorised_number(request)
            if not isinstance(body, dict):
                raise GraphError(400, 100, "The request body is not a JSON object.")
            if body.get("status") == "read":
                return Answer(200, self.sends.mark_read(body))
            self._check_file(body)
            message = self.sends.take(number, body)
            return Answer(200, self.sends.answer(message), lost=self.knobs.take_timeout())

        return await self._answer(request, body, decide)

    async def upload(self, request: Request) -> Response:
        """A file of the business, which its messages then name by the id."""
        form = await request.form()
        file = form.get("file")
        given = file if isinstance(file, UploadFile) else None
        content = await given.read() if given else b""
        shown = {name: value for name, value in form.items() if isinstance(value, str)}
        if given:
            shown["file"] = f"{given.filename} ({len(content)} bytes)"
        await form.close()

        async def decide() -> Answer:
            self._authorised_number(request)
            content_type = check_upload(shown, given.content_type if given else None, len(content))
            kept = await self.media.keep(content, content_type, given.filename if given else None)
            return Answer(200, {"id": kept.id})

        return await self._answer(request, shown, decide)

    def _check_file(self, body: Any) -> None:
        """A message names a file by an id that an upload was given."""
        content = body.get(body.get("type"))
        media_id = content.get("id") if isinstance(content, dict) else None
        if body.get("type") in MEDIA_KINDS and media_id and self.media.get(str(media_id)) is None:
            raise GraphError(400, 131009, f"There is no media with the id {media_id}.")
        if body.get("type") == "template" and isinstance(content, dict):
            check_template(content, lambda given: self.media.get(given) is not None)

    async def list_templates(self, request: Request) -> Response:
        """Those of the account, a page at a time."""

        async def decide() -> Answer:
            self._check_token(request)
            account_id = request.path_params["account_id"]
            if account_id != self.settings.business_account_id:
                raise unknown_object(account_id, "get")
            if failure := self.knobs.take_failure():
                raise failure
            return Answer(200, page(request.query_params))

        return await self._answer(request, None, decide)

    async def media_metadata(self, request: Request) -> Response:
        async def decide() -> Answer:
            self._check_token(request)
            media_id = request.path_params["media_id"]
            file = self.media.get(media_id)
            if file is None:
                raise unknown_object(media_id, "get", status=404)
            metadata = {
                "url": self.download_url(media_id),
                "mime_type": file.content_type,
                "sha256": file.sha256_hex,
                "file_size": file.size_bytes,
                "id": media_id,
                "messaging_product": "whatsapp",
            }
            return Answer(200, metadata)

        return await self._answer(request, None, decide)

    async def download(self, request: Request) -> Response:
        query = request.query_params
        logged = self.journal.received("GET", request.url.path, None)
        try:
            self._check_token(request)
        except GraphError as error:
            self.journal.answered(logged, error.status, error.body())
            return _graph_answer(error.status, error.body())
        file = self.media.find_for_download(
            query.get("mid", ""), query.get("ext", ""), query.get("hash", ""), self.clock.now()
        )
        await asyncio.sleep(self.knobs.current.latency_ms / 1000)
        if file is None:
            self.journal.answered(logged, 404, None)
            return Response("URL signature expired", 404, media_type="text/plain")
        self.journal.answered(logged, 200, None)
        return FileResponse(file.path, media_type=file.content_type)

    def download_url(self, media_id: str) -> str:
        """Where the bytes of a file are for some minutes, for who has the token."""
        query = self.media.download_query(media_id, self.clock.now())
        return f"{self.base_url}{DOWNLOAD_PATH}?{query}"

    async def _answer(
        self, request: Request, body: Any, decide: Callable[[], Awaitable[Answer]]
    ) -> Response:
        path = request.url.path.removeprefix("/local/graph")
        logged = self.journal.received(request.method, path, body)
        latency_seconds = self.knobs.current.latency_ms / 1000
        try:
            answer = await decide()
        except GraphError as error:
            answer = Answer(error.status, error.body())
        self.changes.bump()
        if answer.lost:
            return NeverAnswered(self.settings.hold_seconds, self.stopping)
        await asyncio.sleep(latency_seconds)
        self.journal.answered(logged, answer.status, answer.body)
        return _graph_answer(answer.status, answer.body)

    def _authorised_number(self, request: Request) -> Number:
        self._check_token(request)
        number_id = request.path_params["number_id"]
        for number in self.settings.numbers:
            if number.id == number_id:
                return number
        raise unknown_object(number_id, "post")

    def _check_token(self, request: Request) -> None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        if not secrets.compare_digest(given.encode(), self.settings.access_token.encode()):
            raise bad_token()

    # the contract's helpers --------------------------------------------------------

    async def show_behaviour(self, _: Request) -> Response:
        return JSONResponse(self.knobs.current.model_dump())

    async def set_behaviour(self, request: Request) -> Response:
        self.knobs.current = await read_model(request, Behaviour)
        self.changes.bump()
        return JSONResponse(self.knobs.current.model_dump())

    async def list_requests(self, request: Request) -> Response:
        return JSONResponse({"items": self.journal.requests(whole_number(request, "after", 0))})

    async def clear_requests(self, _: Request) -> Response:
        self.journal.clear()
        return Response(status_code=204)


def _graph_answer(status: int, body: Any) -> JSONResponse:
    return JSONResponse(body, status, headers={"facebook-api-version": "v26.0"})


def _json_or_none(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return None
