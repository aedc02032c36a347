"""An agent writes first, and goes on outside the window, with the provider's templates."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.axe import violations, violations_everywhere
from tests.e2e.conftest import Tabs
from tests.e2e.desk import Desk
from tests.e2e.files import document
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
ROSA, JORGE = "Rosa Elvira Quishpe", "Jorge Aníbal Muñoz"
JORGES_NUMBER = "098 555 0121"
PHONE_SIZE = {"width": 390, "height": 844}


def dialog(desk: Desk) -> Locator:
    return desk.page.get_by_role("dialog")


def choose(desk: Desk, title: str) -> None:
    dialog(desk).get_by_role("list", name="Plantillas").get_by_role("button", name=title).click()


def fill(desk: Desk, **values: str) -> None:
    for label, value in values.items():
        dialog(desk).get_by_label(label.replace("_", " "), exact=True).fill(value)


def begin(desk: Desk, number: str = JORGES_NUMBER) -> None:
    """The dialog of a new conversation, with a number and a template that is filled in."""
    desk.page.get_by_role("button", name="Nueva conversación").click()
    dialog(desk).get_by_label("País").select_option("EC")
    dialog(desk).get_by_label("Número de WhatsApp").fill(number)
    choose(desk, "Seguimiento consulta Hola")
    fill(desk, Dato_1="Jorge", Dato_2="su convenio")


def test_a_conversation_begins_with_a_template(tabs: Tabs) -> None:
    phone, desk = tabs.phone("jorge"), tabs.desk("agente1")
    begin(desk)
    fill(desk, **{"Nombre (si es nuevo)": JORGE})
    shown = dialog(desk).locator("section")
    expect(shown).to_contain_text("Hola Jorge, le escribimos de Andina Cobranzas por su")
    expect(dialog(desk)).to_contain_text("Utilidad · según la tarifa de Meta")
    assert violations(desk.page) == []
    dialog(desk).get_by_role("button", name="Enviar y abrir").click()

    expect(desk.chat.get_by_role("heading", name=JORGE)).to_be_visible()
    expect(phone.bubble("Hola Jorge, le escribimos")).to_contain_text("Andina Cobranzas")
    expect(desk.message("Hola Jorge, le escribimos")).to_contain_text("Leído")
    expect(desk.row(JORGE)).to_contain_text("En curso")

    expect(desk.chat).to_contain_text("WhatsApp no admite mensajes libres")
    desk.press("Elegir plantilla")
    choose(desk, "Recordatorio pago")
    fill(desk, Nombre="Jorge", Monto="USD 48,20")
    send = dialog(desk).get_by_role("button", name="Enviar plantilla")
    expect(send).to_be_disabled()
    expect(dialog(desk)).to_contain_text("Complete los datos que pide la plantilla.")

    desk.page.reload()  # what was filled in survives
    desk.ready()
    desk.press("Elegir plantilla")
    expect(dialog(desk).get_by_label("Monto", exact=True)).to_have_value("USD 48,20")
    fill(desk, Fecha="lunes", **{"Mes (encabezado)": "noviembre"})
    send.click()
    expect(dialog(desk)).to_have_count(0)
    sent = desk.message("Estimada/o Jorge, su cuota de USD 48,20 vence el lunes.")
    expect(sent).to_contain_text("Cuota de noviembre")
    expect(sent.get_by_role("list", name="Botones de la plantilla")).to_contain_text("Ya pagué")
    expect(phone.bubble("Estimada/o Jorge")).to_contain_text("Necesito un convenio")
    assert violations_everywhere(desk.page) == []

    phone.write("Ya pagué, gracias")  # opens the window
    expect(desk.field).to_be_visible()


def test_a_header_shows_the_file_that_was_chosen(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "¿Me envía mi estado de cuenta?")
    phone, desk = tabs.phone("rosa"), tabs.desk("agente1")
    desk.open_chat(ROSA)
    desk.claim()
    desk.press("Elegir plantilla")  # also where the window is open
    choose(desk, "Estado de cuenta")
    fill(desk, Dato_1="octubre")
    expect(dialog(desk)).to_contain_text("Falta el documento")
    pdf: Any = document()
    dialog(desk).locator("input[type=file]").set_input_files([pdf])
    expect(dialog(desk)).to_contain_text("Utilidad · sin costo: la ventana está abierta")
    assert violations(desk.page) == []
    dialog(desk).get_by_role("button", name="Enviar plantilla").click()
    sent = desk.message("Le enviamos su estado de cuenta de octubre.")
    expect(sent).to_contain_text(document()["name"])
    expect(phone.bubble("estado de cuenta de octubre")).to_contain_text(document()["name"])


def test_what_cannot_be_sent_says_why(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Buenos días")
    desk = tabs.desk("agente1", viewport=PHONE_SIZE)
    desk.row(ROSA).click()
    desk.claim()
    desk.press("Elegir plantilla")
    dialog(desk).get_by_label("Buscar plantilla").fill("como le atendimos")
    choose(desk, "Encuesta de servicio")
    expect(dialog(desk)).to_contain_text("WhatsApp pausó esta plantilla")
    expect(dialog(desk).get_by_role("button", name="Enviar plantilla")).to_be_disabled()
    assert violations(desk.page) == []
    dialog(desk).get_by_role("button", name="Otra plantilla").click()
    expect(dialog(desk).get_by_label("Buscar plantilla")).to_be_visible()


def test_an_open_conversation_is_shown_instead_of_a_second_one(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Buenos días")
    desk = tabs.desk("agente1")
    expect(desk.row(ROSA)).to_be_visible()
    desk.watch.expect(r"409 POST .*/api/v1/conversations")
    begin(desk, "99 555 0148")
    dialog(desk).get_by_role("button", name="Enviar y abrir").click()
    expect(dialog(desk).get_by_role("alert")).to_contain_text("ya tiene una conversación abierta")
    assert violations(desk.page) == []
    dialog(desk).get_by_role("link", name="Abrir conversación").click()
    expect(desk.chat.get_by_role("heading", name=ROSA)).to_be_visible()


def test_a_number_that_cannot_be_is_not_sent_to(tabs: Tabs) -> None:
    desk = tabs.desk("agente1")
    begin(desk, "12")
    dialog(desk).get_by_label("Número de WhatsApp").blur()
    expect(dialog(desk)).to_contain_text("Este número no es posible en el país elegido.")
    expect(dialog(desk).get_by_role("button", name="Enviar y abrir")).to_be_disabled()
