"""Everything a customer sends from the phone is shown as what it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Tabs
from tests.e2e.desk import Desk
from tests.e2e.files import (
    PICTURE_SIDE,
    broken_video,
    document,
    page,
    picture,
    program,
    sticker,
)
from tests.e2e.phone import Phone
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
ROSA = "Rosa Elvira Quishpe"


@pytest.fixture
def both(tabs: Tabs, stack: Stack) -> tuple[Phone, Desk]:
    """The customer's phone, and the same conversation open on the agent's desk."""
    stack.writes("rosa", "Buenos días")
    phone, desk = tabs.phone("rosa"), tabs.desk("agente1")
    desk.open_chat(ROSA)
    desk.claim()
    return phone, desk


def test_picture_is_shown_when_the_customer_sends_one(both: tuple[Phone, Desk]) -> None:
    phone, desk = both
    phone.attach(picture(), "Mi comprobante")
    shown = desk.log.get_by_role("img", name="Mi comprobante")
    expect(shown).to_be_visible()
    expect(shown).to_have_js_property("naturalWidth", PICTURE_SIDE)
    expect(desk.row(ROSA)).to_contain_text("Mi comprobante")
    desk.log.get_by_role("button", name="Ver Mi comprobante en grande").click()
    large = desk.page.get_by_role("dialog").get_by_role("img", name="Mi comprobante")
    expect(large).to_have_js_property("naturalWidth", PICTURE_SIDE)
    desk.page.keyboard.press("Escape")
    expect(large).to_have_count(0)


def test_document_opens_when_its_tile_is_chosen(both: tuple[Phone, Desk]) -> None:
    phone, desk = both
    phone.attach(document())
    tile = desk.log.get_by_role("link", name="convenio-2026.pdf")
    expect(tile).to_contain_text("PDF")
    with desk.page.context.expect_page() as opened:
        tile.click()
    file = desk.page.request.get(opened.value.url)
    assert file.body() == document()["buffer"]
    assert "convenio-2026.pdf" in file.headers["content-disposition"]


def test_voice_note_plays_when_the_customer_sends_one(both: tuple[Phone, Desk]) -> None:
    phone, desk = both
    phone.record_voice_note()
    play = desk.log.get_by_role("button", name="Reproducir nota de voz")
    expect(play).to_be_visible()
    sound = desk.log.locator("audio")
    expect(sound).to_have_js_property("readyState", 4)
    assert 2 < sound.evaluate("(sound) => sound.duration") < 4
    play.click()
    expect(desk.log.get_by_role("button", name="Pausar")).to_be_visible()


def test_reaction_is_on_the_message_when_the_customer_reacts(both: tuple[Phone, Desk]) -> None:
    phone, desk = both
    desk.answer("Su saldo es $ 20,00")
    expect(phone.bubble("Su saldo es $ 20,00")).to_be_visible()
    before = desk.items.count()
    phone.do("Su saldo es $ 20,00", "Reaccionar con 👍")
    expect(desk.message("Su saldo es $ 20,00")).to_contain_text("Reacciones: 👍")
    assert desk.items.count() == before
    phone.bubble("Su saldo es $ 20,00").get_by_role("button", name="Quitar la reacción").click()
    expect(desk.message("Su saldo es $ 20,00")).not_to_contain_text("Reacciones")


def test_quote_is_shown_when_either_side_replies(both: tuple[Phone, Desk], stack: Stack) -> None:
    phone, desk = both
    desk.answer("Su saldo es $ 20,00")
    phone.do("Su saldo es $ 20,00", "Responder")
    phone.write("¿Hasta cuándo puedo pagar?")
    question = desk.message("¿Hasta cuándo puedo pagar?")
    expect(question).to_contain_text("Su saldo es $ 20,00")
    expect(question).to_contain_text("Usted")

    question.hover()
    question.get_by_role("button", name="Responder a este mensaje").click()
    expect(desk.chat.get_by_text(f"Responde a {ROSA}")).to_be_visible()
    expect(desk.field).to_be_focused()
    desk.answer("Hasta el viernes")
    expect(desk.message("Hasta el viernes")).to_contain_text("¿Hasta cuándo puedo pagar?")
    expect(phone.bubble("Hasta el viernes")).to_contain_text("¿Hasta cuándo puedo pagar?")
    assert "context" in stack.sends()[-1]["body"]


def test_message_changes_when_the_customer_edits_and_deletes_it(both: tuple[Phone, Desk]) -> None:
    phone, desk = both
    phone.write("Pago el jueves")
    expect(desk.message("Pago el jueves")).to_be_visible()
    phone.do("Pago el jueves", "Editar")
    phone.write("Pago el viernes")
    expect(desk.message("Pago el viernes")).to_contain_text("editado")
    expect(desk.message("Pago el jueves")).to_have_count(0)
    phone.do("Pago el viernes", "Eliminar")
    expect(desk.message("El cliente eliminó este mensaje")).to_be_visible()
    expect(desk.message("Pago el viernes")).to_have_count(0)


def test_unsupported_is_named_when_the_customer_sends_a_poll(both: tuple[Phone, Desk]) -> None:
    phone, desk = both
    phone.send_example("Algo no admitido")
    expect(desk.message("Mensaje no compatible")).to_be_visible()
    expect(desk.row(ROSA)).to_contain_text("Mensaje no compatible")


def test_markup_stays_text_when_the_customer_writes_some(both: tuple[Phone, Desk]) -> None:
    phone, desk = both
    phone.write("<img src=x onerror=alert(1)> <b>hola</b>")
    expect(desk.message("<img src=x onerror=alert(1)> <b>hola</b>")).to_be_visible()
    expect(desk.row(ROSA)).to_contain_text("<b>hola</b>")


def test_sticker_stands_without_a_bubble_when_the_customer_sends_one(
    both: tuple[Phone, Desk],
) -> None:
    phone, desk = both
    phone.attach(sticker())
    shown = desk.log.get_by_role("img", name="Sticker")
    expect(shown).to_have_js_property("naturalWidth", 1)
    expect(desk.row(ROSA)).to_contain_text("Sticker")


def test_video_is_offered_as_a_file_when_the_browser_cannot_play_it(
    both: tuple[Phone, Desk],
) -> None:
    phone, desk = both
    phone.attach(broken_video(), "Así quedó")
    tile = desk.message("Así quedó")
    expect(tile.get_by_text("Este navegador no puede reproducirlo.")).to_be_visible()
    expect(tile.get_by_role("link", name="Descargar")).to_be_visible()


def test_program_is_blocked_when_the_customer_sends_one_as_a_document(
    both: tuple[Phone, Desk],
) -> None:
    phone, desk = both
    phone.attach(program())
    expect(desk.message("Bloqueamos este archivo")).to_be_visible()
    expect(desk.log.get_by_role("link")).to_have_count(0)
    expect(desk.log.get_by_role("button", name="Volver a descargar")).to_have_count(0)


def test_page_is_only_downloaded_when_the_customer_sends_one_as_a_picture(
    both: tuple[Phone, Desk],
) -> None:
    phone, desk = both
    phone.attach(page())
    sent = desk.message("No es del tipo que parecía")
    expect(sent).to_be_visible()
    expect(desk.log.get_by_role("img")).to_have_count(0)
    address = sent.get_by_role("link").get_attribute("href")
    headers = desk.page.request.get(address or "").headers
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"].startswith("attachment")
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("sent", "shown", "row"),
    [
        ("Ubicación", "Av. de los Shyris, Quito", "Ubicación: Parque La Carolina"),
        ("Contacto", "+593 98 555 0121", "Contacto: Jorge Aníbal Muñoz"),
        ("Respuesta a un botón", "Eligió", "Sí, confirmo"),
        ("Respuesta a una lista", "Sin interés", "Tres cuotas"),
        ("Pedido del catálogo", "9,75 USD", "Pedido: Para retirar el viernes"),
        ("Mensaje desde un anuncio", "Refinancie su deuda en 12 cuotas", "Quiero saber más"),
    ],
)
def test_each_thing_without_a_file_is_shown_as_what_it_is(
    both: tuple[Phone, Desk], sent: str, shown: str, row: str
) -> None:
    phone, desk = both
    phone.send_example(sent)
    expect(desk.message(shown)).to_be_visible()
    expect(desk.row(ROSA)).to_contain_text(row)


def test_echo_is_shown_and_leaves_the_customer_waiting_when_the_business_writes_elsewhere(
    both: tuple[Phone, Desk],
) -> None:
    phone, desk = both
    expect(desk.row(ROSA)).to_contain_text("Pendiente")
    phone.send_example("Mensaje de la empresa desde su WhatsApp")
    echo = desk.message("Le respondo desde el WhatsApp de la oficina.")
    expect(echo).to_contain_text("Escrito en WhatsApp")
    expect(desk.row(ROSA)).to_contain_text("En WhatsApp: Le respondo desde el WhatsApp")
    expect(desk.row(ROSA)).to_contain_text("Pendiente")
