"""What is known of the product's own state, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

MEASURED_LINE = "health measured"
"""Logged once a minute with the number of troubles of each kind; alarms read it."""

CONSUMERS = ("push", "relay")
"""The functions that a pulse has to reach: those that read the stream."""

CheckKind = Literal[
    "clock", "consumer", "queue", "net", "table", "dead_letters", "connection", "app"
]
CheckState = Literal["ok", "trouble", "unknown"]
CheckCode = Literal[
    "silent",
    "stopped",
    "waiting",
    "not_empty",
    "refusing",
    "full",
    "cannot_send",
    "held",
    "secret_missing",
    "secret_unreadable",
    "signatures_refused",
]
SecretFault = Literal["secret_missing", "secret_unreadable"]

KINDS: tuple[CheckKind, ...] = (
    "clock",
    "consumer",
    "queue",
    "net",
    "table",
    "dead_letters",
    "connection",
    "app",
)


PULSE_SORT_KEY = "~pulse"
"""Of the one item that is the pulse; no other begins like it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the product: whether it works, else why not, since when and how many.

    `detail` is somebody else's word for it: the provider's code, the database's error.
    """

    kind: CheckKind
    name: str
    state: CheckState = "ok"
    code: CheckCode | None = None
    since_ms: int | None = None
    count: int | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Backlog:
    """Messages that wait on a queue, and since which look without a pause (None: none do)."""

    waiting: int
    since_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Minute:
    """What `clock` saw when it last ran, and its last two pulses (None: there was none)."""

    ran_at_ms: int
    secrets_checked_ms: int
    pulse_ms: int | None = None
    pulse_before_ms: int | None = None
    backlogs: Mapping[str, Backlog] = field(default_factory=dict)
    secret_faults: Mapping[str, SecretFault] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableRefusal:
    """The last request that a table refused after all repeats."""

    at_ms: int
    operation: str
    error: str


@dataclass(frozen=True, slots=True)
class RefusedSignatures:
    """Deliveries of an app whose signature did not fit, without a good one in between."""

    since_ms: int
    last_ms: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything noted: `pulses` by consumer, `tables` by table, `signatures` by app."""

    minute: Minute | None = None
    pulses: Mapping[str, int] = field(default_factory=dict)
    tables: Mapping[str, TableRefusal] = field(default_factory=dict)
    signatures: Mapping[str, RefusedSignatures] = field(default_factory=dict)
