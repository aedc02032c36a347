"""One world per test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from infra.local.graph.models import GraphSettings
from tests.integration.graph.world import World, running

SETTINGS = GraphSettings(
    hold_seconds=1.5, status_pause_seconds=0.02, retry_seconds=(0.4, 0.05, 0.05)
)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def world(anyio_backend: str) -> AsyncIterator[World]:
    async with running(SETTINGS) as started:
        yield started
