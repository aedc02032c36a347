"""The whole stack as a process: started, played with, reset and stopped."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator

import pytest

from tests.integration.stack.running import COMMAND, ENGINES, ROOT, Running
from tests.integration.stack.serving import eventually


@pytest.fixture
def engine() -> str:
    return "moto"


@pytest.fixture
def demo() -> bool:
    return False


@pytest.fixture
def stack(engine: str, demo: bool) -> Iterator[Running]:
    started = Running(engine, demo=demo)
    try:
        started.ready()
        yield started
    finally:
        if started.process.poll() is None:
            started.stop()  # a killed one would leave its engine behind
        started.http.close()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_message_is_answered_and_a_reset_forgets_it(stack: Running) -> None:
    stack.deliver("hola")
    eventually(stack.at_rest)
    (conversation,) = stack.conversations()
    place = f"/conversations/{conversation['id']}"
    stack.call("agente1", "POST", f"{place}/claim")
    stack.call("agente1", "POST", f"{place}/messages", {"kind": "text", "text": "buenas"})
    eventually(stack.at_rest, 20)
    newest = stack.call("supervisora", "GET", f"{place}/messages")["items"][0]
    assert (newest["text"], newest["status"]) == ("buenas", "delivered")
    assert stack.http.post("/local/reset").status_code == 204
    eventually(stack.at_rest)
    assert stack.conversations() == []
    stack.deliver("otra vez")
    eventually(stack.at_rest)
    assert [one["unread_count"] for one in stack.conversations()] == [1]


@pytest.mark.parametrize("demo", [True])
def test_the_demonstration_shows_a_dozen_conversations_in_every_state(stack: Running) -> None:
    eventually(stack.has_demonstrated, 60)
    shown = stack.conversations()
    assert len(shown) >= 12
    assert {one["state"] for one in shown} == {"new", "pending", "in_progress", "resolved"}
    breaks, labels = (stack.call("admin", "GET", path) for path in ("/break-types", "/labels"))
    assert [one["name"] for one in breaks["items"]] == ["Almuerzo", "Pausa activa"]
    assert len(labels["items"]) == 3


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told(stack: Running, sent: signal.Signals) -> None:
    stack.deliver("hola")
    assert stack.stop(sent) < 8
    assert stack.process.stdout is not None
    lines = stack.process.stdout.read().splitlines()
    assert len(lines) == 1
    assert f"http://localhost:{stack.port}" in lines[0]


def test_a_taken_port_is_told_in_one_line(stack: Running) -> None:
    environment = {**os.environ, "HILO_PORT": str(stack.port)}
    second = subprocess.run(
        COMMAND, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=20, check=False
    )
    assert second.returncode == 1
    assert f"port {stack.port} is taken" in second.stderr
    assert len(second.stderr.splitlines()) == 1
