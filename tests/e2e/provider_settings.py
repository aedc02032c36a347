"""An identity provider as an administrator ties it in, and the way out."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.desk import Desk
from tests.identity_provider import CLIENT_ID


def configure(page: Page, issuer: str, scopes: str = "profile email groups") -> None:
    page.get_by_role("link", name="Nuevo proveedor").click()
    page.get_by_label("Nombre", exact=True).fill("Casa Matriz")
    page.get_by_label("Dirección del emisor (issuer)").fill(issuer)
    page.get_by_label("Identificador de cliente (client_id)").fill(CLIENT_ID)
    page.get_by_label("Datos que se piden (scopes)").fill(scopes)
    page.get_by_role("checkbox", name="Crear a quien entra por primera vez").check()
    page.get_by_role("button", name="Agregar regla").click()
    rule = page.get_by_role("group", name="Regla 1")
    rule.get_by_label("Valor").fill("agentes")
    rule.get_by_label("Rol").select_option(label="Agente")
    rule.get_by_role("checkbox", name="General").check()
    page.get_by_role("button", name="Crear").click()
    expect(page.get_by_role("heading", name="Casa Matriz")).to_be_visible()


def save_secret(page: Page, secret: str) -> None:
    page.get_by_label("Secreto de cliente (client_secret)").fill(secret)
    page.get_by_role("button", name="Guardar el secreto").click()
    expect(page.get_by_label("Secreto de cliente (client_secret)")).to_have_value("")


def try_out(page: Page) -> None:
    page.get_by_role("button", name="Probar la conexión").click()


def leave(desk: Desk) -> None:
    desk.page.get_by_role("button", name=re.compile("^Su cuenta")).click()
    desk.page.get_by_role("menuitem", name="Cerrar sesión").click()
