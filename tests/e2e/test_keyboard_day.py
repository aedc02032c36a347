"""A whole day without a pointer: from signing in to signing out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Tabs
from tests.e2e.desk import Desk
from tests.e2e.files import document
from tests.e2e.keys import Keys
from tests.e2e.stack import PASSWORD, Stack

pytestmark = pytest.mark.browser
ROSA, JORGE, SEGUNDO = "Rosa Elvira Quishpe", "Jorge Aníbal Muñoz", "Segundo Guamán Caiza"


class Day:
    """The steps of the day, each by keys and each with the focus kept."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.page, self.keys = desk, desk.page, Keys(desk.page)

    def button(self, name: str, within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("button", name=name, exact=True)

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def closed(self) -> None:
        """The dialog is gone and the focus is back on the page."""
        expect(self.dialog).to_have_count(0)
        self.keys.kept()

    def sign_in(self) -> None:
        self.desk.open_sign_in()
        self.keys.go_to(self.page.get_by_label("Usuario o correo", exact=True))
        self.keys.type("admin@hilo.test")
        self.keys.press("Tab")
        self.keys.type(PASSWORD)
        self.keys.press("Enter")
        self.desk.ready()
        self.keys.press("Tab")
        expect(self.button("Saltar al contenido")).to_be_focused()
        self.keys.press("Enter")
        expect(self.page.get_by_role("main")).to_be_focused()

    def become(self, state: str) -> None:
        menu = self.page.get_by_role("main").get_by_role("button", name=re.compile("^Su estado"))
        self.keys.push(menu)
        self.keys.pick(self.page.get_by_role("menuitemradio", name=re.compile(state)))

    def is_now(self, state: str) -> None:
        expect(self.desk.notice(f"Su estado: {state}.")).to_be_visible()
        self.keys.kept()

    def open(self, customer: str) -> None:
        """Down the list to a conversation."""
        row = self.desk.row(customer)
        expect(row).to_be_visible()
        self.keys.press("j")
        expect(self.page.locator("a[data-conversation]:focus")).to_have_count(1)
        self.keys.press("Home")
        for place in range(self.desk.rows.count()):
            expect(self.desk.rows.nth(place)).to_be_focused()
            if row.evaluate("(element) => element === document.activeElement"):
                break
            self.keys.press("ArrowDown")
        self.keys.press("Enter")
        expect(self.desk.chat.get_by_role("heading", name=customer)).to_be_visible()

    def take(self) -> None:
        self.keys.push(self.button("Tomar conversación"))
        expect(self.desk.field).to_be_focused()

    def answer(self, text: str) -> None:
        expect(self.desk.field).to_be_focused()
        self.keys.type(text)
        expect(self.button("Enviar")).to_be_enabled()  # what was attached is there
        self.keys.press("Enter")
        expect(self.desk.message(text)).to_be_visible()

    def in_menu(self, button: Locator, item: str, role: str = "menuitem") -> None:
        self.keys.push(button)
        self.keys.pick(self.page.get_by_role(role, name=item, exact=True))  # type: ignore[arg-type]


def test_an_administrator_s_day_goes_by_with_keys_alone(tabs: Tabs, stack: Stack) -> None:
    admin = stack.api("admin")
    admin.prefer(undo_send_seconds=0)
    admin.call("POST", "/break-types", {"name": "Almuerzo", "minutes": 60, "user_ids": None})
    admin.call("POST", "/labels", {"name": "Convenio", "colour": "verde"})
    for person in ("segundo", "jorge", "rosa"):
        stack.writes(person, "Buenos días, quiero saber cuánto debo")
    day = Day(tabs.visitor())
    keys, desk = day.keys, day.desk

    day.sign_in()
    expect(desk.rows).to_have_count(3)
    day.become("Con otra tarea")
    day.is_now("Con otra tarea")
    day.become("Disponible")
    day.is_now("Disponible")

    day.open(ROSA)
    day.take()
    answers(day)
    files_and_reactions(day)
    house(day, str(stack.api("supervisora").call("GET", "/me")["name"]))
    labels_and_search(day)

    keys.press("e")
    expect(desk.notice("Conversación resuelta.")).to_be_visible()
    keys.kept()
    day.open(JORGE)
    day.take()
    puts_off(day)
    day.open(SEGUNDO)
    hands_over(day)
    begins(day)
    day.become("Almuerzo")
    day.is_now("Almuerzo")
    day.become("Disponible")
    day.is_now("Disponible")
    narrows(day)
    keeps_house(day)
    leaves(day)


def answers(day: Day) -> None:
    day.answer("Su saldo es $ 20,00")
    day.keys.push(
        day.button("Responder a este mensaje", day.desk.message("quiero saber").first), back=True
    )
    expect(day.desk.chat.get_by_text(f"Responde a {ROSA}")).to_be_visible()
    day.answer("Puede pagar en partes")


def files_and_reactions(day: Day) -> None:
    file = document()
    day.keys.choose_file(day.button("Adjuntar archivos"), file)
    expect(day.desk.field).to_be_focused()
    day.answer("El convenio")
    react = day.button("Reaccionar a este mensaje", day.desk.message("quiero saber").first)
    day.keys.push(react, back=True)
    day.keys.pick(day.page.get_by_role("menuitem", name="Reaccionar con 👍"))
    expect(day.desk.message("quiero saber").first).to_contain_text("👍")
    expect(react).to_be_focused()


def house(day: Day, colleague: str) -> None:
    day.keys.press("n")
    note = day.page.get_by_role("textbox", name="Nota interna")
    expect(note).to_be_focused()
    day.keys.type("Pida un abono @" + colleague[:3].lower())
    expect(day.page.get_by_role("option", name=re.compile(colleague))).to_be_visible()
    day.keys.press("Enter")
    expect(note).to_have_value(f"Pida un abono @{colleague} ")
    day.keys.press("Enter")
    expect(day.desk.message("Pida un abono")).to_be_visible()
    expect(note).to_be_focused()
    day.keys.leave_field()


def labels_and_search(day: Day) -> None:
    day.keys.press("l")
    expect(day.dialog.get_by_label("Buscar etiqueta")).to_be_focused()
    day.keys.type("conv")
    day.keys.press("Enter")
    expect(day.dialog.get_by_role("checkbox", name="Convenio")).to_be_checked()
    day.keys.press("Escape")
    day.closed()
    expect(day.desk.row(ROSA)).to_contain_text("Convenio")

    search = day.button("Buscar en el hilo")
    day.keys.push(search, back=True)
    expect(day.page.get_by_role("searchbox", name="Palabras del hilo")).to_be_focused()
    day.keys.type("partes")
    expect(day.page.get_by_text("1 de 1, en todo el hilo")).to_be_visible()
    day.keys.press("Escape")
    expect(day.page.get_by_role("searchbox", name="Palabras del hilo")).to_have_count(0)
    day.keys.kept()


def puts_off(day: Day) -> None:
    day.in_menu(day.button("Más acciones"), "Posponer…")
    expect(day.dialog.get_by_role("button", name="En una hora")).to_be_focused()
    day.keys.press("Escape")
    day.closed()
    day.keys.press("p")
    expect(day.dialog.get_by_role("button", name="En una hora")).to_be_focused()
    day.keys.press("Enter")
    expect(day.desk.row(JORGE)).to_have_count(0)
    expect(day.dialog).to_have_count(0)


def hands_over(day: Day) -> None:
    day.keys.press("a")
    expect(day.dialog.get_by_label("Buscar persona")).to_be_focused()
    day.keys.type("Ana")
    day.keys.push(day.dialog.get_by_role("button", name=re.compile("^Ana Rojas")))
    day.keys.push(day.button("Asignar de todos modos"))
    expect(day.desk.notice("Conversación asignada a Ana Rojas.")).to_be_visible()
    day.closed()


def begins(day: Day) -> None:
    """With a template, to somebody who never wrote."""
    day.keys.push(day.button("Nueva conversación"), back=True)
    day.keys.go_to(day.dialog.get_by_label("País"))
    day.keys.type("Ecuador")
    day.keys.go_to(day.dialog.get_by_label("Número de WhatsApp"))
    day.keys.type("098 555 0177")
    day.keys.push(day.dialog.get_by_role("button", name="Seguimiento consulta Hola"))
    for label, value in (("Dato 1", "Lucía"), ("Dato 2", "su convenio")):
        day.keys.go_to(day.dialog.get_by_label(label, exact=True))
        day.keys.type(value)
    day.keys.push(day.button("Enviar y abrir", day.dialog))
    expect(day.desk.message("Hola Lucía, le escribimos")).to_be_visible()
    day.closed()


def narrows(day: Day) -> None:
    """A filter, kept as a view."""
    day.keys.push(day.button("Filtrar"), back=True)
    day.keys.go_to(day.page.get_by_label("Solo sin leer"))
    day.keys.press("Space", "Escape")
    expect(day.page.get_by_role("button", name="Filtrar: 1 filtro puesto")).to_be_focused()
    day.in_menu(day.button("Bandeja"), "Guardar esta vista…")
    expect(day.dialog.get_by_placeholder("Nombre de la vista")).to_be_focused()
    day.keys.type("Por leer")
    day.keys.press("Enter")
    day.closed()
    expect(day.button("Por leer")).to_be_visible()
    day.in_menu(day.button("Por leer"), "Bandeja")
    expect(day.button("Bandeja")).to_be_visible()
    day.keys.kept()


def keeps_house(day: Day) -> None:
    """A setting, as an administrator."""
    day.keys.push(day.page.get_by_role("link", name="Configuración"), back=True)
    day.keys.push(day.page.get_by_role("link", name="Etiquetas", exact=True))
    day.keys.push(day.page.get_by_role("link", name="Convenio"))
    name = day.page.get_by_label("Nombre", exact=True)
    day.keys.go_to(name)
    day.keys.press("End")
    day.keys.type(" firmado")
    day.keys.press("Enter")
    expect(day.desk.notice("Etiqueta Convenio firmado guardada.")).to_be_visible()
    day.keys.kept()
    day.keys.push(day.page.get_by_role("link", name="Bandeja", exact=True), back=True)
    expect(day.button("Bandeja")).to_be_visible()


def leaves(day: Day) -> None:
    """The chats that are still open go back to their queue."""
    day.become("Fuera de línea")
    expect(day.button("Devolver a la cola", day.dialog)).to_be_focused()
    day.keys.press("Enter")
    day.is_now("Fuera de línea")
    account = day.page.get_by_role("button", name=re.compile("^Su cuenta"))
    day.in_menu(account, "Cerrar sesión")
    expect(day.page.get_by_role("heading", name="Entre a su bandeja")).to_be_visible()
