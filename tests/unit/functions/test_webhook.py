"""The handler is three calls; what it leads to is tested with the door."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
HEAVY = ("pydantic", "httpx", "pynamodb", "chalice", "chalicelib.domains.conversations.ports")


def test_webhook_function_starts_without_what_it_does_not_need() -> None:
    """A cold start is paid by the customer whose message woke it."""
    program = f"""
import sys
import functions.webhook.handler
from chalicelib.adapters.channels.doors import DOORS
assert all(door() for door in DOORS.values())
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
