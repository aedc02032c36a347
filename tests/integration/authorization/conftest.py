"""One house for all that ask."""

from __future__ import annotations

import pytest

from tests.integration.authorization.house import House


@pytest.fixture(scope="module")
def furnished() -> House:
    """Built once; `house` is as it was then."""
    return House()


@pytest.fixture
def house(furnished: House) -> House:
    furnished.begin_again()
    return furnished
