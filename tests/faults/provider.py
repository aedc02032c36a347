"""WhatsApp as it may behave: refuses, overloads, keeps silent, reports twice, late or never.

The product's own HTTP client calls it; what it delivers are signed webhooks to the
product's own door, again and again until they are answered with 200.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx

from infra.local.graph.checks import check_send
from infra.local.graph.errors import GraphError, provoked
from infra.local.graph.models import GraphSettings, Number
from infra.local.graph.pace import PairPace
from infra.local.graph.webhooks import change_body, provider_json, sign
from tests.faults.faults import Faults
from tests.faults.platform import InvocationFailedError, Platform
from tests.faults.simulation import Simulation

JSON = dict[str, Any]

SILENCE_SECONDS = 10.0
UNDELIVERABLE, UNREACHABLE = 131026, 0
_LONGEST_PAUSE_SECONDS = 60.0
_FATES: tuple[tuple[float, tuple[str, ...]], ...] = (
    (0.55, ("sent", "delivered", "read")),
    (0.80, ("sent", "delivered")),
    (0.87, ("sent",)),
    (0.90, ("delivered",)),
    (0.94, ("sent", "failed")),
    (1.00, ()),
)


@dataclass(slots=True)
class Sent:
    """What the provider knows of one message of ours, by its callback data."""

    taken: list[str] = field(default_factory=list)
    bodies: list[JSON] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    refusals: list[int] = field(default_factory=list)
    silences: int = 0


class Provider(httpx.BaseTransport):
    """Below the product's HTTP client on one side, before its webhook on the other."""

    def __init__(self, simulation: Simulation, faults: Faults, platform: Platform) -> None:
        self.settings = GraphSettings()
        self._simulation, self._faults, self._platform = simulation, faults, platform
        self._pace = PairPace()
        self._numbers = itertools.count(1)
        self.sent: dict[str, Sent] = {}
        self.order: list[str] = []
        self.undelivered = 0

    # what the product sends --------------------------------------------------------------

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._faults.around(lambda: self._answer(request))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        if body.get("status") == "read":  # a signal: nobody waits for what becomes of it
            return httpx.Response(200, json={"success": True}, request=request)
        known = self.sent.setdefault(body["biz_opaque_callback_data"], Sent())
        if self._faults.strikes("provider unreachable"):
            known.refusals.append(UNREACHABLE)
            raise httpx.ConnectTimeout("injected", request=request)
        if self._faults.strikes("provider silent, not taken"):
            self._keep_silent(known, request)
        try:
            provider_id = self._take(_number(self.settings, request), body)
        except GraphError as error:
            known.refusals.append(error.code)
            return httpx.Response(error.status, json=error.body(), request=request)
        if self._faults.strikes("provider silent, taken"):
            self._keep_silent(known, request)
        return httpx.Response(200, json={"messages": [{"id": provider_id}]}, request=request)

    def _keep_silent(self, known: Sent, request: httpx.Request) -> None:
        known.silences += 1
        self._simulation.sleep(SILENCE_SECONDS)
        raise httpx.ReadTimeout("injected", request=request)

    def _take(self, number: Number, body: JSON) -> str:
        recipient = check_send(body)
        for kind, status, code in (
            ("provider 500", 500, None),
            ("provider 429", 429, None),
            ("provider refusal", 400, UNDELIVERABLE),
        ):
            if self._faults.strikes(kind):
                raise provoked(status, code)
        if not self._pace.allows(number.id, recipient.key, self._simulation.clock.now()):
            raise provoked(400, 131056)
        callback_data = body["biz_opaque_callback_data"]
        provider_id = f"wamid.out.{next(self._numbers)}"
        known = self.sent[callback_data]
        known.taken.append(provider_id)
        known.bodies.append(body)
        self.order.append(callback_data)
        self._report_later(number, provider_id, callback_data, recipient.key)
        return provider_id

    def _report_later(
        self, number: Number, provider_id: str, callback_data: str, recipient: str
    ) -> None:
        """Statuses set out at their times, which may be before the answer or in disorder."""
        drawn = self._faults.between(0, 1)
        fate = next(words for limit, words in _FATES if drawn <= limit)
        for word in fate:
            item: JSON = {
                "id": provider_id,
                "status": word,
                "timestamp": str(self._simulation.clock.unix()),
                "recipient_id": recipient,
                "biz_opaque_callback_data": callback_data,
            }
            if word == "failed":
                item["errors"] = [{"code": UNDELIVERABLE, "title": "Message undeliverable"}]
            self.sent[callback_data].said.append(word)
            body = change_body(self.settings, number, statuses=[item])
            self.deliver(body, self._faults.between(0, 20))

    # what it delivers --------------------------------------------------------------------

    def deliver(self, body: JSON, after_seconds: float) -> None:
        """A webhook, until it is answered; some set out late, some twice."""
        late = self._faults.between(30, 300) if self._faults.strikes_outside("webhook late") else 0
        copies = 2 if self._faults.strikes_outside("webhook doubled") else 1
        for copy in range(copies):
            self.undelivered += 1
            pause = after_seconds + late + copy * self._faults.between(0, 30)
            self._simulation.spawn(partial(self._insist, provider_json(body)), pause)

    def _insist(self, raw: bytes) -> None:
        pause = 1.0
        while not self._is_accepted(raw):
            self._simulation.sleep(self._faults.between(0, 1) + pause)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
        self.undelivered -= 1

    def _is_accepted(self, raw: bytes) -> bool:
        event = {
            "requestContext": {"http": {"method": "POST"}, "requestId": "simulated"},
            "pathParameters": {"channel": "whatsapp-cloud", "app_id": self.settings.app_id},
            "headers": {"X-Hub-Signature-256": sign(raw, self.settings.app_secret)},
            "body": raw.decode(),
            "isBase64Encoded": False,
        }
        try:
            answer = self._platform.invoke("webhook", event)
        except InvocationFailedError:
            return False
        return answer["statusCode"] == 200 and not self._faults.strikes("webhook answer lost")


def _number(settings: GraphSettings, request: httpx.Request) -> Number:
    number_id = request.url.path.split("/")[-2]
    return next(one for one in settings.numbers if one.id == number_id)
