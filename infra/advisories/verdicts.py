"""What pip-audit and npm say of our pinned packages. Pure.

Silence is no verdict: who cannot reach advisories is told so and goes on, since a registry that is
down, or a mirror without advisories, says nothing about our packages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_GRAVE = ("high", "critical")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`found`: what must be mended, a line each. `silence`: why there is no answer, if so."""

    tool: str
    found: tuple[str, ...] = ()
    silence: str | None = None
    looked_at: int = 0


def told(verdict: Verdict) -> str:
    """For whoever reads the log of CI."""
    if verdict.silence is not None:
        return f"{verdict.tool}: NOT ASKED, {verdict.silence}. Nothing is known either way."
    if verdict.found:
        return "\n".join([f"{verdict.tool}: VULNERABLE", *(f"  {one}" for one in verdict.found)])
    return f"{verdict.tool}: {verdict.looked_at} packages, no known vulnerability that counts."


def exit_status(verdicts: Iterable[Verdict]) -> int:
    """1 where something must be mended; silence fails nothing."""
    return int(any(verdict.found for verdict in verdicts))


def of_pip_audit(output: str) -> Verdict:
    """Advisories for Python name no severity: each one counts."""
    try:
        packages: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Verdict("pip-audit", silence="it could not ask")
    answered = [one for one in packages if "vulns" in one]
    if not answered:
        return Verdict("pip-audit", silence="the index knows no advisories")
    found = [_python_line(one, flaw) for one in answered for flaw in one["vulns"]]
    return Verdict("pip-audit", tuple(found), looked_at=len(answered))


def _python_line(package: Mapping[str, Any], flaw: Mapping[str, Any]) -> str:
    mended = ", ".join(flaw.get("fix_versions", ())) or "no version yet"
    return f"{package['name']} {package['version']}: {flaw['id']}, mended in {mended}"


def of_npm(output: str) -> Verdict:
    """`high` and `critical` count; npm says how grave each is."""
    try:
        told: dict[str, Any] = json.loads(output)
    except ValueError:
        return Verdict("npm audit", silence="it could not ask")
    if not isinstance(told, dict) or "vulnerabilities" not in told:
        reason = told.get("message") if isinstance(told, dict) else None
        return Verdict("npm audit", silence=str(reason or "it could not ask"))
    grave = [
        f"{name} {one.get('range', '')}: {one['severity']}"
        for name, one in told["vulnerabilities"].items()
        if one["severity"] in _GRAVE
    ]
    many = told.get("metadata", {}).get("dependencies", {}).get("prod", 0)
    return Verdict("npm audit", tuple(grave), looked_at=many)
