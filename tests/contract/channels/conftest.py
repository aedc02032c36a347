"""Leaves the suites over recorded payloads out, loudly, where there are none."""

from __future__ import annotations

import os

import pytest

from tests.contract.channels.recorded_bodies import folder

_LEFT_OUT = "set HILO_FIXTURES to the folder of recorded payloads"


@pytest.fixture(autouse=True)
def recorded_payloads() -> None:
    """HILO_TEST_ALL=1 makes their absence a failure."""
    if folder() is not None:
        return
    if os.environ.get("HILO_TEST_ALL") == "1":
        pytest.fail(f"HILO_TEST_ALL=1 and no payloads: {_LEFT_OUT}", pytrace=False)
    pytest.skip(_LEFT_OUT)
