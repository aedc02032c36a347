"""One conversation that holds every kind of message and every state of an answer."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.files import broken_video, document, picture, sticker
from tests.e2e.phone import Phone
from tests.e2e.stack import Stack

ORDER = {
    "kind": "order",
    "items": [
        {"product_id": "LIBRETA-A5", "quantity": 2, "price": 4.5, "currency": "USD"},
        {"product_id": "BOLIGRAFO", "quantity": 1, "price": 0.75, "currency": "USD"},
    ],
    "note": "Para retirar el viernes",
}
AD = {"kind": "ad", "text": "Quiero refinanciar", "headline": "Refinancie su deuda"}
TURN = {"kind": "choice", "of": "list", "id": "3", "title": "Martes", "description": "De mañana"}
ROSA = "Rosa Elvira Quishpe"


def customer_sends_every_kind(stack: Stack, phone: Phone) -> None:
    """Whatever reaches a conversation, and what the business writes past the product."""
    first = stack.writes("rosa", "Buenos días, quiero saber cuánto debo https://hilo.test/convenio")
    stack.act("rosa", {"kind": "reaction", "message_id": first, "emoji": "👍"})
    stack.act("rosa", {"kind": "text", "text": "Mi cédula termina en 42", "reply_to": first})
    edited = stack.writes("rosa", "Pago el jueves")
    stack.act("rosa", {"kind": "edit", "message_id": edited, "text": "Pago el viernes"})
    deleted = stack.writes("rosa", "Esto se borra")
    stack.act("rosa", {"kind": "revoke", "message_id": deleted})
    stack.attaches("rosa", picture(), "Mi comprobante")
    stack.attaches("rosa", document())
    stack.act("rosa", {"kind": "unsupported"})
    stack.act("rosa", {"kind": "contacts", "name": "Jorge Muñoz", "phone": "593985550121"})
    place = {"latitude": -0.182, "longitude": -78.4845, "name": "Parque La Carolina"}
    stack.act("rosa", {"kind": "location", **place})
    stack.attaches("rosa", sticker())
    stack.attaches("rosa", broken_video())
    stack.act("rosa", {"kind": "choice", "of": "button", "id": "si", "title": "Sí, confirmo"})
    stack.act("rosa", TURN)
    stack.act("rosa", ORDER)
    stack.act("rosa", AD)
    stack.act("rosa", {"kind": "echo", "text": "Le respondo desde la oficina"})
    phone.record_voice_note()


def agent_meets_every_outcome(stack: Stack, desk: Desk) -> None:
    """Delivered, failed, unconfirmed, and waiting for the next try."""
    expect(desk.answer("Su saldo es $ 20,00")).to_contain_text("Leído")
    stack.behave(fail_next=1, fail_status=400, fail_code=131026)
    expect(desk.answer("Este falla")).to_contain_text("No enviado.")
    stack.behave(timeout_next=1, auto_status=False)
    expect(desk.answer("Este no se sabe")).to_contain_text("Sin confirmar.", timeout=20_000)
    stack.behave(fail_next=9)
    expect(desk.answer("Este espera")).to_contain_text("Reintento")
