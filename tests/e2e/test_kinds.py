"""Everything a customer sends from the phone is shown as what it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.axe import violations_everywhere
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
CARD = {"kind": "contacts", "name": "Luis Andrade", "phone": "593987654321"}


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
    dialog = desk.page.get_by_role("dialog")
    large = dialog.get_by_role("img", name="Mi comprobante")
    expect(large).to_have_js_property("naturalWidth", PICTURE_SIDE)
    for key, told in (("+", "125 %"), ("+", "156 %"), ("-", "125 %"), ("0", "100 %")):
        desk.page.keyboard.press(key)
        expect(dialog.get_by_text(told)).to_be_visible()
    desk.page.keyboard.press("r")
    expect(large).to_have_attribute("style", re.compile(r"rotate\(90deg\)"))
    large.hover()
    desk.page.mouse.wheel(0, -400)
    expect(dialog.get_by_text("100 %")).to_have_count(0)
    assert violations_everywhere(desk.page) == []
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


def test_pages_of_a_pdf_are_read_in_place(both: tuple[Phone, Desk]) -> None:
    phone, desk = both
    phone.attach(document())
    desk.log.get_by_role("button", name="Ver convenio-2026.pdf").click()
    dialog = desk.page.get_by_role("dialog", name="convenio-2026.pdf")
    expect(dialog.get_by_text("1 de 1")).to_be_visible()
    drawn = dialog.locator("canvas")
    expect(drawn).to_have_js_property("width", drawn.evaluate("(one) => one.height"))
    assert violations_everywhere(desk.page) == []
    desk.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_broken_pdf_is_offered_as_a_file(both: tuple[Phone, Desk]) -> None:
    phone, desk = both
    broken = {**document(), "buffer": b"%PDF-1.7 and nothing more"}
    phone.attach(broken)
    desk.log.get_by_role("button", name="Ver convenio-2026.pdf").click()
    expect(desk.page.get_by_text("No se pudo mostrar este PDF.")).to_be_visible()


def test_card_is_saved_as_a_file_of_its_own(both: tuple[Phone, Desk], stack: Stack) -> None:
    _, desk = both
    stack.act("rosa", CARD)
    card = desk.log.get_by_role("button", name=re.compile("^Guardar el contacto"))
    with desk.page.expect_download() as saved:
        card.click()
    assert saved.value.suggested_filename.endswith(".vcf")
    written = Path(saved.value.path()).read_text()
    assert written.startswith("BEGIN:VCARD\nVERSION:3.0\n")
    assert "TEL;TYPE=CELL:+593987654321" in written


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


def test_reaction_reaches_the_customer_when_the_agent_reacts(
    both: tuple[Phone, Desk], stack: Stack
) -> None:
    phone, desk = both
    greeting = desk.message("Buenos días")
    react(desk, greeting, "Reaccionar con 👍")
    expect(greeting).to_contain_text("Reacciones: 👍")
    expect(phone.bubble("Buenos días")).to_contain_text("👍")
    expect(greeting).not_to_contain_text("en camino")
    assert stack.sends()[-1]["body"]["reaction"]["emoji"] == "👍"
    react(desk, greeting, "Reaccionar con 🙏")
    expect(phone.bubble("Buenos días")).to_contain_text("🙏")
    react(desk, greeting, "Quitar la reacción 🙏")
    expect(greeting).not_to_contain_text("Reacciones")
    expect(phone.bubble("Buenos días")).not_to_contain_text("🙏")


def test_reaction_that_is_refused_says_so_and_is_tried_again(
    both: tuple[Phone, Desk], stack: Stack
) -> None:
    phone, desk = both
    stack.behave(fail_next=1, fail_status=400)
    greeting = desk.message("Buenos días")
    react(desk, greeting, "Reaccionar con 👍")
    expect(greeting).to_contain_text("La reacción 👍 no llegó al cliente.")
    assert violations_everywhere(desk.page) == []
    greeting.get_by_role("button", name="Intentar de nuevo").click()
    expect(phone.bubble("Buenos días")).to_contain_text("👍")
    expect(greeting).not_to_contain_text("no llegó")


def react(desk: Desk, message: Locator, choice: str) -> None:
    message.hover()
    message.get_by_role("button", name="Reaccionar a este mensaje").click()
    desk.page.get_by_role("menuitem", name=choice).click()


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
    edited = desk.message("Pago el viernes")
    expect(edited).to_contain_text("Editado")
    expect(desk.message("Pago el jueves")).to_have_count(0)
    edited.get_by_role("button", name="ver original").click()
    expect(edited).to_contain_text("Pago el jueves")
    assert violations_everywhere(desk.page) == []
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
