"""The minute of `clock`: what is measured, and what is told of it."""

from __future__ import annotations

import pytest

from chalicelib.bootstrap import Container
from chalicelib.core.secret_store import app_secret_name
from chalicelib.domains.health.models import KINDS, MEASURED_LINE
from chalicelib.domains.health.services.report import HealthReport
from infra.local.seed import APP, seed
from tests.fakes.api import fake_container
from tests.fakes.clock import FakeClock
from tests.fakes.dead_letters import MemoryDeadLetters
from tests.fakes.health import MemoryNotebook
from tests.fakes.queues import FakeQueues
from tests.fakes.secrets import FakeSecretStore


class Room:
    """A report on fakes."""

    def __init__(self) -> None:
        self.clock, self.notebook = FakeClock(), MemoryNotebook()
        self.secrets = FakeSecretStore({app_secret_name(APP.id): {}})
        made: Container = fake_container()
        made.clock, made.notebook, made.secrets = self.clock, self.notebook, self.secrets
        made.queues, made.dead_letter_store = FakeQueues(), MemoryDeadLetters()
        seed(made)
        self.report: HealthReport = made.health_report

    def minute(self) -> None:
        self.report.measure()
        self.clock.advance(60)

    def states(self) -> dict[str, str]:
        return {one.name: one.state for one in self.report.checks()}


@pytest.fixture
def room() -> Room:
    return Room()


def test_a_pulse_is_sent_each_minute_and_not_when_called_twice(room: Room) -> None:
    room.report.measure()
    room.report.measure()
    assert len(room.notebook.pulses_sent) == 1
    room.clock.advance(60)
    room.report.measure()
    assert len(room.notebook.pulses_sent) == 2


def test_nobody_is_blamed_for_a_pulse_that_could_not_be_sent(room: Room) -> None:
    room.minute()
    for name in ("push", "relay"):
        room.notebook.kept.pulses[name] = room.notebook.pulses_sent[0]  # type: ignore[index]
    room.notebook.is_down = True
    for _ in range(5):
        room.minute()
    assert room.states()["push"] == "ok"


def test_secrets_are_asked_for_every_five_minutes(room: Room) -> None:
    room.minute()
    room.secrets.is_down = True
    room.minute()
    assert room.states()[APP.id] == "ok"
    for _ in range(4):
        room.minute()
    assert room.states()[APP.id] == "trouble"


def test_one_line_tells_the_troubles_of_each_kind(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.secrets.stored.clear()
    room.minute()
    (told,) = (vars(one) for one in caplog.records if one.message == MEASURED_LINE)
    assert told["troubles"] == {**dict.fromkeys(KINDS, 0), "app": 1}
    (trouble,) = (vars(one) for one in caplog.records if one.message == "trouble")
    assert (trouble["kind"], trouble["name_of_part"]) == ("app", APP.id)
