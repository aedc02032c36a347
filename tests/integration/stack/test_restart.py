"""The whole stack killed, at rest and while it works: what was acknowledged is there again."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.local.graph.customers import Customer
from infra.local.keeping.frames import frame
from infra.local.keeping.journal import Journal
from infra.local.stack.marks import RESETTING, Marks
from tests.integration.stack.running import ENGINES, Running, start_process
from tests.integration.stack.serving import eventually

pytestmark = pytest.mark.timeout(400)  # several starts, one after the other
GRACE_SECONDS = 1.0
CUSTOMERS = [Customer(f"c{n}", f"Clienta {n}", f"59399000000{n}", None) for n in range(4)]


class Life:
    """One folder, and the processes that follow one another on it."""

    def __init__(self, engine: str, folder: Path) -> None:
        self._engine, self._folder = engine, folder
        self.now: Running | None = None

    def begin(self, *, demo: bool = False) -> Running:
        self.now = Running(self._engine, demo=demo, data=str(self._folder))
        self.now.ready()
        return self.now

    def kill(self) -> None:
        """As a machine does it, when all that was acknowledged has to outlive it."""
        assert self.now is not None
        time.sleep(GRACE_SECONDS)
        self.now.stop(signal.SIGKILL)
        self.now.http.close()
        self.now = None


@pytest.fixture
def engine() -> str:
    return "moto"


@pytest.fixture
def life(engine: str, tmp_path: Path) -> Iterator[Life]:
    one = Life(engine, tmp_path)
    yield one
    if one.now is not None:
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


def test_what_was_acknowledged_a_second_before_a_kill_in_the_middle_is_there_once(
    life: Life,
) -> None:
    stack = life.begin()
    stack.conversations()
    acknowledged: dict[str, float] = {}

    def write(customer: Customer) -> None:
        for number in range(10_000):
            text = f"{customer.id}/{number}"
            try:
                stack.deliver(text, customer)
            except httpx.HTTPError:
                return
            acknowledged[text] = time.monotonic()

    writers = [threading.Thread(target=write, args=(one,), daemon=True) for one in CUSTOMERS]
    for writer in writers:
        writer.start()
    eventually(lambda: acknowledged and time.monotonic() - min(acknowledged.values()) > 3, 60)
    stack.process.send_signal(signal.SIGKILL)
    killed_at = time.monotonic()
    for writer in writers:
        writer.join()
    life.kill()

    stack = life.begin()
    eventually(stack.at_rest, 120)
    conversations = stack.conversations()
    assert len(conversations) == len(CUSTOMERS)
    said = [text for one in conversations for text in texts(stack, one)]
    assert len(said) == len(set(said))
    old = {text for text, at in acknowledged.items() if killed_at - at > GRACE_SECONDS}
    assert old
    assert old <= set(said)
    assert sum(one["unread_count"] for one in conversations) == len(said)


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
