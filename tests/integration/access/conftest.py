"""A floor on moto."""

from __future__ import annotations

import pytest

from tests.engines import EngineTables
from tests.integration.journey.world import World
from tests.integration.notes.floor import Floor


@pytest.fixture
def floor(moto_tables: EngineTables) -> Floor:
    return Floor(World(moto_tables))
