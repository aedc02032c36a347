"""Webhook bodies of the folder in HILO_FIXTURES, as other people recorded them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest


def folder() -> Path | None:
    """`whatsapp/` in HILO_FIXTURES; None where it is not set."""
    named = os.environ.get("HILO_FIXTURES")
    return Path(named) / "whatsapp" if named else None


def files(pattern: str) -> list[Any]:
    """Parameters, one a file; a single empty one where there is no folder."""
    where = folder()
    found = sorted(where.glob(pattern)) if where else []
    return [pytest.param(file, id=file.stem) for file in found] or [pytest.param(None, id="none")]


def body_of(file: Path) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return body


def is_webhook_body(file: Path) -> bool:
    return body_of(file).get("object") == "whatsapp_business_account"
