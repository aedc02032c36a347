"""What people do is on record: an administrator finds it, with what was before and after."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import DESKTOP, Tabs
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
PATIENCE_SECONDS = 60


def renames_a_label(stack: Stack) -> None:
    """The administrator makes a label and calls it otherwise."""
    api = stack.api("admin")
    label = api.call("POST", "/labels", {"name": "Mora", "colour": "rojo"})
    version = {"If-Match": f'"{label["version"]}"'}
    api.call("PATCH", f"/labels/{label['id']}", {"name": "Mora grave"}, **version)


def on_record(stack: Stack, event: str) -> list[Any]:
    """What is on record of it, as soon as the stream has told."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        found: list[Any] = stack.api("admin").call("GET", f"/audit?event={event}")["items"]
        if found or time.monotonic() > until:
            return found
        time.sleep(0.2)


def test_administrator_finds_what_was_done_and_takes_it_along(
    tabs: Tabs, stack: Stack, tmp_path: Path
) -> None:
    renames_a_label(stack)
    assert len(on_record(stack, "label.changed")) == 1
    desk = tabs.desk("admin")
    page = desk.page
    page.get_by_role("link", name="Configuración").click()
    page.get_by_role("link", name="Auditoría").click()
    expect(page.get_by_role("heading", name="Auditoría", level=1)).to_be_visible()
    expect(page.get_by_role("row", name="creó la etiqueta Mora")).to_be_visible()

    page.get_by_label("Acción").select_option("cambió la etiqueta")
    page.get_by_label("Texto").fill("GRAVE")
    page.get_by_role("button", name="Buscar", exact=True).click()
    expect(page).to_have_url("/settings/audit?event=label.changed&text=GRAVE")
    rows = page.get_by_role("table").locator("tbody tr")
    expect(rows).to_have_count(1)
    page.reload()  # the address keeps what was asked
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("cambió la etiqueta Mora")
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    rows.get_by_role("button").click()
    dialog = page.get_by_role("dialog", name="Lo que pasó")
    changed = dialog.get_by_role("row", name="Nombre")
    expect(changed.locator("del")).to_have_text("Mora")
    expect(changed.locator("ins")).to_have_text("Mora grave")
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.keyboard.press("Escape")

    with page.expect_download() as taken:
        page.get_by_role("button", name="Exportar línea por línea (JSONL)").click()
    file = tmp_path / "taken.jsonl"
    taken.value.save_as(file)
    (line,) = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["after"] == {"name": "Mora grave"}
    assert len(on_record(stack, "audit.exported")) == 1
