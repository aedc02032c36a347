"""People: kept by the administrator from the invitation to the leaving, read by the supervisor."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import DESKTOP, Tabs
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
OWN_PASSWORD = "una clave larga y propia"
TABLE = (
    "usuario;nombres;apellidos;correo;rol;colas\r\n"
    "mnunez;María;Núñez;mnunez@hilo.test;agente;General\r\n"
    "jrojas;=cmd();Rojas;jrojas@hilo.test;agente;General\r\n"
).encode("cp1252")


def test_administrator_takes_somebody_in_and_lets_them_go(tabs: Tabs, stack: Stack) -> None:
    desk = tabs.desk("admin", "/settings/users")
    page = desk.page
    expect(page.get_by_role("heading", name="Personas", level=1)).to_be_visible()
    expect(page.get_by_text("6 personas")).to_be_visible()
    page.get_by_label("Nombre, usuario, legajo o correo").fill("QUISPÉ")
    expect(page.get_by_text("1 persona", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Carla Quispe")).to_be_visible()
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    page.get_by_role("link", name="Nueva persona").click()
    page.get_by_label("Nombres").fill("Bea")
    page.get_by_label("Apellidos").fill("Choque")
    page.get_by_label("Usuario").fill("agente1")
    page.get_by_label("Correo").fill("bea@hilo.test")
    page.get_by_role("checkbox", name="General").check()
    desk.watch.expect(r"409 POST .*/users")
    page.get_by_role("button", name="Crear").click()
    expect(page.get_by_text("Ana Rojas ya lo tiene.")).to_be_visible()
    page.get_by_label("Usuario").fill("bchoque")
    page.get_by_role("button", name="Crear").click()
    expect(page.get_by_role("heading", name="Bea Choque")).to_be_visible()
    bea = page.url.rpartition("/")[2]
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.get_by_role("button", name="Enviar invitación").click()
    expect(desk.notice("Enviamos la invitación a bea@hilo.test.")).to_be_visible()

    token = stack.invitation_token("bea@hilo.test")
    visitor = tabs.visitor()
    visitor.page.goto(f"{stack.origin}/invitation#{token}")
    expect(visitor.page.get_by_role("heading", name="Hola, Bea Choque")).to_be_visible()
    assert violations_everywhere(visitor.page) == []
    visitor.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    visitor.page.get_by_label("Contraseña nueva", exact=True).fill(OWN_PASSWORD)
    visitor.page.get_by_label("Repita la contraseña nueva").fill(OWN_PASSWORD)
    visitor.page.get_by_role("button", name="Guardar y entrar").click()
    visitor.ready()

    page.reload()
    page.get_by_role("button", name="Desactivar").click()
    expect(page.get_by_text("No tiene conversaciones abiertas.")).to_be_visible()
    visitor.watch.expect(r"401 .*")
    page.get_by_role("dialog").get_by_role("button", name="Desactivar").click()
    expect(desk.notice("Bea Choque ya no puede entrar.")).to_be_visible()
    expect(visitor.page.get_by_label("Contraseña")).to_be_visible(timeout=20_000)
    shown = stack.api("admin").call("GET", f"/users/{bea}")
    assert (shown["state"], shown["name"]) == ("deactivated", "Bea Choque")


def test_administrator_imports_a_table_and_a_supervisor_reads(tabs: Tabs, stack: Stack) -> None:
    desk = tabs.desk("admin", "/settings/users/import")
    page = desk.page
    page.get_by_label("Archivo CSV").set_input_files(
        {"name": "personas.csv", "mimeType": "text/csv", "buffer": TABLE}
    )
    expect(page.get_by_text("Nombres: Empiece con una letra o un número.")).to_be_visible()
    expect(page.get_by_text("María Núñez")).to_be_visible()
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.get_by_role("button", name="Aplicar 1 fila").click()
    expect(page.get_by_text("La importación terminó.")).to_be_visible()
    everybody = stack.api("admin").call("GET", "/users")["items"]
    maria = next(one for one in everybody if one["username"] == "mnunez")
    assert (maria["state"], maria["queues"]) == ("invited", ["general"])

    supervisor = tabs.desk("supervisora", "/settings/users").page
    expect(supervisor.get_by_role("link", name="María Núñez")).to_be_visible()
    expect(supervisor.get_by_role("link", name="Nueva persona")).not_to_be_visible()
    supervisor.get_by_role("link", name="María Núñez").click()
    expect(supervisor.get_by_text("mnunez", exact=True)).to_be_visible()
    expect(supervisor.get_by_role("button", name="Desactivar")).not_to_be_visible()
