"""Customers who write and send pictures, an agent who answers, a number that brings its history
along, and what AWS does in between, all at once.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from chalicelib.core.queues import NETS
from functions.definition import QueueTrigger, StreamTrigger
from functions.registry import FUNCTIONS
from infra.local.seed import PASSWORD
from tests.deployed.events import delivery, from_customer, request
from tests.deployed.fleet import Fleet
from tests.deployed.surroundings import APP_SECRET, Surroundings, queue_event
from tests.integration.journey.streams import StreamReader

CALLED = (*(function.name for function in FUNCTIONS), "api")
AGENT = "agente1"
CUSTOMERS = tuple(f"5939955501{number:02}" for number in range(4))
_QUEUES = tuple(NETS)
_PICTURE_EACH = 3  # of what a customer sends
_SEEN = "customer-"
_PAST_SECOND = 1_787_569_200
_PAUSE_SECONDS, _CLOCK_SECONDS = 0.05, 0.5
_QUIET_ROUNDS, _MOST_WAITING = 5, 20
_OF_CONVERSATION = "/v1/conversations/{conversation_id}"


class Traffic:
    """What was acknowledged, by customer: `written` by them, `answered` by the agent, `brought`
    along from before. Every third that a customer writes stands under a picture. `seen` are the
    customers whose fields somebody revealed.

    `held_from` says how many of a customer's messages came before the agent held the
    conversation; `statuses` are those of every answer over HTTP; `given_back` names functions
    that could not take what was on their queue.
    """

    def __init__(self, fleet: Fleet, surroundings: Surroundings, stream: StreamReader) -> None:
        self._fleet, self._surroundings, self._stream = fleet, surroundings, stream
        self.written: dict[str, list[str]] = defaultdict(list)
        self.answered: dict[str, list[str]] = defaultdict(list)
        self.brought: dict[str, list[str]] = defaultdict(list)
        self.seen: list[str] = []
        self.held_from: dict[str, int] = {}
        self.conversations: dict[str, str] = {}
        self.statuses: list[int] = []
        self.given_back: set[str] = set()
        self.troubles: list[str] = []
        self._token = ""
        self._reported = self._quiet_rounds = 0
        self._stop_talking, self._stop_working = threading.Event(), threading.Event()
        self._talkers = [
            self._until(self._stop_talking, one, self._is_keeping_up) for one in self._people()
        ]
        self._workers = [self._until(self._stop_working, one) for one in self._platform()]

    def start(self) -> None:
        for thread in (*self._talkers, *self._workers):
            thread.start()

    def end(self) -> None:
        """Nobody says anything more."""
        self._stop_talking.set()
        for thread in self._talkers:
            thread.join()

    def stop(self) -> None:
        self.end()
        self._stop_working.set()
        for thread in self._workers:
            thread.join()

    def is_at_rest(self) -> bool:
        """Whether everything that was said has come to its end, or something went wrong."""
        sent = self._surroundings.provider.sent
        return bool(self.troubles) or (
            self._reported == len(sent) == sum(map(len, self.answered.values()))
            and not any(map(self._surroundings.count, _QUEUES))
            and self._quiet_rounds > _QUIET_ROUNDS
        )

    # people ----------------------------------------------------------------------------

    def _people(self) -> Iterator[Iterator[None]]:
        yield self._customers()
        yield self._agent()
        yield self._past()
        yield self._mails()
        yield self._seen()

    def _customers(self) -> Iterator[None]:
        """Each writes 1, 2, 3, ... and is heard before the next one."""
        for number in count(1):
            for phone in CUSTOMERS:
                text, second = str(number), int(time.time())
                content = _text(text) if number % _PICTURE_EACH else _picture(text)
                written = from_customer(phone, phone, f"wamid.{phone}.{text}", second, **content)
                self._deliver(written)
                self.written[phone].append(text)
                yield

    def _past(self) -> Iterator[None]:
        """Piece by piece what each said before, 1, 2, 3, ... a second apart."""
        for number in count(1):
            for phone in CUSTOMERS:
                text, second = str(number), str(_PAST_SECOND + number)
                said = {"id": f"wamid.past.{phone}.{text}", "from": phone, "timestamp": second}
                thread = {"id": phone, "messages": [{**said, **_text(text)}]}
                self._deliver({"history": [{"threads": [thread]}]}, field="history")
                self.brought[phone].append(text)
                yield

    def _mails(self) -> Iterator[None]:
        """One after the other, each its own."""
        for number in count(1):
            self._surroundings.write_mail(f"mail#{number}")
            yield

    def _seen(self) -> Iterator[None]:
        """Somebody looks at one customer after the other."""
        for number in count(1):
            self._surroundings.tell_audit(f"{_SEEN}{number}")
            self.seen.append(f"{_SEEN}{number}")
            yield

    def _agent(self) -> Iterator[None]:
        """Takes whoever waits, and writes 1, 2, 3, ... to each of them."""
        for number in count(1):
            for shown in self._ask("GET", "/v1/conversations", 200)["items"]:
                phone, one = shown["contact"]["name"], {"conversation_id": shown["id"]}
                if shown["assignee"] is None:
                    self._ask("POST", f"{_OF_CONVERSATION}/claim", 200, parameters=one)
                    self.conversations[phone] = shown["id"]
                    self.held_from[phone] = len(self.written[phone]) + 1  # one is under way
                self._ask(
                    "POST",
                    f"{_OF_CONVERSATION}/messages",
                    201,
                    parameters=one,
                    headers={"Idempotency-Key": uuid.uuid4().hex},
                    body={"kind": "text", "text": str(number)},
                )
                self.answered[phone].append(str(number))
                yield

    def _deliver(self, value: dict[str, Any], field: str = "messages") -> None:
        answer = self._fleet.call("webhook", delivery(APP_SECRET, field=field, **value))
        self.statuses.append(answer["statusCode"])

    def _ask(self, method: str, resource: str, wanted: int, **more: Any) -> Any:
        """The API's answer; a token that is over is renewed by signing in."""
        answer = self._fleet.call("api", request(method, resource, token=self._token, **more))
        if answer["statusCode"] == 401:
            credentials = {"email": f"{AGENT}@hilo.test", "password": PASSWORD}
            signing_in = request("POST", "/v1/auth/sign-in", body=credentials)
            granted = self._fleet.call("api", signing_in)
            self._token = json.loads(granted["body"])["access_token"]
            answer = self._fleet.call("api", request(method, resource, token=self._token, **more))
        self.statuses.append(answer["statusCode"])
        assert answer["statusCode"] == wanted, answer
        return json.loads(answer["body"])

    # what AWS and the provider do --------------------------------------------------------

    def _platform(self) -> Iterator[Iterator[None]]:
        for function in FUNCTIONS:
            if function.name in CALLED:
                yield from (self._queue(function.name, one) for one in function.queue_triggers)
        yield self._streams()
        yield self._clock()
        yield self._provider()

    def _queue(self, name: str, trigger: QueueTrigger) -> Iterator[None]:
        while True:
            got = self._surroundings.receive(trigger.queue, trigger.batch_size, seconds=0)
            if got:
                answer = self._fleet.call(name, queue_event(trigger.queue, got))
                failed = {one["itemIdentifier"] for one in answer["batchItemFailures"]}
                if failed:
                    self.given_back.add(name)
                for message in got:
                    if message["MessageId"] not in failed:
                        self._surroundings.delete(trigger.queue, message)
            yield

    def _streams(self) -> Iterator[None]:
        while True:
            records = [_record(one) for one in self._stream.new_records()]
            for function in FUNCTIONS:
                trigger = function.trigger
                if isinstance(trigger, StreamTrigger):
                    wanted = [one for one in records if trigger.lets_through(one)]
                    for start in range(0, len(wanted), trigger.batch_size):
                        batch = wanted[start : start + trigger.batch_size]
                        self._fleet.call(function.name, {"Records": batch})
            self._quiet_rounds = 0 if records else self._quiet_rounds + 1
            yield

    def _clock(self) -> Iterator[None]:
        while True:
            self._fleet.call("clock", {"source": "aws.events"})
            self._stop_working.wait(_CLOCK_SECONDS)
            yield

    def _provider(self) -> Iterator[None]:
        """Reports each text it took as delivered."""
        while True:
            for sent in self._surroundings.provider.sent[self._reported :]:
                told = {
                    "id": f"wamid.deployed.{self._reported + 1}",
                    "status": "delivered",
                    "timestamp": str(int(time.time())),
                    "recipient_id": sent["to"],
                    "biz_opaque_callback_data": sent["biz_opaque_callback_data"],
                }
                self._deliver({"statuses": [told]})
                self._reported += 1
            yield

    def _is_keeping_up(self) -> bool:
        """People say no more than a busy machine can work off."""
        return all(self._surroundings.count(queue) < _MOST_WAITING for queue in _QUEUES)

    def _until(
        self,
        stop: threading.Event,
        steps: Iterator[None],
        may_go_on: Callable[[], bool] = lambda: True,
    ) -> threading.Thread:
        """A thread that takes one step after the other; what fails is kept, and ends it."""

        def run() -> None:
            try:
                while not stop.wait(_PAUSE_SECONDS):
                    if may_go_on():
                        next(steps)
            except Exception as exc:  # noqa: BLE001 - told by the test
                self.troubles.append(f"{type(exc).__name__}: {exc}")

        return threading.Thread(target=run, daemon=True)


def _text(body: str) -> dict[str, Any]:
    return {"type": "text", "text": {"body": body}}


def _picture(caption: str) -> dict[str, Any]:
    image = {"id": "900000000000001", "mime_type": "image/png", "sha256": "", "caption": caption}
    return {"type": "image", "image": image}


def _record(record: dict[str, Any]) -> dict[str, Any]:
    """What a function gets of a record, without what JSON has no words for."""
    change = {
        name: record["dynamodb"][name]
        for name in ("Keys", "OldImage", "NewImage", "SequenceNumber")
        if name in record["dynamodb"]
    }
    return {"eventID": record["eventID"], "eventName": record["eventName"], "dynamodb": change}
