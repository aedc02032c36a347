"""Examples of bodies and answers for the description of the API, made from their schemas.

The names of fields tell what stands in them, so that an example reads like a day's work. What
no schema can say (which fields go together) is written at its endpoint. A test validates every
one against its schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_AT = "2026-11-22T11:34:02.123Z"
_ID = "01JDFK2M8Q6R4T9W1XY"
_MESSAGE_ID = "1KC5T9D01JDFK2M8Q007ABC"
_DEEPEST = 6
_INSTANTS = ("at", "since", "until", "up_to")
_INSTANT_ENDS = ("_at", "_since", "_until")

_TEXTS: Mapping[str, str] = {
    "app_id": "meta-local",
    "author": "business",
    "body": "Hola {{1}}, su pedido {{2}} salió hoy.",
    "category": "utility",
    "channel": "whatsapp_cloud",
    "client_id": _ID,
    "code": "invalid_request",
    "comment": "Es una prueba del proveedor",
    "connection": "wa-principal",
    "connection_id": "wa-principal",
    "content_type": "image/png",
    "conversation_id": _ID,
    "currency": "BOB",
    "dark": "#1c7ed6",
    "date": "2026-11-22",
    "default_country": "BO",
    "display_phone_number": "+591 70000001",
    "email": "ana@hilo.test",
    "emoji": "👍",
    "filename": "pedido.png",
    "field": "name",
    "key": "cliente.saldo",
    "language": "es",
    "light": "#d0ebff",
    "message_id": _MESSAGE_ID,
    "name": "Rosa Cárdenas",
    "next_cursor": "eyJhIjoxfQ",
    "password": "una frase larga y propia",
    "phone": "59170000001",
    "phone_number_id": "100000000000001",
    "preview": "Buenas, ¿llegó mi pedido?",
    "provider_id": "wamid.HBgLNTkxNzAwMDAwMDE",
    "queue": "general",
    "queue_id": "general",
    "reason": "Lo pidió la cliente",
    "role": "agent",
    "roles": "agent",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "shortcut": "saldo",
    "source": "whatsapp",
    "text": "Su pedido salió hoy.",
    "time_zone": "America/La_Paz",
    "token_type": "Bearer",
    "type": "urn:hilo:problem:invalid_request",
    "user_id": "agente1",
    "value": "2026-118",
    "waba_id": "200000000000001",
    "words": "pedido",
}
_NUMBERS: Mapping[str, float] = {
    "bytes": 48213,
    "expires_in": 300,
    "latitude": -16.5,
    "longitude": -68.15,
    "status": 422,
}


class Examples:
    """Makes examples; `schemas` are the named ones that references lead to."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas

    def body(self, schema: Mapping[str, Any]) -> Any:
        """What somebody sends: what has to be there, or else the first field there is."""
        return self._value(schema, "", is_body=True)

    def answer(self, schema: Mapping[str, Any]) -> Any:
        """What comes back: every field."""
        return self._value(schema, "")

    def _value(
        self, schema: Mapping[str, Any], name: str, depth: int = 0, *, is_body: bool = False
    ) -> Any:
        schema = self._resolved(schema)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][0]
        if choices := schema.get("anyOf") or schema.get("oneOf"):
            return self._value(_chosen(choices, depth), name, depth, is_body=is_body)
        kind = schema.get("type")
        if kind == "object":
            return self._object(schema, depth, is_body=is_body)
        if kind == "array":
            item = self._value(schema.get("items", {}), _singular(name), depth + 1, is_body=is_body)
            return [item] if depth < _DEEPEST or schema.get("minItems") else []
        return _scalar(schema, name)

    def _object(self, schema: Mapping[str, Any], depth: int, *, is_body: bool) -> Any:
        properties: Mapping[str, Any] = schema.get("properties", {})
        if not properties and isinstance(schema.get("additionalProperties"), dict):
            key = schema.get("propertyNames", {}).get("enum", ["1"])[0]
            return {key: self._value(schema["additionalProperties"], "value", depth + 1)}
        names = list(properties)
        if is_body:
            names = [one for one in names if one in schema.get("required", ())] or names[:1]
        return {one: self._value(properties[one], one, depth + 1, is_body=is_body) for one in names}

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in schema:
            schema = self._schemas[schema["$ref"].rpartition("/")[2]]
        return schema


def _chosen(choices: list[dict[str, Any]], depth: int) -> dict[str, Any]:
    """What may be absent is shown, unless the example has become deep by then."""
    absent = next((one for one in choices if one.get("type") == "null"), None)
    if absent is not None and depth >= _DEEPEST:
        return absent
    return next(one for one in choices if one is not absent)


def _singular(name: str) -> str:
    return {"addresses": "address"}.get(name, name.removesuffix("s"))


def _scalar(schema: Mapping[str, Any], name: str) -> Any:
    kind = schema.get("type")
    if kind == "null":
        return None
    if kind == "boolean":
        return False
    if kind in ("integer", "number"):
        known = _NUMBERS.get(name, schema.get("minimum", 1))
        return int(known) if kind == "integer" else known
    if kind == "string":
        return _text(schema, name)
    return {}


def _text(schema: Mapping[str, Any], name: str) -> str:
    if schema.get("format") == "date":
        return _AT[:10]
    if schema.get("format") == "date-time" or name in _INSTANTS or name.endswith(_INSTANT_ENDS):
        return _AT
    if name in _TEXTS:
        return _TEXTS[name]
    if name == "id" or name.endswith("_id"):
        return _ID
    return "https://hilo.example/archivo" if name.endswith("url") else "Texto"
