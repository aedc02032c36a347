"""The whole app on fakes, seeded as the local stack is."""

from __future__ import annotations

import pytest

from app import app
from chalicelib.bootstrap import Container, install
from infra.local.seed import seed
from tests.fakes.api import ApiClient, fake_container


@pytest.fixture
def services() -> Container:
    """A container of fakes, installed and seeded; it goes with the next one."""
    made = fake_container()
    install(made)
    seed(made)
    return made


@pytest.fixture
def api(services: Container) -> ApiClient:
    return ApiClient(app)
