"""The one decorator of every route: who may call, what it takes, what it answers.

    @endpoint(routes, "POST", "/v1/conversations/{conversation_id}/messages",
              permission="conversations.answer", access=access_conversation,
              body=NewMessage, response=MessageView, status=201, idempotency="pinned",
              summary="Answer the customer")
    def send(call: Call[None, NewMessage, Conversation]) -> MessageView: ...

Checks run in this order, and the first that fails answers: token (401); path parameters
(404); `access`, which loads on behalf of the caller and raises NotFoundError for what they
may not see (404); permission (403); query, body and Idempotency-Key (422, 400 for no
JSON); idempotency (409, 422). So who may not see a thing learns nothing about it. A route
raises subclasses of HiloError for what it refuses; anything else is logged and answers 500.

`permission`: a permission, AUTHENTICATED (anybody signed in), or PUBLIC (no token; then
`call.caller` is None). `callers`: "everybody" where applications may call, too, "people" where
it makes sense for a person alone (403 `people_only`); every route that asks for a token says
which. `response` documents the answer; a route with status 204 returns
None. `idempotency` of mutations: "stored" keeps the first answer under the key, "pinned"
runs the route again with the same `call.pin` (one write when the route first asks for it,
none without a key), "none" ignores the key. `needs_version` documents `If-Match`; the route asks
`call.expected_version()`. `speaks` "oauth" takes a form and refuses as RFC 6749 does, "report"
takes what browsers report of a page's policy. `deprecated` makes every answer say so, and until
when it is there (RFC 9745, RFC 8594). `example` is a body as the description shows it, `answers`
are members of a response; the rest is made from the
schemas. `writes`: media type and way of writing of an answer that is no JSON, from the view that
`response` declares. `is_own`: it tells the caller of themselves. `is_guessed`: it asks for
something secret, and who guesses is made to wait (429). `guards`: the area of what it changes
of configuration; it takes `Apply-At` and may answer 202 with a HeldChangeView.

What a route answers, and what a refusal tells of people, passes `withholding.seen` here and
nowhere else: a route knows nothing of what the caller's role does not see.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from chalice.app import Blueprint, Request, Response

from chalicelib.api.call import Call
from chalicelib.api.deprecation import Deprecation
from chalicelib.api.problem import (
    FORM,
    JSON,
    oauth_response,
    problem_response,
    request_id_of,
    to_json,
)
from chalicelib.api.reading import (
    RequestModel,
    read_body,
    read_form,
    read_idempotency_key,
    read_path,
    read_query,
    read_report,
)
from chalicelib.api.viewer import viewer_ip
from chalicelib.bootstrap import Container, container
from chalicelib.core.errors import ChangeHeldError, ForbiddenError, HiloError, UnauthenticatedError
from chalicelib.core.observability import logger
from chalicelib.domains.access.fields import EVERYTHING, FieldRules
from chalicelib.domains.access.models import Permission, Principal
from chalicelib.domains.access.rules import may
from chalicelib.domains.access.withholding import seen
from chalicelib.domains.applications.errors import PeopleOnlyError
from chalicelib.domains.idempotency.models import Answer, KeyedRequest
from chalicelib.domains.idempotency.service import Pinning

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
IdempotencyMode = Literal["stored", "pinned", "none"]
CallerKind = Literal["everybody", "people"]
Speech = Literal["json", "oauth", "report"]
Route = Callable[[Any], Any]
Writes = tuple[str, Callable[[Any], str]]
R = TypeVar("R", bound=Route)

_TAKEN: dict[Speech, str] = {"json": JSON, "oauth": FORM, "report": "application/csp-report"}
_READERS: dict[Speech, Callable[[Any, Any], Any]] = {
    "json": read_body,
    "oauth": read_form,
    "report": read_report,
}

PUBLIC: Literal["public"] = "public"
AUTHENTICATED: Literal["authenticated"] = "authenticated"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What is declared of one route; OpenAPI is written from it."""

    method: Method
    path: str
    permission: Permission | Literal["public", "authenticated"]
    summary: str
    description: str
    tag: str
    route: Route
    access: Callable[[Any], Any] | None
    query: type[RequestModel] | None
    body: type[RequestModel] | None
    response: Any
    status: int
    idempotency: IdempotencyMode
    needs_version: bool
    callers: CallerKind | None
    speaks: Speech
    deprecated: Deprecation | None
    example: Any
    answers: Any
    is_own: bool
    is_guessed: bool
    writes: Writes
    guards: str | None

    @property
    def takes(self) -> str:
        """The media type of its body."""
        return _TAKEN[self.speaks]

    @property
    def takes_key(self) -> bool:
        return self.method != "GET" and self.idempotency != "none"


ENDPOINTS: list[Endpoint] = []
"""Every route of the API, in order of registration."""


def endpoint(  # noqa: PLR0913 - a declaration: each argument is one fact of the route
    blueprint: Blueprint,
    method: Method,
    path: str,
    *,
    permission: Permission | Literal["public", "authenticated"],
    summary: str,
    access: Callable[[Any], Any] | None = None,
    query: type[RequestModel] | None = None,
    body: type[RequestModel] | None = None,
    response: Any = None,
    status: int = 200,
    idempotency: IdempotencyMode = "stored",
    needs_version: bool = False,
    callers: CallerKind | None = None,
    speaks: Speech = "json",
    deprecated: Deprecation | None = None,
    example: Any = None,
    answers: Any = None,
    is_own: bool = False,
    is_guessed: bool = False,
    writes: Writes = (JSON, to_json),
    guards: str | None = None,
) -> Callable[[R], R]:
    """Register a route; see the module for what the arguments mean."""

    def register(route: R) -> R:
        declared = Endpoint(
            method=method,
            path=path,
            permission=permission,
            summary=summary,
            description=inspect.getdoc(route) or "",
            tag=path.split("/")[2],
            route=route,
            access=access,
            query=query,
            body=body,
            response=response,
            status=status,
            idempotency="none" if permission == PUBLIC else idempotency,
            needs_version=needs_version,
            callers=callers,
            speaks=speaks,
            deprecated=deprecated,
            example=example,
            answers=answers,
            is_own=is_own,
            is_guessed=is_guessed,
            writes=writes,
            guards=guards,
        )
        ENDPOINTS.append(declared)
        registered = blueprint.route(
            path, methods=[method], name=route.__name__, content_types=[declared.takes]
        )
        registered(_view(blueprint, declared))
        return route

    return register


def _view(blueprint: Blueprint, declared: Endpoint) -> Callable[..., Response]:
    @functools.wraps(declared.route)
    def view(**_: str) -> Response:
        request = blueprint.current_request
        return respond(declared, request, container())

    return view


def respond(declared: Endpoint, request: Request, services: Container) -> Response:
    """The answer to one request, whatever happens."""
    call = _call(declared, request, services)
    logger.thread_safe_append_keys(request_id=call.request_id)
    try:
        return _checked(declared, request, call)
    except HiloError as refusal:
        logger.info(
            "request refused",
            extra={"route": f"{declared.method} {declared.path}", "code": refusal.code},
        )
        refusal.facts = seen(refusal.facts, refusal.told, _rules(declared, call))
        return _refused(declared, call, refusal)
    except Exception:  # noqa: BLE001 - the entry point: nothing may escape without an answer
        logger.exception("request failed", extra={"route": f"{declared.method} {declared.path}"})
        return _refused(declared, call, HiloError())
    finally:
        logger.thread_safe_clear_keys()  # the next line of this thread may be another's


def _refused(declared: Endpoint, call: Call[Any, Any, Any], refusal: HiloError) -> Response:
    told = oauth_response if declared.speaks == "oauth" else problem_response
    response = told(refusal, call.request_id)
    response.headers.update(_warnings(declared))
    return response


def _warnings(declared: Endpoint) -> dict[str, str | list[str]]:
    return {} if declared.deprecated is None else {**declared.deprecated.headers()}


def _call(declared: Endpoint, request: Request, services: Container) -> Call[Any, Any, Any]:
    context = request.context
    headers = {name.lower(): str(value) for name, value in request.headers.items()}
    source_ip = context.get("identity", {}).get("sourceIp") or "unknown"
    return Call(
        container=services,
        method=declared.method,
        route=declared.path,
        request_id=request_id_of(context),
        ip=viewer_ip(headers, source_ip, lambda: services.secrets),
        now=services.clock.now(),
        path={},
        headers=headers,
        query=None,
        body=None,
        subject=None,
    )


def _checked(declared: Endpoint, request: Request, call: Call[Any, Any, Any]) -> Response:
    if declared.permission != PUBLIC:
        call.caller = _authenticate(call)
        if declared.callers != "everybody" and not call.caller.is_person:
            raise PeopleOnlyError
    call.path = read_path(request.uri_params or {})
    logger.thread_safe_append_keys(conversation_id=call.path.get("conversation_id"))
    if declared.access is not None:
        call.subject = declared.access(call)
    if declared.permission not in (PUBLIC, AUTHENTICATED):
        _require(call.principal, declared.permission)
    if declared.query is not None:
        call.query = read_query(declared.query, request.query_params or {})
    if declared.body is not None:
        call.body = _READERS[declared.speaks](declared.body, request.raw_body)
    return _once(declared, request, call)


def _authenticate(call: Call[Any, Any, Any]) -> Principal:
    if call.bearer_token is None:
        raise UnauthenticatedError
    return call.container.callers.authenticate(call.bearer_token)


def _require(principal: Principal, permission: Any) -> None:
    if not may(principal, permission):
        raise ForbiddenError


def _once(declared: Endpoint, request: Request, call: Call[Any, Any, Any]) -> Response:
    if not declared.takes_key:
        return _run(declared, call)
    idempotency, key = call.container.idempotency, read_idempotency_key(call.headers)
    keyed = _keyed(key, request, call) if key is not None else None
    if declared.idempotency == "pinned":
        call.pinning = Pinning(idempotency, keyed)
        return _run(declared, call)
    if keyed is None:
        return _run(declared, call)
    answer = idempotency.begin(keyed)
    if answer is not None:
        return _response(declared, call, answer.body, answer.status)
    return _kept(declared, call, keyed)


def _kept(declared: Endpoint, call: Call[Any, Any, Any], keyed: KeyedRequest) -> Response:
    idempotency = call.container.idempotency
    try:
        response = _run(declared, call)
    except HiloError:
        idempotency.release(keyed)
        raise
    idempotency.finish(keyed, Answer(response.status_code, str(response.body)))
    return response


def _keyed(key: str, request: Request, call: Call[Any, Any, Any]) -> KeyedRequest:
    path = call.route.format_map(call.path)
    raw = request.raw_body or b""
    body = raw.encode() if isinstance(raw, str) else raw
    return KeyedRequest(call.principal.user_id, key, call.method, path, body)


def _run(declared: Endpoint, call: Call[Any, Any, Any]) -> Response:
    try:
        answered = declared.route(call)
    except ChangeHeldError as held:
        return _held(declared, call, held)
    result = seen(answered, declared.response, _rules(declared, call))
    media_type, write = declared.writes
    call.response_headers.setdefault("Content-Type", media_type)
    return _response(declared, call, "" if result is None else write(result), declared.status)


def _held(declared: Endpoint, call: Call[Any, Any, Any], held: ChangeHeldError) -> Response:
    """What was asked for is in order, and waits for somebody or for its time."""
    return _response(declared, call, to_json(held.facts), int(held.status))


def _rules(declared: Endpoint, call: Call[Any, Any, Any]) -> FieldRules:
    """What the caller's role sees of the fields of people."""
    rules = call.caller.field_rules if call.caller else EVERYTHING
    return rules.about_oneself if declared.is_own else rules


def _response(declared: Endpoint, call: Call[Any, Any, Any], body: str, status: int) -> Response:
    headers: dict[str, str | list[str]] = {
        "Content-Type": JSON,
        "Cache-Control": "no-store",
        "X-Request-Id": call.request_id,
        **_warnings(declared),
        **call.response_headers,
    }
    return Response(body, headers, status)
