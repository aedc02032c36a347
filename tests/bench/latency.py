"""Latency to an agent's socket, and bursts until all is visible, of the running product."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from websockets.sync.client import ClientConnection, connect

from tests.bench.stack import Client, Stack

WARM_UP, SEQUENTIAL = 20, 200
BURST_SECONDS = 5.0
BURST_MOST = 800
CONCURRENCIES = (1, 8, 32)


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds from just before the webhook until the frame is on the socket."""

    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True)
class Burst:
    """Messages posted by so many at once, and how many became visible per second."""

    concurrency: int
    sent: int
    seen: int
    per_second: float


def sequential(stack: Stack) -> Latency:
    """One customer, one message after the other, on the holder's socket."""
    agent, phone = stack.client().sign_in("agente1"), "593990000001"
    conversation_id = _open(stack, agent, phone)
    agent.call("POST", f"/api/v1/conversations/{conversation_id}/claim", {})
    ticket = agent.call("POST", "/api/v1/realtime/ticket", {})["ticket"]
    taken = []
    with connect(f"ws://127.0.0.1:{stack.port}/ws?ticket={ticket}", proxy=None) as socket:
        socket.send(json.dumps({"action": "ping"}))
        for number in range(WARM_UP + SEQUENTIAL):
            provider_id, raw = stack.message(phone)
            start = time.perf_counter()
            agent.deliver(raw)
            _wait_for(socket, provider_id)
            if number >= WARM_UP:
                taken.append(time.perf_counter() - start)
    return _percentiles(taken)


def burst(stack: Stack, concurrency: int) -> Burst:
    """Each worker floods a conversation of its own, then reads it until all is there."""
    phones = [f"59399{concurrency:03d}{number:04d}" for number in range(concurrency)]
    clients = [stack.client().sign_in("supervisora") for _ in phones]
    ids = [_open(stack, client, phone) for client, phone in zip(clients, phones, strict=True)]
    waiting: list[set[str]] = [set() for _ in phones]
    start = time.perf_counter()
    until, most = start + BURST_SECONDS, BURST_MOST // concurrency

    def flood(number: int) -> None:
        while time.perf_counter() < until and len(waiting[number]) < most:
            provider_id, raw = stack.message(phones[number])
            clients[number].deliver(raw)
            waiting[number].add(provider_id)

    def count(number: int) -> None:
        while waiting[number]:
            waiting[number] -= _listed(clients[number], ids[number], waiting[number])
            if waiting[number]:
                time.sleep(0.1)

    _together(flood, concurrency)
    sent = sum(len(one) for one in waiting)
    _together(count, concurrency)
    taken = time.perf_counter() - start
    seen = sent - sum(len(one) for one in waiting)
    return Burst(concurrency, sent, seen, seen / taken)


def _open(stack: Stack, client: Client, phone: str) -> str:
    _, raw = stack.message(phone)
    client.deliver(raw)
    client.idle()
    items = client.call("GET", "/api/v1/conversations?limit=100")["items"]
    found = [one["id"] for one in items if one["identities"][0]["value"] == phone]
    return str(found[0])


def _wait_for(socket: ClientConnection, provider_id: str) -> None:
    while True:
        frame = json.loads(socket.recv(timeout=30))
        message = frame["data"]["message"] if frame["type"] == "message.received" else {}
        if message.get("provider_id") == provider_id:
            return


def _listed(client: Client, conversation_id: str, wanted: set[str]) -> set[str]:
    """Which of the wanted ones are listed; stops at the first page that has none of them."""
    found: set[str] = set()
    path, cursor = f"/api/v1/conversations/{conversation_id}/messages?limit=100", ""
    while True:
        page = client.call("GET", path + cursor)
        new = wanted & {one["provider_id"] for one in page["items"]} - found
        found |= new
        if page["next_cursor"] is None or not new:
            return found
        cursor = f"&cursor={page['next_cursor']}"


def _together(work: Callable[[int], None], count: int) -> None:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _percentiles(taken: list[float]) -> Latency:
    ordered = sorted(taken)

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 1)

    return Latency(at(0.5), at(0.95), at(0.99))
