"""HTTP behind the phone page: people, chats, files, the log, and a poll for changes."""

from __future__ import annotations

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from chalicelib.core.errors import InvalidRequestError, NotFoundError
from infra.local.graph.customers import Customer, CustomerTakenError
from infra.local.graph.double import GraphDouble
from infra.local.graph.models import JSON
from infra.local.graph.problems import (
    field_problem,
    read_model,
    whole_number,
    with_problems,
)
from infra.local.phone.content import NewFile
from infra.local.phone.errors import PersonTakenError
from infra.local.phone.schemas import NewPerson, PhoneAction
from infra.local.phone.service import Chat, PhoneService

LOG_LIMIT = 200
POLL_SECONDS = 15.0
SHOWN_INLINE = ("image/jpeg", "image/png", "image/webp", "audio/", "video/", "application/pdf")


class PhoneApi:
    """The routes below `/local/phone`."""

    def __init__(self, double: GraphDouble) -> None:
        self._double = double
        self.service = PhoneService(double)

    @property
    def routes(self) -> list[Route]:
        chat = "/local/phone/chats/{connection_id}/{person_id}"
        served = [
            ("/local/phone/connections", self.connections, "GET"),
            ("/local/phone/people", self.people, "GET"),
            ("/local/phone/people", self.add_person, "POST"),
            (chat, self.show, "GET"),
            (f"{chat}/actions", self.act, "POST"),
            (f"{chat}/files", self.send_file, "POST"),
            (f"{chat}/open", self.open, "POST"),
            (f"{chat}/messages/{{message_id}}/played", self.played, "POST"),
            ("/local/phone/media/{media_id}", self.media, "GET"),
            ("/local/phone/log", self.log, "GET"),
            ("/local/phone/changes", self.changes, "GET"),
        ]
        return [Route(path, with_problems(do), methods=[method]) for path, do, method in served]

    def reset(self) -> None:
        """Forget every chat; the double resets people, files and knobs."""
        self.service.reset()

    # people ------------------------------------------------------------------------

    async def connections(self, _: Request) -> Response:
        items = [
            {
                "id": number.connection_id,
                "name": number.name,
                "business_name": number.business_name,
                "phone_number_id": number.id,
                "display_phone_number": number.display_phone_number,
            }
            for number in self._double.settings.numbers
        ]
        return JSONResponse({"items": items})

    async def people(self, request: Request) -> Response:
        connection_id = request.query_params.get("connection", "")
        people = self._double.customers.all()
        return JSONResponse({"items": [self._person(one, connection_id) for one in people]})

    async def add_person(self, request: Request) -> Response:
        new = await read_model(request, NewPerson)
        try:
            customer = self._double.customers.add(new.name, new.phone, new.user_id)
        except CustomerTakenError as exc:
            raise PersonTakenError(field=exc.field) from exc
        self._double.changes.bump()
        return JSONResponse(self._person(customer, ""), 201)

    def _person(self, customer: Customer, connection_id: str) -> JSON:
        numbers = [n for n in self._double.settings.numbers if n.connection_id == connection_id]
        return {
            "id": customer.id,
            "name": customer.name,
            "phone": customer.phone,
            "user_id": customer.user_id,
            "username": customer.username,
            "unread": sum(self.service.thread(Chat(n, customer)).unread() for n in numbers),
        }

    # chats -------------------------------------------------------------------------

    async def show(self, request: Request) -> Response:
        chat = self._chat(request)
        return JSONResponse({"items": self.service.thread(chat).view()})

    async def act(self, request: Request) -> Response:
        action = await read_model(request, PhoneAction)
        return JSONResponse({"id": self.service.act(self._chat(request), action.root)}, 201)

    async def send_file(self, request: Request) -> Response:
        chat = self._chat(request)
        async with request.form(max_files=1, max_fields=10) as form:
            return JSONResponse({"id": await self.service.send_file(chat, await _file(form))}, 201)

    async def open(self, request: Request) -> Response:
        self.service.open(self._chat(request))
        return Response(status_code=204)

    async def played(self, request: Request) -> Response:
        self.service.play(self._chat(request), request.path_params["message_id"])
        return Response(status_code=204)

    def _chat(self, request: Request) -> Chat:
        return self.service.chat(
            request.path_params["connection_id"], request.path_params["person_id"]
        )

    # files, log, changes -----------------------------------------------------------

    async def media(self, request: Request) -> Response:
        """A file for the page's own eyes; what could act in the browser is only downloaded."""
        file = self._double.media.get(request.path_params["media_id"])
        if file is None:
            raise NotFoundError
        inline = file.content_type.startswith(SHOWN_INLINE)
        return FileResponse(
            file.path,
            media_type=file.content_type,
            filename=file.filename or file.id,
            content_disposition_type="inline" if inline else "attachment",
            headers={"X-Content-Type-Options": "nosniff"},
        )

    async def log(self, _: Request) -> Response:
        return JSONResponse({"items": self._double.journal.latest(LOG_LIMIT)})

    async def changes(self, request: Request) -> Response:
        """Answers when something has changed since `after`, or after some seconds."""
        after = whole_number(request, "after", 0)
        version = await self._double.changes.after(after, POLL_SECONDS)
        return JSONResponse({"version": version})


async def _file(form: FormData) -> NewFile:
    upload = form.get("file")
    content = await upload.read() if isinstance(upload, UploadFile) else b""
    if not isinstance(upload, UploadFile) or not content:
        problem = field_problem("file", "missing", "Send one file that is not empty.")
        raise InvalidRequestError(errors=[problem])
    return NewFile(
        content=content,
        content_type=upload.content_type or "application/octet-stream",
        filename=upload.filename,
        caption=_text(form, "caption")[:1024],
        voice=_text(form, "voice") == "true",
        reply_to=_text(form, "reply_to") or None,
    )


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""
