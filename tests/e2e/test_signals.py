"""The customer sees on the phone that the agent has read, and is told that one types."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Tabs
from tests.e2e.scenes import ROSA
from tests.e2e.stack import Stack
from tests.integration.stack.serving import eventually

pytestmark = pytest.mark.browser


def test_reading_and_typing_reach_the_phone(tabs: Tabs, stack: Stack) -> None:
    message_id = stack.writes("rosa", "Hola")
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    desk.claim()
    eventually(lambda: [one["message_id"] for one in stack.signals()] == [message_id])
    desk.field.press_sequentially("Buenas")
    eventually(lambda: any("typing_indicator" in one for one in stack.signals()))
    assert stack.sends() == []
