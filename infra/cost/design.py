"""Choices of the deployment and the web client that change the bill, as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from infra.cost.standing import Standing, load_standing
from infra.deployment.lambdas import LAMBDAS
from infra.deployment.logs import RARELY_READ_ACCESS_LOGS, WRITES_PLATFORM_LINES


@dataclass(frozen=True, slots=True)
class Design:
    """`counters_seconds`: how soon after the last time a desk asks for its counters again."""

    platform_lines: bool = WRITES_PLATFORM_LINES
    counters_seconds: float = 15.0
    counters_after_any_event: bool = False
    deliveries_through_cdn: bool = False
    http_api: bool = True
    rare_access_logs: bool = RARELY_READ_ACCESS_LOGS
    rare_function_logs: bool = False
    memory_mb: Mapping[str, int] = field(
        default_factory=lambda: {name: one.memory_mb for name, one in LAMBDAS.items()}
    )
    standing: Standing = field(default_factory=load_standing)
