"""Templates and starts over the API: who may, and what is wrong with a request."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.api.messages import NewMessage
from chalicelib.bootstrap import Container
from chalicelib.core.change import Change
from chalicelib.core.errors import InvalidRequestError
from chalicelib.core.ids import ConnectionId
from chalicelib.domains.access.standard_roles import STANDARD_ROLES
from chalicelib.domains.templates.models import Failure
from tests.fakes.api import Answer, ApiClient
from tests.fakes.templates import FakeTemplateSource

TEMPLATES, STARTABLE = "/v1/connections/wa-principal/templates", "/v1/connections/startable"
TEMPLATE = {"name": "seguimiento", "language": "es", "parameters": {"1": "Rosa", "2": "x"}}
START = {"connection_id": "wa-principal", "phone": "593995550148", "template": TEMPLATE}


def get(api: ApiClient, path: str, name: str = "agente1") -> Answer:
    return api.request("GET", path, token=api.token(name))


def start(api: ApiClient, **changed: Any) -> Answer:
    body = {key: value for key, value in (START | changed).items() if value is not None}
    return api.request("POST", "/v1/conversations", body, token=api.token("agente1"))


def source(services: Container) -> FakeTemplateSource:
    found = services.template_source
    assert isinstance(found, FakeTemplateSource)
    return found


@pytest.mark.parametrize("path", [TEMPLATES, STARTABLE])
def test_nobody_without_a_token_reads(api: ApiClient, path: str) -> None:
    assert api.request("GET", path).code == "unauthenticated"


def test_nobody_without_a_token_starts(api: ApiClient) -> None:
    assert api.request("POST", "/v1/conversations", START).code == "unauthenticated"


def test_connections_of_other_queues_are_not_there(api: ApiClient) -> None:
    foreign = "/v1/connections/wa-cobranzas/templates"
    for answer in (get(api, foreign), start(api, connection_id="wa-cobranzas")):
        assert (answer.status, answer.code) == (404, "not_found")
    assert get(api, "/v1/connections/nothing/templates").status == 404
    assert get(api, foreign, "agente3").status == 200
    assert get(api, foreign, "supervisora").status == 200


def test_a_role_without_the_permission_is_refused(api: ApiClient, services: Container) -> None:
    (agent,) = [role for role in STANDARD_ROLES if role.name == "agent"]
    allowed = agent.permissions - {"templates.use", "conversations.start"}
    change = Change("role.changed", "admin", 1)
    role = type(agent)("agent", allowed, agent.scope, 2)
    services.people_repository.save_role(role, change)
    services.people.forget()
    for answer in (get(api, TEMPLATES), get(api, STARTABLE), start(api)):
        assert (answer.status, answer.code) == (403, "forbidden")


def test_everybody_sees_where_they_may_write_first(api: ApiClient) -> None:
    def seen(name: str) -> list[str]:
        return [one["id"] for one in get(api, STARTABLE, name).json["items"]]

    assert seen("agente1") == ["wa-principal"]
    assert seen("agente3") == seen("admin") == ["wa-cobranzas", "wa-principal"]
    assert get(api, STARTABLE).json["default_country"] == "EC"


def test_templates_say_what_they_ask_and_why_they_cannot_be_sent(api: ApiClient) -> None:
    items = {one["name"]: one for one in get(api, TEMPLATES).json["items"]}
    reminder = items["recordatorio"]
    assert [one["key"] for one in reminder["parameters"]] == [
        "header.mes",
        "nombre",
        "fecha",
        "button.1",
    ]
    assert reminder["refusal"] is None
    assert reminder["price"] is None
    assert items["encuesta"]["refusal"] == "paused"
    assert items["estado_de_cuenta"]["header"] == {"kind": "document", "text": None}


def test_a_failure_is_told_with_the_old_ones(api: ApiClient, services: Container) -> None:
    first = get(api, TEMPLATES).json
    services.clock.advance(601)  # type: ignore[attr-defined]
    source(services).failure = Failure("unreachable", "Nobody answers")
    second = get(api, TEMPLATES).json
    assert second["items"] == first["items"]
    assert second["fetched_at"] == first["fetched_at"]
    assert second["failure"] == {"code": "unreachable", "title": "Nobody answers"}


def test_an_account_that_nobody_knows_says_how_to_mend_it(
    api: ApiClient, services: Container
) -> None:
    new = {
        "channel": "whatsapp_cloud",
        "name": "Ventas",
        "app_id": "meta-local",
        "phone_number_id": "100000000000009",
        "queue_id": "general",
    }
    created = api.request("POST", "/v1/connections", new, token=api.token("admin")).json
    assert services.connections.by_id(ConnectionId(created["id"])) is not None
    answer = get(api, f"/v1/connections/{created['id']}/templates")
    assert (answer.status, answer.code) == (409, "account_unknown")
    assert "waba_id" in answer.json["detail"]


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"phone": None}, "invalid_request", "phone"),
        ({"contact_id": "0" * 19}, "invalid_request", "phone"),
        ({"phone": "12"}, "invalid_request", "phone"),
        ({"phone": "0995550148"}, "invalid_request", "phone"),
        ({"name": "  "}, "invalid_request", "name"),
        ({"template": TEMPLATE | {"language": ""}}, "invalid_request", "template.language"),
        (
            {"template": TEMPLATE | {"parameters": {"1": "a\nb", "2": "x"}}},
            "template_parameters_invalid",
            "template.parameters.1",
        ),
    ],
)
def test_a_wrong_start_names_the_field(
    api: ApiClient, changed: dict[str, Any], code: str, field: str
) -> None:
    answer = start(api, **changed)
    assert (answer.status, answer.code) == (422, code)
    assert [one["field"] for one in answer.json["errors"]] == [field]


def test_a_template_that_cannot_be_sent_is_refused_by_name(api: ApiClient) -> None:
    paused = start(api, template={"name": "encuesta", "language": "es"})
    assert (paused.status, paused.code, paused.json["reason"]) == (
        422,
        "template_not_sendable",
        "paused",
    )
    unknown = start(api, template={"name": "otra", "language": "es"})
    assert (unknown.status, unknown.code) == (422, "template_unknown")


@pytest.mark.parametrize(
    ("field", "value"),
    [("send_at", "2030-01-01T10:00:00Z"), ("voice", True), ("caption", "a"), ("text", "a")],
)
def test_a_template_takes_no_field_of_what_is_written_freely(field: str, value: object) -> None:
    message = NewMessage.model_validate({"kind": "template", "template": TEMPLATE, field: value})
    with pytest.raises(InvalidRequestError) as refused:
        message.draft()
    told = [(one["field"], one["code"]) for one in refused.value.errors]
    assert told == [(field, "extra_forbidden")]
