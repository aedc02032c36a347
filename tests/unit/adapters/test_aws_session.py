"""The session of the product knows its services and no others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import UnknownServiceError

from chalicelib.adapters.aws_session import SERVICES, open_session


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """As a function has it; no configuration of whoever runs the tests."""
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a-key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret")
    return open_session()


def test_another_service_is_refused_by_name(session: Any) -> None:
    with pytest.raises(UnknownServiceError, match="sqs"):
        session.client("ec2")


@pytest.mark.parametrize("name", SERVICES)
def test_each_of_ours_is_opened(session: Any, name: str) -> None:
    assert session.client(name).meta.service_model.service_name == name
