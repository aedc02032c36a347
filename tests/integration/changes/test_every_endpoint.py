"""No endpoint changes what is configured past the gate.

The endpoints are those of the description: each that a person needs a permission of settings
for says what it guards, or is named here with the reason why not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.api.openapi import document
from chalicelib.core.change import Change
from chalicelib.core.dynamo import Put
from chalicelib.core.errors import ChangeHeldError
from chalicelib.domains.access.permissions import CATALOGUE
from chalicelib.domains.changes.models import PERMISSION_OF, Area
from chalicelib.domains.labels.models import Label, LabelId
from chalicelib.domains.labels.repository import LABEL as KIND
from tests.integration.changes.house import House

Case = tuple[str, str, dict[str, Any]]

CASES: dict[str, Case] = {
    "create_label": ("POST", "/v1/labels", {"name": "Urgente", "colour": "rojo"}),
    "edit_label": ("PATCH", "/v1/labels/{label}", {"name": "Otra"}),
    "create_group": ("POST", "/v1/groups", {"name": "Turno tarde"}),
    "edit_group": ("PATCH", "/v1/groups/{group}", {"name": "Otro"}),
    "create_queue": ("POST", "/v1/queues", {"name": "Reclamos"}),
    "edit_queue": ("PATCH", "/v1/queues/general", {"description": "Para todo"}),
    "put_members": ("PUT", "/v1/queues/general/members", {"members": []}),
    "create_quick_reply": ("POST", "/v1/quick-replies", {"name": "Saludo", "text": "Hola"}),
    "edit_quick_reply": ("PATCH", "/v1/quick-replies/{quick_reply}", {"text": "Buenas"}),
    "create_typification": ("POST", "/v1/typifications", {"name": "Motivo", "nodes": []}),
    "edit_typification": ("PATCH", "/v1/typifications/{tree}", {"name": "Otro"}),
    "create_break_type": ("POST", "/v1/break-types", {"name": "Café", "minutes": 15}),
    "edit_break_type": ("PATCH", "/v1/break-types/{break_type}", {"name": "Otro"}),
    "create_content_policy": (
        "POST",
        "/v1/content-policies",
        {"name": "Sin archivos", "allowed": []},
    ),
    "edit_content_policy": ("PATCH", "/v1/content-policies/{policy}", {"name": "Otra"}),
    "choose_alert_rule": (
        "PUT",
        "/v1/alert-rules/agent",
        {"events": {"mention": {"ways": [], "is_open": True}}},
    ),
    "save_author_colours": ("PUT", "/v1/author-colours", {}),
    "save_security": ("PUT", "/v1/security", {"minimum_length": 14}),
    "save_four_eyes": ("PUT", "/v1/four-eyes", {"areas": []}),
    "create_role": ("POST", "/v1/roles", {"title": "Lectura", "permissions": [], "scope": "own"}),
    "edit_role": ("PATCH", "/v1/roles/agent", {"description": "Otra"}),
    "create_user": (
        "POST",
        "/v1/users",
        {"first_name": "Eva", "username": "eva", "email": "eva@hilo.test", "role": "agent"},
    ),
    "edit_user": ("PATCH", "/v1/users/agente1", {"role": "supervisor"}),
    "reactivate_user": ("POST", "/v1/users/{gone}/reactivate", {}),
    "create_application": (
        "POST",
        "/v1/applications",
        {"name": "Robot", "permissions": [], "scope": "all"},
    ),
    "edit_application": ("PATCH", "/v1/applications/{application}", {"name": "Otro"}),
    "create_connection": (
        "POST",
        "/v1/connections",
        {
            "channel": "whatsapp_cloud",
            "name": "Otra",
            "app_id": "meta-local",
            "phone_number_id": "100000000000077",
            "queue_id": "general",
        },
    ),
    "edit_connection": ("PATCH", "/v1/connections/wa-principal", {"name": "Otra"}),
    "create_provider": (
        "POST",
        "/v1/identity-providers",
        {"name": "Organización", "issuer": "https://login.test", "client_id": "hilo"},
    ),
    "edit_provider": ("PATCH", "/v1/identity-providers/{provider}", {"default_role": "agent"}),
    "save_retention": ("PUT", "/v1/privacy/retention/messages", {"is_on": True}),
    "create_activity": ("POST", "/v1/privacy/activities", {"name": "Atención"}),
    "edit_activity": ("PATCH", "/v1/privacy/activities/{activity}", {"purpose": "Otra"}),
}
"""One change by the operation that makes it."""

AT_ONCE: dict[str, str] = {
    "deactivate_user": "whoever has to be kept out is kept out now",
    "end_sessions_of": "shuts a door",
    "end_session_of": "shuts a door",
    "end_secret": "shuts a door",
    "revoke_invitation": "shuts a door",
    "invite_user": "asks in somebody who was created with a second person",
    "create_secret": "gives what the application may do already, once, to who asks",
    "remove_factor_of": "is no configuration: the password is asked for yet",
    "apply_import": "holds row by row, and says so of each",
    "preview_import": "writes nothing",
    "begin_picture": "is no right",
    "put_picture": "is no right",
    "approve_change": "is the decision",
    "refuse_change": "is the decision",
    "set_presence_of_many": "is no configuration",
    "set_presence": "is no configuration",
    "replay_dead_letter": "is no configuration",
    "discard_dead_letter": "is no configuration",
    "export_acts": "writes nothing",
    "try_provider": "writes nothing",
    "order_export": "is no configuration",
    "link_export": "is no configuration",
    "remove_export": "is no configuration",
    "order_erasure": "is no configuration: what is typed confirms it, and the law gives it a term",
    "place_hold": "is no configuration",
    "release_hold": "is no configuration",
    "record_consent": "is no configuration",
}

_SETTINGS = frozenset(
    one.id for one in CATALOGUE.values() if one.group in ("people", "settings", "security")
)


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for methods in document()["paths"].values():
        for method, operation in methods.items():
            if method in ("post", "put", "patch", "delete"):
                yield operation.get("operationId", ""), operation


def test_every_operation_of_settings_says_what_it_guards_or_why_not() -> None:
    silent = {
        name
        for name, operation in operations()
        if operation.get("x-permission") in _SETTINGS and "x-guards" not in operation
    }
    assert silent - AT_ONCE.keys() == set()
    assert AT_ONCE.keys() - {name for name, _ in operations()} == set()


def test_every_guarded_operation_is_tried_here() -> None:
    assert {name for name, one in operations() if "x-guards" in one} == CASES.keys()


@pytest.fixture
def things(house: House) -> dict[str, str]:
    """One of each kind, created before anything is guarded."""
    made = {}
    for operation, name in (
        ("create_label", "label"),
        ("create_group", "group"),
        ("create_quick_reply", "quick_reply"),
        ("create_typification", "tree"),
        ("create_break_type", "break_type"),
        ("create_content_policy", "policy"),
        ("create_application", "application"),
        ("create_provider", "provider"),
        ("create_activity", "activity"),
    ):
        _, path, body = CASES[operation]
        key = "title" if "title" in body else "name"
        answer = house.ask("POST", path, body | {key: f"{body[key]} de antes"})
        assert answer.status == 201, answer.text
        made[name] = answer.json["id"]
    house.ask("POST", "/v1/users/third/deactivate")
    return made | {"gone": "third"}


def test_every_one_is_held_and_writes_nothing(house: House, things: dict[str, str]) -> None:
    """One house for all of them: what is held changes nothing for the next."""
    house.guard(*PERMISSION_OF)
    guards = {name: one["x-guards"] for name, one in operations() if "x-guards" in one}
    for name, (method, path, body) in CASES.items():
        before = house.configuration()
        where = path.format_map(things)
        answer = house.ask(method, where, body, **{"If-Match": house.version_of(where)})
        assert (name, answer.status) == (name, 202), answer.text
        assert answer.json["area"] == guards[name], name
        assert house.configuration() == before, name


def test_what_nobody_has_named_is_held_with_anything_else(house: House) -> None:
    house.guard("other")
    table = house.services.directory_table
    change = Change("novelty.changed", "admin", 1, role="administrator")
    row = KIND.to_row(Label(LabelId("novelty"), "Novedad", colour="rojo"))
    with pytest.raises(ChangeHeldError) as held:
        table.write(Put(row, change), change=change)
    area: Area = "other"
    assert held.value.facts["area"] == area


def test_what_nobody_asks_for_is_written(house: House) -> None:
    house.guard(*PERMISSION_OF)
    table = house.services.directory_table
    change = Change("connection.troubled", "outbound", 1)
    table.write(
        Put(KIND.to_row(Label(LabelId("novelty"), "Novedad", colour="rojo")), change), change=change
    )
