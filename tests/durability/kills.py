"""`kill -9` in the middle of traffic, again and again on one folder, judged after each start."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.durability.life import Life
from tests.durability.traffic import CUSTOMERS, Acknowledged, Traffic
from tests.integration.stack.running import Running
from tests.integration.stack.serving import eventually

GRACE_SECONDS = 1.0
"""What was acknowledged so shortly before a kill may be lost."""

_AT_WORK_SECONDS = (1.0, 4.0)
_REST_SECONDS = 300
_REQUESTS = "/local/whatsapp-cloud/requests"


@dataclass(frozen=True, slots=True)
class Judged:
    """What one kill did to all that was acknowledged before it."""

    acknowledged: int
    lost: int
    lost_of_old: int
    """More than GRACE_SECONDS old at the kill."""
    doubled: int
    sent: int
    """By the provider's count, which forgets at each kill what came in the second before."""
    sent_twice: int
    torn: tuple[str, ...]
    start_seconds: float

    @property
    def is_sound(self) -> bool:
        return not (self.lost_of_old or self.doubled or self.sent_twice or self.torn)


class Kills:
    """So many kills on one folder; `seed` says how long each process lives."""

    def __init__(self, engine: str, folder: Path, seed: int) -> None:
        self._life = Life(engine, folder)
        self._random = Random(seed)
        self._acknowledged = Acknowledged()
        self._sent = Counter[str]()

    def play(self, kills: int) -> Iterator[Judged]:
        """Judges after each start; the last process is ended, too."""
        try:
            stack = self._life.begin()
            for number in range(kills):
                killed_at = self._work_and_die(stack, number)
                begun = time.monotonic()
                stack = self._life.begin()
                yield self._judge(stack, killed_at, time.monotonic() - begun)
        finally:
            self._life.kill()

    def _work_and_die(self, stack: Running, number: int) -> float:
        """When it was killed."""
        traffic = Traffic(stack, number, self._acknowledged)
        traffic.begin()
        eventually(traffic.goes_both_ways, _REST_SECONDS)
        time.sleep(self._random.uniform(*_AT_WORK_SECONDS))
        self._sent += _sent(stack)
        time.sleep(GRACE_SECONDS)
        killed_at = time.monotonic()
        stack.process.kill()
        traffic.end()
        self._life.kill()
        return killed_at

    def _judge(self, stack: Running, killed_at: float, start_seconds: float) -> Judged:
        """All that was ever acknowledged is looked for; what is lost is told once."""
        eventually(stack.at_rest, _REST_SECONDS)
        conversations = [(one, _messages(stack, one["id"])) for one in stack.conversations()]
        said = Counter(message["text"] for _, thread in conversations for message in thread)
        lost = {text: at for text, at in self._acknowledged if text not in said}
        sent = self._sent + _sent(stack)
        judged = Judged(
            acknowledged=self._acknowledged.count,
            lost=len(lost),
            lost_of_old=sum(killed_at - at > GRACE_SECONDS for at in lost.values()),
            doubled=sum(times > 1 for times in said.values()),
            sent=sent.total(),
            sent_twice=sum(times > 1 for times in sent.values()),
            torn=tuple(_torn(conversations)),
            start_seconds=start_seconds,
        )
        self._acknowledged.forget({*lost})
        return judged


def _messages(stack: Running, conversation_id: str) -> list[dict[str, Any]]:
    """The whole thread, newest first."""
    found: list[dict[str, Any]] = []
    place, cursor = f"/conversations/{conversation_id}/messages?limit=100", ""
    while True:
        page = stack.call("supervisora", "GET", place + cursor)
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


def _sent(stack: Running) -> Counter[str]:
    """Which texts reached the provider since this process began, and how often."""
    requests = stack.http.get(_REQUESTS).json()["items"]
    bodies = (request["body"] for request in requests if request["body"])
    return Counter(body["text"]["body"] for body in bodies if "text" in body)


def _torn(conversations: list[tuple[dict[str, Any], list[dict[str, Any]]]]) -> Iterator[str]:
    """Where a conversation and its messages contradict each other."""
    if len(conversations) != len(CUSTOMERS):
        yield f"{len(conversations)} conversations of {len(CUSTOMERS)} customers"
    for head, messages in conversations:
        if messages and head["last_message"]["id"] != messages[0]["id"]:
            yield f"{head['id']}: its last message is not the newest"
        received = sum(message["direction"] == "in" for message in messages)
        if head["unread_count"] != received:
            yield f"{head['id']}: {head['unread_count']} unread of {received}"
        if any(message["status"] == "queued" for message in messages):
            yield f"{head['id']}: at rest, and something still waits to be sent"
