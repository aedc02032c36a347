"""The office of a test."""

from __future__ import annotations

import pytest

from tests.unit.domains.conversations.episodes import HOUSE
from tests.unit.domains.conversations.office import Office


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def full(office: Office) -> Office:
    office.has(*HOUSE)
    return office
