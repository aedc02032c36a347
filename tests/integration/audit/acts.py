"""Acts to begin with."""

from __future__ import annotations

from typing import Any

from chalicelib.domains.audit import rules
from chalicelib.domains.audit.models import Act
from tests.samples import NOW_MS


def act(number: int, **different: Any) -> Act:
    """The so-manieth act of a label's life; `different` replaces what it says."""
    said: dict[str, Any] = {
        "id": rules.act_id(NOW_MS + number, f"event-{number}"),
        "event": "label.changed",
        "actor": "U-ana",
        "entity_kind": "label",
        "entity_id": "L1",
        "role": "administrator",
        "ip": "192.0.2.7",
        "version": number,
        "before": {"name": f"Reclamo {number - 1}"},
        "after": {"name": f"Reclamo {number}"},
    }
    return Act(**(said | different))
