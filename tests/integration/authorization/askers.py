"""How the tenders' rows are asked over the API: who they are about, and what somebody sees."""

from __future__ import annotations

from typing import Any

from tests.integration.authorization.conversations import PLACES, mark_of
from tests.integration.authorization.house import House
from tests.samples import GENERAL

SUPERVISORS = ("supervisor", "outbound_supervisor")
AGENTS = ("agent", "outbound_agent")
NEW = {"first_name": "Bea", "username": "bea", "email": "bea@hilo.test", "queues": [GENERAL]}


def status(house: House, caller: str, method: str, path: str, body: Any = None, **more: str) -> int:
    return house.call(caller, method, f"/v1/{path}", body, **more).status


def items(house: House, caller: str, path: str) -> list[Any]:
    found: list[Any] = house.call(caller, "GET", f"/v1/{path}").json["items"]
    return found


def customers_seen(house: House, caller: str) -> set[str]:
    """Whose open and closed conversations somebody finds in the lists."""
    trays = ("conversations?limit=100", "conversations?state=resolved&limit=100")
    text = "".join(house.call(caller, "GET", f"/v1/{one}").text for one in trays)
    return {place for place in PLACES if mark_of(place) in text}
