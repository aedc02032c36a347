"""The double lists templates and looks at sends of them as Meta does."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from infra.local.graph.seeded_templates import TEMPLATES
from tests.integration.graph.world import CUSTOMER, World

pytestmark = pytest.mark.anyio
ACCOUNT = "200000000000001"


def texts(*values: str) -> list[dict[str, Any]]:
    return [{"type": "text", "text": value} for value in values]


def body(*values: str) -> dict[str, Any]:
    return {"type": "body", "parameters": texts(*values)}


async def send(world: World, name: str, *components: Any, language: str = "es") -> httpx.Response:
    template = {"name": name, "language": {"code": language}, "components": list(components)}
    return await world.post(
        {
            "messaging_product": "whatsapp",
            "to": CUSTOMER,
            "type": "template",
            "template": template,
        }
    )


async def listed(world: World, account: str = ACCOUNT, **query: str) -> httpx.Response:
    return await world.http.get(
        f"/local/graph/v26.0/{account}/message_templates",
        params=query,
        headers={"Authorization": "Bearer local-access-token"},
    )


async def test_the_list_is_paged(world: World) -> None:
    names, after = [], "0"
    while True:
        page = (await listed(world, limit="5", after=after)).json()
        names += [one["name"] for one in page["data"]]
        if "next" not in page["paging"]:
            break
        after = page["paging"]["cursors"]["after"]
    assert names == [one["name"] for one in TEMPLATES]


async def test_another_account_is_not_there(world: World) -> None:
    answer = await listed(world, "7")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


async def test_a_template_is_accepted_and_read_on_the_phone(world: World) -> None:
    answer = await send(world, "seguimiento_consulta", body("Rosa", "su convenio"))
    assert answer.json()["messages"][0]["message_status"] == "accepted"
    (bubble,) = await world.thread()
    assert bubble["text"].startswith("Hola Rosa, le escribimos")
    assert bubble["text"].endswith("\n\nAndina Cobranzas")
    await world.settle()
    assert world.product.statuses() == ["sent", "delivered"]


@pytest.mark.parametrize(
    ("name", "components", "code"),
    [
        ("nada", [], 132001),
        ("gane_un_premio", [], 132001),
        ("aviso_de_corte", [body("hoy")], 132001),
        ("encuesta_de_servicio", [], 132015),
        ("seguimiento_consulta", [body("Rosa")], 132000),
        ("seguimiento_consulta", [], 132000),
        ("seguimiento_consulta", [body("Rosa", "a\nb")], 132012),
        ("seguimiento_consulta", [body("Rosa", "a     b")], 132012),
        ("seguimiento_consulta", [body("Rosa", " ")], 132012),
        ("seguimiento_consulta", [body("Rosa", "a" * 1024)], 132005),
        ("recordatorio_pago", [body("a", "b", "c")], 132000),
        ("estado_de_cuenta", [body("mayo")], 132012),
        ("pago_en_linea", [body("1")], 132000),
        ("descuento_aniversario", [body("Rosa")], 132012),
        ("seguimiento_consulta", "all", 100),
    ],
)
async def test_what_does_not_fit_is_refused_with_its_code(
    world: World, name: str, components: Any, code: int
) -> None:
    answer = await send(world, name, *([] if components == "all" else components))
    if components == "all":
        template = {"name": name, "language": {"code": "es"}, "components": "all"}
        base = {"messaging_product": "whatsapp", "to": CUSTOMER, "type": "template"}
        answer = await world.post({**base, "template": template})
    assert answer.json()["error"]["code"] == code
    assert await world.thread() == []


async def test_a_language_that_is_not_there_is_refused(world: World) -> None:
    answer = await send(world, "recordatorio_pago", language="en_US")
    assert answer.json()["error"]["code"] == 132001


async def test_a_header_needs_a_file_that_was_uploaded(world: World) -> None:
    shown = {"type": "document", "document": {"id": "77"}}
    header = {"type": "header", "parameters": [shown]}
    answer = await send(world, "estado_de_cuenta", header, body("mayo"))
    assert answer.json()["error"]["code"] == 131009
    kept = await world.double.media.keep(b"%PDF-1.7", "application/pdf", "cuenta.pdf")
    shown["document"]["id"] = kept.id  # type: ignore[index]
    answer = await send(world, "estado_de_cuenta", header, body("mayo"))
    assert answer.status_code == 200
    (bubble,) = await world.thread()
    assert bubble["media"]["filename"] == "cuenta.pdf"
