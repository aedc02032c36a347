"""Templates as Meta writes them, read page after page, or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest

from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphApi, GraphSettings
from chalicelib.adapters.channels.whatsapp_cloud.sender import body_of_template, header_file
from chalicelib.adapters.channels.whatsapp_cloud.templates import GraphTemplates, template_of
from chalicelib.domains.conversations.ports import FileToSend, Recipient, TemplateToSend
from chalicelib.domains.templates.models import (
    Button,
    Header,
    SentButton,
    SentTemplate,
    Template,
    Value,
)
from chalicelib.domains.templates.ports import TemplatesUnavailableError
from infra.local.graph.seeded_templates import TEMPLATES
from tests.fakes.secrets import FakeSecretStore
from tests.unit.adapters.channels.whatsapp_cloud.test_sender import (
    CONNECTION,
    HERE,
    SECRET,
    Answer,
    Provider,
    connection_of,
    failing,
)

HELD = replace(CONNECTION, holder="2000")
SENT = SentTemplate("recordatorio", "es", "UTILITY")


def told(**changed: Any) -> dict[str, Any]:
    body = {"type": "BODY", "text": "Hola"}
    base = {"name": "hola", "language": "es", "status": "APPROVED", "category": "UTILITY"}
    return base | {"components": [body]} | changed


def paged(*names: str, size: int = 1) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        start = int(request.url.params.get("after", "0"))
        end = start + size
        page: dict[str, Any] = {"data": [told(name=one) for one in names[start:end]]}
        page["paging"] = {"cursors": {"after": str(end)}}
        if end < len(names):
            page["paging"]["next"] = "https://elsewhere.example/"
        return httpx.Response(200, json=page)

    return answer


def fetch(provider: Provider) -> list[Template]:
    transport = httpx.MockTransport(provider)
    api = GraphApi(GraphSettings(), provider.secrets, connection_of, transport=transport)
    return GraphTemplates(api, provider.clock).fetch(HELD)


def test_pages_are_read_to_the_end_with_the_token() -> None:
    provider = Provider(paged("a", "b", "c"))
    assert [one.name for one in fetch(provider)] == ["a", "b", "c"]
    first, second, _ = provider.requests
    assert first.url.path == "/v26.0/2000/message_templates"
    assert first.headers["authorization"] == "Bearer old-token"
    assert first.url.params["limit"] == "100"
    assert second.url.params["after"] == "1"
    assert {request.url.host for request in provider.requests} == {"graph.facebook.com"}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (httpx.Response(401, json={"error": {"code": 190, "message": "expired"}}), "190"),
        (httpx.Response(500, text="oops"), "http_500"),
        (httpx.Response(200, text="[]"), "http_200"),
        (failing(httpx.ConnectError("no")), "unreachable"),
        (failing(httpx.ReadTimeout("slow")), "unreachable"),
        (paged(*map(str, range(31))), "too_many"),
        (httpx.Response(200, content=b"x" * 3_000_001), "too_slow"),
    ],
)
def test_a_list_that_breaks_off_is_no_list(answer: Any, code: str) -> None:
    with pytest.raises(TemplatesUnavailableError) as caught:
        fetch(Provider(answer))
    assert caught.value.failure.code == code
    assert caught.value.failure.title


def test_a_list_that_takes_too_long_is_no_list() -> None:
    provider = Provider(failing(AssertionError()))

    def slow(request: httpx.Request) -> httpx.Response:
        provider.clock.advance(8)
        return paged("a", "b", "c")(request)

    provider._answer = slow
    with pytest.raises(TemplatesUnavailableError) as caught:
        fetch(provider)
    assert caught.value.failure.code == "too_slow"
    assert len(provider.requests) == 2


def test_without_a_token_nobody_is_asked() -> None:
    provider = Provider(paged("a"))
    provider.secrets = FakeSecretStore({SECRET: {}})
    with pytest.raises(TemplatesUnavailableError) as caught:
        fetch(provider)
    assert caught.value.failure.code == "no_access_token"
    assert provider.requests == []


def test_every_shape_of_the_simulated_account_is_read() -> None:
    read = {(one.name, one.language): one for one in map(template_of, TEMPLATES) if one}
    assert len(read) == len(TEMPLATES)
    reminder = read["recordatorio_pago", "es"]
    assert reminder.header == Header("text", "Cuota de {{mes}}", ("noviembre",))
    assert reminder.examples == ("Rosa Quishpe", "USD 48,20", "30 de noviembre")
    assert read["seguimiento_consulta", "es"].examples == ("Rosa", "el convenio de pago")
    assert read["pago_en_linea", "es"].buttons[0] == Button(
        "url",
        "Pagar",
        url="https://pagos.andina.example/{{1}}",
        example="https://pagos.andina.example/c-1203",
    )
    assert read["codigo_de_acceso", "es"].buttons[0].kind == "other"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": None},
        {"language": 5},
        {"name": ""},
    ],
)
def test_one_without_a_name_is_left_out(wrong: dict[str, Any]) -> None:
    assert template_of(told(**wrong)) is None


@pytest.mark.parametrize(
    "components",
    [
        "none",
        [7],
        [{"type": "BODY", "text": 7}],
        [{"type": "BODY", "text": "a", "example": {"body_text": 5}}],
        [{"type": "BODY", "text": "a", "example": [1]}, {"type": "BUTTONS", "buttons": {}}],
        [{"type": "HEADER", "format": "HOLOGRAM"}],
        [{"type": "CAROUSEL", "cards": []}],
    ],
)
def test_what_is_not_known_never_fails(components: Any) -> None:
    read = template_of(told(components=components))
    assert read is not None
    assert read.name == "hola"


def test_parts_that_are_not_known_are_told() -> None:
    carousel = template_of(told(components=[{"type": "BODY", "text": "a"}, {"type": "CAROUSEL"}]))
    hologram = template_of(told(components=[{"type": "HEADER", "format": "HOLOGRAM"}]))
    assert carousel is not None
    assert hologram is not None
    assert carousel.has_more
    assert hologram.has_more


def test_a_send_is_what_the_provider_documents() -> None:
    template = replace(
        SENT,
        header_values=(Value("mayo", "mes"),),
        values=(Value("Rosa"),),
        buttons=(
            SentButton("quick_reply", "Ya pagué"),
            SentButton("url", "Pagar", value="c-1"),
            SentButton("copy_code", "Copiar", value="ANDINA"),
        ),
    )
    message = TemplateToSend(HERE, Recipient("593", None), template, "C/M")
    assert body_of_template(message, None)["template"] == {
        "name": "recordatorio",
        "language": {"code": "es"},
        "components": [
            {
                "type": "header",
                "parameters": [{"type": "text", "text": "mayo", "parameter_name": "mes"}],
            },
            {"type": "body", "parameters": [{"type": "text", "text": "Rosa"}]},
            {
                "type": "button",
                "sub_type": "url",
                "index": "1",
                "parameters": [{"type": "text", "text": "c-1"}],
            },
            {
                "type": "button",
                "sub_type": "copy_code",
                "index": "2",
                "parameters": [{"type": "coupon_code", "coupon_code": "ANDINA"}],
            },
        ],
    }


def test_a_template_without_values_has_no_components() -> None:
    message = TemplateToSend(HERE, Recipient(None, "EC.1"), SENT, "C/M")
    body = body_of_template(message, None)
    assert (body["type"], body["recipient"]) == ("template", "EC.1")
    assert body["template"] == {"name": "recordatorio", "language": {"code": "es"}}


@pytest.mark.parametrize(
    ("content_type", "header"),
    [
        ("image/png", {"type": "image", "image": {"id": "7"}}),
        ("video/mp4", {"type": "video", "video": {"id": "7"}}),
        ("application/pdf", {"type": "document", "document": {"id": "7", "filename": "a.pdf"}}),
    ],
)
def test_a_header_shows_a_file_by_its_kind(content_type: str, header: dict[str, Any]) -> None:
    file = FileToSend(
        HERE, Recipient("593", None), "template", "k", content_type, "a.pdf", None, "C/M"
    )
    assert header_file(file, "7") == header
