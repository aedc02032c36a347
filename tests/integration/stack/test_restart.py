"""The whole stack killed, at rest and while it works: what was acknowledged is there again."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.keeping.frames import frame
from infra.local.keeping.journal import Journal
from infra.local.stack.marks import RESETTING, Marks
from tests.durability import life as durability
from tests.durability.kills import GRACE_SECONDS, Kills
from tests.integration.stack.running import ENGINES, Running, start_process
from tests.integration.stack.serving import eventually

pytestmark = pytest.mark.timeout(400)  # several starts, one after the other


class Life(durability.Life):
    """One whose kills come when all that was acknowledged has to outlive them."""

    def kill(self) -> None:
        if self.now is not None:
            time.sleep(GRACE_SECONDS)
        super().kill()


@pytest.fixture
def engine() -> str:
    return "moto"


@pytest.fixture
def life(engine: str, tmp_path: Path) -> Iterator[Life]:
    one = Life(engine, tmp_path)
    yield one
    one.kill()


def texts(stack: Running, conversation: dict[str, Any]) -> list[str]:
    """What a conversation says, newest first; it and its messages agree."""
    found: list[str] = []
    place, cursor = f"/conversations/{conversation['id']}/messages?limit=100", ""
    while True:
        page = stack.call("supervisora", "GET", place + cursor)
        if not found and page["items"]:
            assert conversation["last_message"]["id"] == page["items"][0]["id"]
        found += [message["text"] for message in page["items"]]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


@pytest.mark.parametrize("engine", ENGINES)
def test_everything_is_there_after_a_kill_at_rest(life: Life) -> None:
    stack = life.begin()
    stack.deliver("hola")
    eventually(stack.at_rest, 30)
    (conversation,) = stack.conversations()
    place = f"/conversations/{conversation['id']}"
    stack.call("agente1", "POST", f"{place}/claim")
    stack.call("agente1", "POST", f"{place}/messages", {"kind": "text", "text": "buenas"})
    (first, _) = stack.call("admin", "GET", "/connections")["items"]
    token = stack.token("admin")
    stack.change(token, f"/connections/{first['id']}", first["version"], {"name": "Otro nombre"})
    eventually(stack.at_rest, 30)
    before = stack.conversations(), texts(stack, stack.conversations()[0])
    cookies = dict(stack.http.cookies)
    life.kill()

    stack = life.begin()
    eventually(stack.at_rest, 30)
    assert (stack.conversations(), texts(stack, stack.conversations()[0])) == before
    stack.http.cookies.update(cookies)
    refreshed = stack.http.post("/api/v1/auth/refresh", headers={"X-Hilo-Client": "test"})
    assert refreshed.status_code == 200
    headers = {"authorization": f"Bearer {token}"}
    assert stack.http.get("/api/v1/me", headers=headers).status_code == 200
    edited = stack.call("admin", "GET", "/connections")["items"]
    assert "Otro nombre" in {one["name"] for one in edited}


@pytest.mark.timeout(900)
def test_what_was_acknowledged_a_second_before_kills_in_the_middle_is_there_once(
    tmp_path: Path,
) -> None:
    """`make durability` kills ten times."""
    first, second = Kills("moto", tmp_path, seed=7).play(2)
    assert first.is_sound, first
    assert second.is_sound, second
    assert second.acknowledged > first.acknowledged
    assert second.sent > 0


def test_the_demonstration_is_played_once_and_not_after_a_reset(life: Life) -> None:
    stack = life.begin(demo=True)
    eventually(stack.has_demonstrated, 60)
    count = len(stack.conversations())
    life.kill()
    stack = life.begin(demo=True)
    eventually(stack.at_rest, 30)
    assert len(stack.conversations()) == count
    assert stack.http.post("/local/reset").status_code == 204
    life.kill()
    stack = life.begin(demo=True)
    eventually(stack.at_rest, 30)
    assert stack.conversations() == []


def test_a_reset_that_was_cut_short_is_done_at_the_next_start(life: Life, tmp_path: Path) -> None:
    stack = life.begin()
    stack.deliver("hola")
    eventually(stack.at_rest, 30)
    life.kill()
    journal = Journal(tmp_path / "moto")
    Marks(journal).set(RESETTING)
    journal.close()
    stack = life.begin()
    assert stack.conversations() == []
    stack.deliver("otra vez")
    eventually(stack.at_rest, 30)
    life.kill()
    assert len(life.begin().conversations()) == 1


def test_a_folder_in_use_and_a_damaged_file_are_told_in_one_line(
    life: Life, tmp_path: Path
) -> None:
    life.begin()
    second = start_process(data=str(tmp_path), stderr=subprocess.PIPE)
    said = second.communicate(timeout=60)[1]
    assert second.returncode == 1
    assert "keeps its state in" in said
    assert len(said.splitlines()) == 1
    life.kill()
    (path,) = (tmp_path / "moto").glob("journal-*")
    path.write_bytes(
        b"\xff" + path.read_bytes()[1:60] + b"x" + path.read_bytes()[61:] + frame(b"=")
    )
    third = start_process(data=str(tmp_path), stderr=subprocess.PIPE)
    said = third.communicate(timeout=60)[1]
    assert third.returncode == 1
    assert f"{path} is damaged" in said
    assert "HILO_DATA" in said
    assert len(said.splitlines()) == 1
