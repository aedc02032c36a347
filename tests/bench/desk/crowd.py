"""A desk with very many chats and a thread of very many messages, as the API would answer them.

Both are copies of the one conversation and the one message that the running product has.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Page, Route

Json = dict[str, Any]

_LISTS = re.compile(r"/api/v1/conversations\?")
_OF_COPIES = re.compile(r"/api/v1/conversations/many-\d+(/|$)")


def instant(at: datetime) -> str:
    """As the API writes it."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Crowd:
    """Answers the lists, threads and actions of `chats` copies of a conversation."""

    def __init__(self, conversation: Json, message: Json, chats: int, messages: int) -> None:
        self._conversation, self._message = conversation, message
        self.chats, self.messages = chats, messages
        self._begun = datetime.now(UTC)
        self._versions: dict[int, int] = {}
        self._said: dict[int, int] = {}

    def answers(self, page: Page) -> None:
        page.route(_LISTS, self._list)
        page.route(_OF_COPIES, self._one)

    # entities --------------------------------------------------------------------------------

    def conversation(self, number: int) -> Json:
        """The copy with this number; each is a minute older than the one before it."""
        made = copy.deepcopy(self._conversation)
        made["id"] = f"many-{number}"
        made["version"] = 10 + self._versions.get(number, 0)
        made["contact"] |= {"id": f"many-{number}", "name": f"Cliente {number}"}
        made["last_message"]["occurred_at"] = instant(self._begun - timedelta(minutes=number))
        return made

    def message(self, number: int, place: int) -> Json:
        """A message of a copy; place 0 is its newest at the beginning."""
        made = copy.deepcopy(self._message)
        at = self._begun - timedelta(minutes=number, seconds=30 * place)
        when = instant(at)
        made |= {"id": f"m-{number}-{10_000_000 - place:08}", "conversation_id": f"many-{number}"}
        made |= {"occurred_at": when, "received_at": when, "created_at": when}
        made["text"] = f"mensaje {place} de la mañana" + " y algo más de texto" * (place % 7)
        if place % 3 == 0:
            made |= {"direction": "out", "author": self._author(), "status": "read"}
        return made

    def _author(self) -> Json:
        holder = self._conversation["assignee"]
        return {"kind": "agent", "id": holder["id"], "name": holder["name"]}

    # events ----------------------------------------------------------------------------------

    def writes(self, number: int) -> Json:
        """The frame of a new message in a copy, which takes the copy to the top of the list."""
        self._versions[number] = self._versions.get(number, 0) + 1
        self._said[number] = said = self._said.get(number, 0) + 1
        message = self.message(number, -said)
        now = instant(datetime.now(UTC))
        message |= {"occurred_at": now, "received_at": now, "created_at": now}
        message |= {"direction": "in", "author": self._message["author"], "status": None}
        conversation = self.conversation(number)
        conversation["unread_count"] = said
        conversation["updated_at"] = now
        conversation["last_message"] |= {"id": message["id"], "occurred_at": now}
        data = {"conversation": conversation, "message": message}
        return {"type": "message.received", "at": now, "data": data}

    # answers ---------------------------------------------------------------------------------

    def _list(self, route: Route) -> None:
        query = _query(route)
        begin, limit = int(query.get("cursor", 0)), int(query.get("limit", 50))
        end = min(begin + limit, self.chats)
        items = [self.conversation(number) for number in range(begin, end)]
        route.fulfill(json={"items": items, "next_cursor": str(end) if end < self.chats else None})

    def _one(self, route: Route) -> None:
        path = urlparse(route.request.url).path
        number, rest = re.split(r"/", path.partition("/many-")[2] + "/", maxsplit=1)
        if rest.startswith("thread/") and route.request.method == "GET":
            route.fulfill(json=self._thread(int(number), _query(route)))
        elif rest.startswith("messages") and route.request.method == "POST":
            route.fulfill(status=202, json=self._sent(int(number), route))
        elif rest in ("", "/"):
            route.fulfill(json=self.conversation(int(number)))
        elif route.request.method == "GET":
            route.fulfill(json={"items": [], "next_cursor": None})
        else:
            route.fulfill(json=self.conversation(int(number)))

    def _thread(self, number: int, query: dict[str, str]) -> Json:
        begin, limit = int(query.get("cursor", 0)), int(query.get("limit", 40))
        end = min(begin + limit, self.messages)
        return {
            "items": [self.message(number, place) for place in range(begin, end)],
            "episodes": [self.conversation(number)],
            "next_cursor": str(end) if end < self.messages else None,
            "previous_cursor": None,
            "anchor": None,
        }

    def _sent(self, number: int, route: Route) -> Json:
        self._said[number] = said = self._said.get(number, 0) + 1
        now = instant(datetime.now(UTC))
        made = self.message(number, -said)
        made |= {"direction": "out", "author": self._author(), "status": "queued"}
        made |= {"occurred_at": now, "received_at": None, "created_at": now}
        made["text"] = (route.request.post_data_json or {}).get("text")
        return made


def strides(crowd: Crowd) -> Iterator[int]:
    """Chats in an order in which each comes from far below."""
    step = 7919
    number = 0
    while True:
        number = (number + step) % crowd.chats
        yield number


def _query(route: Route) -> dict[str, str]:
    return {name: found[0] for name, found in parse_qs(urlparse(route.request.url).query).items()}
