"""One conversation that holds every kind of message and every state of an answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.files import broken_video, document, picture, sticker
from tests.e2e.phone import Phone
from tests.e2e.stack import GENERAL, NUMBER, Api, Stack

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


ACCOUNT, BUSINESS, ROSAS_PHONE = "200000000000001", "15550009999", "593995550148"
METADATA = {"phone_number_id": NUMBER, "display_phone_number": BUSINESS}


def brings_history(stack: Stack) -> None:
    """Rosa wrote to the number before it was connected; nearly half of its past has come."""
    second = int(time.time()) - 90 * 86_400
    asked: dict[str, Any] = {
        "text": {"body": "¿Hasta qué hora atienden?"},
        "type": "text",
        "from": ROSAS_PHONE,
    }
    told: dict[str, Any] = {"text": {"body": "Hasta las seis"}, "type": "text", "from": BUSINESS}
    file: dict[str, Any] = {"type": "media_placeholder", "from": ROSAS_PHONE}
    messages = [
        {**one, "id": f"wamid.past.{place}", "timestamp": str(second + 60 * place)}
        for place, one in enumerate((asked, told, file))
    ]
    chunk = {
        "metadata": {"phase": 1, "chunk_order": 1, "progress": 45},
        "threads": [{"id": ROSAS_PHONE, "messages": messages}],
    }
    stack.deliver({"metadata": METADATA, "history": [chunk]}, "history", ACCOUNT)


def told_of_account(stack: Stack, *, restricted: bool) -> None:
    """The provider flags the number and forbids answers, or lifts both."""
    api = stack.api("admin")
    (found,) = [c for c in api.call("GET", "/connections")["items"] if c["id"] == GENERAL]
    names = {"waba_id": ACCOUNT}
    api.call("PATCH", f"/connections/{GENERAL}", names, **{"If-Match": str(found["version"])})
    what = {"restriction_type": "RESTRICTED_CUSTOMER_INITIATED_MESSAGING"}
    forbidden = [{**what, "expiration": int(time.time()) + 3 * 86_400}] if restricted else []
    event = {"event": "ACCOUNT_RESTRICTION", "restriction_info": forbidden}
    stack.deliver(event, "account_update", ACCOUNT)
    quality = {
        "display_phone_number": found["display_phone_number"] or BUSINESS,
        "event": "FLAGGED" if restricted else "UNFLAGGED",
        "max_daily_conversations_per_business": 2000,
    }
    stack.deliver(quality, "phone_number_quality_update", ACCOUNT)
    _until(lambda: _restriction(api) is not None, restricted)


def _restriction(api: Api) -> Any:
    items = api.call("GET", "/connections")["items"]
    return next(one["restriction"] for one in items if one["id"] == GENERAL)


def _until(look: Callable[[], bool], wanted: bool) -> None:
    """Wait for what the product takes over from a queue."""
    deadline = time.monotonic() + 60
    while look() is not wanted:
        assert time.monotonic() < deadline, f"never {wanted}"
        time.sleep(0.1)


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
