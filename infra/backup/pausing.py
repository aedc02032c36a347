"""Holds a deployment still while its tables are changed under it, and lets it go on.

Queues, streams and the schedule call nobody, and people are kept out. Providers are not: what
they deliver waits on the queues, for up to two weeks, so that a pause loses nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from infra.backup.errors import BackupError
from infra.deployment.lambdas import API, CONNECT, DISCONNECT, LAMBDAS, MESSAGE

if TYPE_CHECKING:
    import boto3

PEOPLES_DOORS = (API, CONNECT, MESSAGE, DISCONNECT)
_DESCRIBED = "Hilo: "
_ROUNDS, _PAUSE_SECONDS = 60, 5.0


class Deployment:
    """The functions of a prefix as they stand in the account, and what calls them."""

    def __init__(
        self, session: boto3.Session, prefix: str, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._lambda = session.client("lambda")
        self._events = session.client("events")
        self._sleep = sleep
        functions = self._functions(prefix)
        if not functions:
            raise BackupError(f"no function here works on tables {prefix}*")
        self._doors = {one: functions[one] for one in PEOPLES_DOORS if one in functions}
        self._mappings = [*self._mappings_of(tuple(functions.values()))]
        self._rules = [*self._rules_of(tuple(functions.values()))]

    def pause(self) -> None:
        """Answers when nothing calls functions any more; those under way may take minutes."""
        for function in self._doors.values():
            self._lambda.put_function_concurrency(
                FunctionName=function, ReservedConcurrentExecutions=0
            )
        for rule in self._rules:
            self._events.disable_rule(Name=rule)
        self._switch_mappings(on=False)

    def resume(self) -> None:
        """What waited is worked off; then people are let in, as many as is defined."""
        self._switch_mappings(on=True)
        for rule in self._rules:
            self._events.enable_rule(Name=rule)
        for name, function in self._doors.items():
            reserved = LAMBDAS[name].reserved_concurrency
            if reserved is None:
                self._lambda.delete_function_concurrency(FunctionName=function)
            else:
                self._lambda.put_function_concurrency(
                    FunctionName=function, ReservedConcurrentExecutions=reserved
                )

    def _functions(self, prefix: str) -> dict[str, str]:
        """ARNs by the names of their definitions."""
        found = {}
        for page in self._lambda.get_paginator("list_functions").paginate():
            for one in page["Functions"]:
                variables = one.get("Environment", {}).get("Variables", {})
                name = one.get("Description", "").removeprefix(_DESCRIBED)
                if name in LAMBDAS and variables.get("HILO_TABLE_PREFIX") == prefix:
                    found[name] = one["FunctionArn"]
        return found

    def _mappings_of(self, functions: tuple[str, ...]) -> Iterator[str]:
        for page in self._lambda.get_paginator("list_event_source_mappings").paginate():
            for one in page["EventSourceMappings"]:
                if _calls(one["FunctionArn"], functions):
                    yield one["UUID"]

    def _rules_of(self, functions: tuple[str, ...]) -> Iterator[str]:
        for page in self._events.get_paginator("list_rules").paginate():
            for rule in page["Rules"]:
                targets = self._events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
                if any(_calls(one["Arn"], functions) for one in targets):
                    yield rule["Name"]

    def _switch_mappings(self, *, on: bool) -> None:
        for mapping in self._mappings:
            self._lambda.update_event_source_mapping(UUID=mapping, Enabled=on)
        for mapping in self._mappings:
            self._wait_for(mapping, "Enabled" if on else "Disabled")

    def _wait_for(self, mapping: str, wanted: str) -> None:
        for _ in range(_ROUNDS):
            if self._lambda.get_event_source_mapping(UUID=mapping)["State"] == wanted:
                return
            self._sleep(_PAUSE_SECONDS)
        raise BackupError(f"event source mapping {mapping} is not {wanted} yet; look at it")


def _calls(arn: str, functions: tuple[str, ...]) -> bool:
    """Whether it is one of the functions, or a version or alias of one."""
    return any(arn == one or arn.startswith(f"{one}:") for one in functions)
