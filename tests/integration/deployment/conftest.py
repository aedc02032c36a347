"""An empty account, the programs that deploy into it, and a built web client."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.deployment.choices import Choices
from infra.deployment.preflight.bootstrap import VERSION_PARAMETER
from infra.local.engines.moto_engine import MotoEngine
from tests.fakes.aws_account import FakeAccount
from tests.fakes.deployment import FakeProcesses

CHOICES = Choices(admin_email="jefa@organizacion.example", alarm_email="guardia@example.org")


@pytest.fixture
def account(moto_engine: MotoEngine) -> FakeAccount:
    """With nothing in it but what `cdk bootstrap` leaves."""
    made = FakeAccount(moto_engine.region)
    made.parameters.put[VERSION_PARAMETER] = "30"
    return made


@pytest.fixture
def processes(account: FakeAccount) -> FakeProcesses:
    return FakeProcesses(account)


@pytest.fixture
def web_folder(tmp_path: Path) -> Path:
    """What Vite leaves, in small."""
    folder = tmp_path / "dist"
    for name, text in {
        "index.html": '<script src="/assets/desk-A1.js"></script>',
        "phone.html": '<script src="/assets/phone-A1.js"></script>',
        "icon.svg": "<svg/>",
        "color-scheme.js": "light()",
        "assets/desk-A1.js": "desk()",
        "assets/desk-A1.css": "main {}",
        "assets/font-A1.woff2": "font",
        "assets/phone-A1.js": "phone()",
        ".built": "",
    }.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder
