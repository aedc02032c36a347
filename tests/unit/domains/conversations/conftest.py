"""The office of a test."""

from __future__ import annotations

import pytest

from tests.unit.domains.conversations.office import Office


@pytest.fixture
def office() -> Office:
    return Office()
