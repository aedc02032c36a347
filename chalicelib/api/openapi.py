"""OpenAPI 3.1, written from the registered endpoints and their models.

`python -m chalicelib.api.openapi` prints it; nothing but the code is needed.
"""

from __future__ import annotations

import functools
import re
import sys
from typing import Any, get_args, get_origin

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from chalicelib.api.endpoint import AUTHENTICATED, ENDPOINTS, PUBLIC, Endpoint
from chalicelib.api.examples import Examples
from chalicelib.api.held import HeldChangeView
from chalicelib.api.problem import JSON, PROBLEM_JSON, to_json
from chalicelib.api.problem_codes import problem_codes
from chalicelib.api.resources import PATHS_OF, resource_module
from chalicelib.domains.access.models import Permission

_REFERENCE = "#/components/schemas/{model}"
_PARAMETER = re.compile(r"{(\w+)}")

_TEXT = {"type": "string"}
_INSTANT = {"type": "string", "description": "RFC 3339 with a zone; generators take no dates here."}
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457. `code` is stable; further facts are members of their own.",
    "required": ["type", "title", "status", "code", "detail", "request_id", "errors"],
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "code": _TEXT,
        "detail": _TEXT,
        "request_id": _TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "detail"],
                "properties": {"field": _TEXT, "code": _TEXT, "detail": _TEXT},
            },
        },
    },
    "additionalProperties": True,
}
_OAUTH_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 6749, section 5.2. `error` is stable.",
    "required": ["error", "error_description", "request_id"],
    "properties": {"error": _TEXT, "error_description": _TEXT, "request_id": _TEXT},
}
_WEBHOOK: dict[str, Any] = {
    "parameters": [{"name": "app_id", "in": "path", "required": True, "schema": _TEXT}],
    "servers": [{"url": "/"}],
    "get": {
        "tags": ["webhooks"],
        "summary": "The provider's verification",
        "security": [],
        "responses": {"200": {"description": "The challenge"}, "403": {"description": "Refused"}},
    },
    "post": {
        "tags": ["webhooks"],
        "summary": "Updates of the provider, signed by the application's secret",
        "security": [],
        "responses": {
            "200": {"description": "Every update is on a queue"},
            "400": {"description": "Not JSON, or not an object"},
            "403": {"description": "Bad or missing signature"},
            "404": {"description": "Unknown application"},
            "413": {"description": "Over 3 MB"},
        },
    },
}


@functools.cache
def document() -> dict[str, Any]:
    """The whole description; computed once a process."""
    for name in PATHS_OF:
        resource_module(name)  # declares its endpoints
    references, schemas = _schemas()
    examples = Examples(schemas)
    paths: dict[str, dict[str, Any]] = {}
    for declared in ENDPOINTS:
        operation = _operation(declared, references, examples)
        paths.setdefault(declared.path, {})[declared.method.lower()] = operation
    paths["/webhooks/whatsapp-cloud/{app_id}"] = _WEBHOOK
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hilo", "version": "1", "description": "Omnichannel contact centre."},
        "x-problems": problem_codes(),
        "servers": [{"url": "/api"}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _PROBLEM, "OAuthProblem": _OAUTH_PROBLEM, **schemas},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "application": {
                    "type": "oauth2",
                    "flows": {
                        "clientCredentials": {
                            "tokenUrl": "/api/v1/auth/token",
                            "scopes": dict.fromkeys(get_args(Permission), ""),
                        }
                    },
                },
            },
        },
    }


_References = dict[tuple[Any, JsonSchemaMode], dict[str, Any]]


def _schemas() -> tuple[_References, dict[str, Any]]:
    """Where each model is described, and the descriptions."""
    inputs: dict[tuple[Any, JsonSchemaMode], TypeAdapter[Any]] = {}
    for declared in ENDPOINTS:
        for model in (declared.body, declared.query):
            if model is not None:
                inputs[model, "validation"] = TypeAdapter(model)
        if _is_named(declared.response):
            inputs[declared.response, "serialization"] = TypeAdapter(declared.response)
    inputs[HeldChangeView, "serialization"] = TypeAdapter(HeldChangeView)
    references, definitions = TypeAdapter.json_schemas(
        [(model, mode, adapter) for (model, mode), adapter in inputs.items()],
        ref_template=_REFERENCE,
    )
    return dict(references), definitions.get("$defs", {})


def _is_named(response: Any) -> bool:
    return response is not None and get_origin(response) is None


def _operation(declared: Endpoint, references: _References, examples: Examples) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": declared.route.__name__,
        "tags": [declared.tag],
        "summary": declared.summary,
        "responses": _responses(declared, references, examples),
    }
    if declared.description:
        operation["description"] = declared.description
    if declared.guards is not None:
        operation["x-guards"] = declared.guards
    if parameters := _parameters(declared, references):
        operation["parameters"] = parameters
    if declared.body is not None:
        schema = references[declared.body, "validation"]
        example = declared.example or examples.body(schema)
        content = {declared.takes: {"schema": schema, "example": example}}
        operation["requestBody"] = {"required": True, "content": content}
    if declared.deprecated is not None:
        operation["deprecated"] = True
        operation["x-sunset"] = declared.deprecated.sunset.isoformat()
        operation["x-instead"] = declared.deprecated.instead
    return {**operation, **_security(declared)}


def _security(declared: Endpoint) -> dict[str, Any]:
    """Who may ask: anybody, a person, or an application, too, whose scope is the permission."""
    if declared.permission == PUBLIC:
        return {"security": []}
    told = {"x-permission": declared.permission, "x-callers": declared.callers or "people"}
    if declared.callers != "everybody":
        return told
    scopes = [] if declared.permission == AUTHENTICATED else [declared.permission]
    return {**told, "security": [{"bearer": []}, {"application": scopes}]}


def _responses(declared: Endpoint, references: _References, examples: Examples) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": declared.summary}
    if declared.response is not None:
        schema = references.get((declared.response, "serialization"), {"type": "object"})
        answer["content"] = {declared.writes[0]: _written(declared, schema, examples)}
    is_oauth = declared.speaks == "oauth"
    problem = {"$ref": _REFERENCE.format(model="OAuthProblem" if is_oauth else "Problem")}
    told = JSON if is_oauth else PROBLEM_JSON
    return {
        str(declared.status): answer,
        **_held(declared, references, examples),
        **{
            str(status): {"description": words, "content": {told: {"schema": problem}}}
            for status, words in _refusals(declared).items()
        },
        "default": {"description": "A problem", "content": {told: {"schema": problem}}},
    }


def _held(declared: Endpoint, references: _References, examples: Examples) -> dict[str, Any]:
    """What is answered where the change waits for a second person, or for its time."""
    if declared.guards is None:
        return {}
    schema = references[HeldChangeView, "serialization"]
    content = {JSON: {"schema": schema, "example": examples.answer(schema)}}
    return {"202": {"description": "Kept: it waits for approval or its time", "content": content}}


def _written(declared: Endpoint, schema: dict[str, Any], examples: Examples) -> dict[str, Any]:
    """What an answer holds; what is no JSON is a text, shown as it is written."""
    media_type, write = declared.writes
    example = examples.answer(schema) | (declared.answers or {})
    if media_type != JSON:
        return {"schema": _TEXT, "example": write(example)}
    return {"schema": schema, "example": example}


def _refusals(declared: Endpoint) -> dict[int, str]:
    """What follows from what is declared; the words of the route name its own codes."""
    found: dict[int, str] = {}
    takes_anything = declared.body is not None or declared.query is not None
    if declared.body is not None:
        found[400] = "Refused" if declared.speaks == "oauth" else "Not JSON"
        found[415] = "A body of another media type"
    if declared.permission != PUBLIC or declared.speaks == "oauth":
        found[401] = "No token, or one that is not valid any more"
    if declared.permission != PUBLIC:
        found[403] = "Not permitted"
    if "{" in declared.path or (takes_anything and declared.permission != PUBLIC):
        found[404] = "Not there, or out of sight"
    if declared.method != "GET" and declared.permission != PUBLIC:
        found[409] = "Its state does not allow it"
    if declared.needs_version:
        found |= {412: "Changed since it was read", 428: "`If-Match` is missing"}
    if takes_anything or declared.takes_key:
        found[422] = "A field is wrong"
    is_public = declared.permission == PUBLIC and declared.body is not None
    if (is_public and declared.speaks != "report") or declared.is_guessed:
        found[429] = "Too often; `Retry-After` says when to come back"
    return dict(sorted(found.items()))


def _parameters(declared: Endpoint, references: _References) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": _TEXT}
        for name in _PARAMETER.findall(declared.path)
    ]
    if declared.query is not None:
        schema = declared.query.model_json_schema(ref_template=_REFERENCE)
        required = schema.get("required", [])
        found += [
            {"name": name, "in": "query", "required": name in required, "schema": one}
            for name, one in schema["properties"].items()
        ]
    if declared.takes_key:
        found.append({"name": "Idempotency-Key", "in": "header", "schema": _TEXT})
    if declared.needs_version:
        found.append({"name": "If-Match", "in": "header", "required": True, "schema": _TEXT})
    if declared.guards is not None:
        found.append({"name": "Apply-At", "in": "header", "schema": _INSTANT})
    return found


def main() -> None:
    """Print the description of the whole app."""
    sys.stdout.write(to_json(document()) + "\n")


if __name__ == "__main__":
    main()
