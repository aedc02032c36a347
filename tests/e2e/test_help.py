"""The manual inside the product, its pictures, and the three hints for somebody new."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations, violations_everywhere
from tests.e2e.conftest import DESKTOP, Tabs
from tests.e2e.desk import Desk
from tests.e2e.manual import ManualPictures
from tests.e2e.manual_administration import AdministrationPictures
from tests.e2e.scenes import ROSA
from tests.e2e.stack import ROOT, Stack

pytestmark = pytest.mark.browser
MANUALS = ROOT / "docs" / "manuals"
PICTURE = re.compile(r"!\[[^\]]+\]\(imagenes/([\w-]+\.png)\)")


def pictures_of(manual: str) -> list[str]:
    """Those it names, and each is kept beside it."""
    found = PICTURE.findall((MANUALS / manual).read_text(encoding="utf-8"))
    assert [one for one in found if not (MANUALS / "imagenes" / one).exists()] == []
    return found


@pytest.mark.parametrize(
    ("manual", "pictures"),
    [("agente.md", ManualPictures), ("administracion.md", AdministrationPictures)],
)
def test_a_manual_shows_the_product_as_it_is(
    tabs: Tabs, stack: Stack, tmp_path: Path, manual: str, pictures: type[ManualPictures]
) -> None:
    pictures(tmp_path, tabs, stack).take()
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(pictures_of(manual))


def test_the_manual_is_read_inside_the_product(tabs: Tabs) -> None:
    page = tabs.desk("agente1").page
    page.get_by_role("button", name=re.compile("^Su cuenta")).click()
    page.get_by_role("menuitem", name="Ayuda").click()
    expect(page.get_by_role("heading", level=1, name="Manual para agentes")).to_be_visible()
    contents = page.get_by_role("navigation", name="Contenido")
    contents.get_by_role("link", name="Las marcas de un mensaje").click()
    expect(page.get_by_role("heading", name="Las marcas de un mensaje")).to_be_in_viewport()
    pictures = page.get_by_role("article").get_by_role("img")
    expect(pictures).to_have_count(len(pictures_of("agente.md")))
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("(image) => image.naturalWidth") > 0
    assert violations_everywhere(page) == []

    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    manuals = page.get_by_role("navigation", name="Manuales")
    manuals.get_by_role("link", name="Supervisión").click()
    expect(page.get_by_role("heading", level=1, name="Manual para supervisión")).to_be_visible()
    page.get_by_role("article").get_by_role("link", name="manual para agentes").click()
    expect(page.get_by_role("heading", level=1, name="Manual para agentes")).to_be_visible()
    manuals.get_by_role("link", name="Administración").click()
    expect(page.get_by_role("heading", name="Auditoría", exact=True)).to_be_attached()

    page.goto("/conversations")
    expect(page.get_by_role("navigation", name="Principal")).to_be_visible()
    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_role("link", name="Ver el manual").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("heading", level=1, name="Manual para agentes")).to_be_visible()


def hint(desk: Desk, number: int) -> str:
    """The title of the hint on the screen, which is the only one."""
    note = desk.page.get_by_role("group").filter(has_text=f"Consejo {number} de 3")
    expect(note).to_have_count(1)
    return str(note.locator("b").inner_text())


def test_somebody_new_gets_three_hints_and_no_more_on_any_device(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Buenos días")
    stack.api("agente1").prefer(hints_left=3)
    desk = tabs.desk("agente1")
    desk.row(ROSA).click()
    assert hint(desk, 1) == "Su estado está aquí"
    assert violations_everywhere(desk.page) == []
    desk.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    understood = desk.page.get_by_role("button", name="Entendido")
    understood.focus()
    understood.press("Enter")
    expect(desk.page.get_by_role("button", name=re.compile("^Su estado")).last).to_be_focused()
    assert hint(desk, 2) == "Tome la conversación para responder"
    assert violations(desk.page) == []
    desk.claim()
    assert hint(desk, 3) == "Casi todo tiene su tecla"
    assert violations(desk.page) == []

    other = tabs.desk("agente1")
    other.row(ROSA).click()
    assert hint(other, 3) == "Casi todo tiene su tecla"
    other.page.get_by_role("button", name="Entendido").click()
    expect(other.field).to_be_focused()
    desk.page.reload()
    desk.ready()
    expect(desk.field).to_be_visible()
    expect(desk.page.get_by_role("button", name="Entendido")).to_have_count(0)
