"""From what a Lambda did to what is billed for it."""

from __future__ import annotations

import math

from functions.definition import QueueTrigger
from functions.registry import FUNCTIONS
from infra.cost.assumptions import FULL_CPU_MB, Assumptions
from infra.cost.bill import Bill, bill, total
from infra.cost.counts import Action, Count
from infra.cost.design import Design
from infra.cost.logs import ACCESS_LINE_BYTES, PLATFORM_BYTES
from infra.deployment.logs import KEPT_DAYS

GB = 1e9
DESK = "desk"
_MONTH_DAYS = 30
_FED_BY = {
    one.name: one.trigger.queue for one in FUNCTIONS if isinstance(one.trigger, QueueTrigger)
}


def step_of(name: str) -> str:
    """Functions are steps of their own; the API and the sockets' handlers serve the desk."""
    return name if name in {one.name for one in FUNCTIONS} else DESK


class Works:
    """Bills the work of Lambdas under one set of assumptions and choices."""

    def __init__(self, given: Assumptions, design: Design) -> None:
        self._given, self._design = given, design

    def action(self, action: Action) -> Bill:
        """All Lambdas of one action."""
        return total([self.work(name, count) for name, count in action.items()])

    def work(self, name: str, count: Count) -> Bill:
        """One Lambda of it, with what leads to it and what it leaves."""
        bills = [
            self._lambda(name, count),
            self._tables(name, count),
            self._queues(name, count),
            self._doors(name, count),
            self._logs(name, count),
            bill(step_of(name), s3__puts=count.file_puts),
        ]
        return total(bills)

    def billed_ms(self, name: str, count: Count) -> float:
        """Of one invocation: its own work on its part of a CPU, and what it waits for."""
        given, calls = self._given, max(count.calls, 1)
        share = max(1.0, FULL_CPU_MB / self._design.memory_mb[name])
        waits = (
            count.dynamodb_calls * given.dynamodb_ms
            + count.queue_calls * given.queue_ms
            + count.frames * given.frame_ms
            + count.file_puts * given.file_ms
            + count.provider_calls * given.provider_ms
        )
        worked = count.cpu_ms * given.cpu_factor * share
        warm = math.ceil((worked + waits) / calls + given.overhead_ms)
        return warm + given.cold_share * given.cold_ms

    def _lambda(self, name: str, count: Count) -> Bill:
        seconds = count.calls * self.billed_ms(name, count) / 1000
        gigabytes = self._design.memory_mb[name] / 1024
        return bill(
            step_of(name),
            lambda__requests=count.calls,
            lambda__gb_seconds=seconds * gigabytes,
        )

    def _tables(self, name: str, count: Count) -> Bill:
        """What is stored is billed for a whole first month."""
        return bill(
            step_of(name),
            dynamodb__write_units=count.write_units,
            dynamodb__read_units=count.read_units,
            dynamodb__stored_gb=count.stored_bytes / GB,
            dynamodb__recovery_gb=count.stored_bytes / GB,
        )

    def _queues(self, name: str, count: Count) -> Bill:
        """Lambda receives and deletes a batch with one request each."""
        requests = {"fifo": count.fifo_sends, "standard": count.standard_sends}
        if name in _FED_BY:
            requests[queue_kind(_FED_BY[name])] += 2 * count.calls
        return bill(
            step_of(name),
            sqs__fifo_requests=requests["fifo"],
            sqs__standard_requests=requests["standard"],
        )

    def _doors(self, name: str, count: Count) -> Bill:
        frames = bill(
            step_of(name),
            api_gateway__socket_messages=count.frames,
            cloudfront__desk_gb=count.frame_bytes / GB,
        )
        match name:
            case "webhook":
                return frames + self._delivery(count)
            case "api":
                return frames + bill(
                    DESK,
                    api_gateway__rest_requests=count.calls,
                    cloudfront__desk_requests=count.calls,
                    cloudfront__function_runs=count.calls,
                    cloudfront__desk_gb=count.answer_bytes / GB,
                    cloudfront__desk_origin_gb=count.request_bytes / GB,
                )
            case "socket-connect":
                return frames + bill(DESK, cloudfront__desk_requests=count.calls)
            case "socket-message":
                return frames + bill(DESK, api_gateway__socket_messages=count.calls)
            case _:
                return frames

    def _delivery(self, count: Count) -> Bill:
        made = Bill()
        if self._design.http_api:
            made += bill("webhook", api_gateway__http_requests=count.calls)
        if self._design.deliveries_through_cdn:
            made += bill(
                "webhook",
                cloudfront__provider_requests=count.calls,
                cloudfront__provider_gb=count.answer_bytes / GB,
                cloudfront__provider_origin_gb=count.request_bytes / GB,
            )
        return made

    def _logs(self, name: str, count: Count) -> Bill:
        design, step = self._design, step_of(name)
        own = count.log_bytes + (count.calls * PLATFORM_BYTES if design.platform_lines else 0)
        door = count.calls * self._access_line_bytes(name)
        kept = (own + door) * self._given.log_compression * KEPT_DAYS / _MONTH_DAYS
        return (
            bill(step, cloudwatch__log_stored_gb=kept / GB)
            + bill(step, **{_log_price(rare=design.rare_function_logs): own / GB})
            + bill(step, **{_log_price(rare=design.rare_access_logs): door / GB})
        )

    def _access_line_bytes(self, name: str) -> int:
        """Of the door that an invocation came through."""
        if name == "webhook" and not self._design.http_api:
            return 0
        return ACCESS_LINE_BYTES.get("socket" if name.startswith("socket-") else name, 0)


def _log_price(*, rare: bool) -> str:
    return "cloudwatch__rare_log_gb" if rare else "cloudwatch__log_gb"


def queue_kind(queue: str) -> str:
    return "fifo" if queue.endswith(".fifo") else "standard"
