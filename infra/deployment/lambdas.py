"""Every Lambda that is deployed: the functions of the registry, and the Chalice app's four.

The Chalice app is one handler for the REST API and one for each kind of socket event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from functions.registry import FUNCTIONS
from infra.deployment.rights import RIGHTS, Rights

API, CONNECT, MESSAGE, DISCONNECT = (
    "api",
    "socket-connect",
    "socket-message",
    "socket-disconnect",
)


@dataclass(frozen=True, slots=True)
class DeployedLambda:
    """What Lambda is told of a handler; `layers` are folders under `layers/`."""

    name: str
    handler: str
    layers: tuple[str, ...]
    timeout_seconds: int
    memory_mb: int
    rights: Rights
    alarm: str
    reserved_concurrency: int | None = None
    knows_origin: bool = False
    """Whether it compares the page a request comes from with our own domain."""


_CALLS_PROVIDERS = ("media", "outbound", API)


def _of_app(
    name: str,
    attribute: str,
    *,
    timeout_seconds: int,
    alarm: str,
    reserved_concurrency: int | None = None,
    knows_origin: bool = False,
) -> DeployedLambda:
    return DeployedLambda(
        name=name,
        handler=f"app.{attribute}",
        layers=("core", "providers", "api") if name in _CALLS_PROVIDERS else ("core", "api"),
        timeout_seconds=timeout_seconds,
        memory_mb=1024,
        rights=RIGHTS[name],
        alarm=alarm,
        reserved_concurrency=reserved_concurrency,
        knows_origin=knows_origin,
    )


_OF_FUNCTIONS = tuple(
    DeployedLambda(
        name=function.name,
        handler=function.handler,
        layers=("core", "providers") if function.name in _CALLS_PROVIDERS else ("core",),
        timeout_seconds=function.timeout_seconds,
        memory_mb=function.memory_mb,
        rights=RIGHTS[function.name],
        alarm=function.alarm,
        reserved_concurrency=function.reserved_concurrency,
    )
    for function in FUNCTIONS
)

_OF_APP = (
    _of_app(
        API,
        "app",
        timeout_seconds=29,  # as long as API Gateway waits
        reserved_concurrency=200,
        knows_origin=True,
        alarm="an error: a person saw a request fail",
    ),
    _of_app(CONNECT, "on_connect", timeout_seconds=10, knows_origin=True, alarm="a refused socket"),
    _of_app(MESSAGE, "on_message", timeout_seconds=10, alarm="an unanswered frame"),
    _of_app(DISCONNECT, "on_disconnect", timeout_seconds=10, alarm="a socket not forgotten"),
)

LAMBDAS: Mapping[str, DeployedLambda] = {one.name: one for one in (*_OF_FUNCTIONS, *_OF_APP)}
