"""Turns outcomes into text."""

from __future__ import annotations

from collections import Counter

from tests.faults.oracle import KINDS
from tests.faults.rounds import Outcome


def progress(number: int, rounds: int, outcome: Outcome) -> str:
    """One line about a round."""
    return (
        f"round {number} of {rounds}: {outcome.messages_in} in, {outcome.messages_out} out, "
        f"{outcome.faults.total()} faults, {outcome.seconds / 3600:.1f} h simulated, "
        f"{outcome.wall_seconds:.0f} s, {len(outcome.findings)} findings, {outcome.fingerprint}"
    )


def table(total: Outcome, seed: int, engine: str) -> str:
    """What was done to the product, and what came of it."""
    rows = [
        ("messages in", total.messages_in),
        ("messages out", total.messages_out),
        ("of these shown as unconfirmed", total.unconfirmed),
        ("hours simulated", f"{total.seconds / 3600:.1f}"),
        ("seconds taken", f"{total.wall_seconds:.0f}"),
        ("faults injected", total.faults.total()),
        *((f"  {kind}", count) for kind, count in sorted(total.faults.items())),
    ]
    found = Counter(finding.kind for finding in total.findings)
    rows += [(kind, found[kind]) for kind in KINDS]
    lines = [f"{name:40}{value:>12}" for name, value in rows]
    return "\n".join([*lines, f"seed {seed}, engine {engine}, fingerprint {total.fingerprint}"])
