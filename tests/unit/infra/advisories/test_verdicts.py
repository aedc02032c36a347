"""A known vulnerability is a finding; the silence of a registry is none, and no peace either."""

from __future__ import annotations

import json
from typing import Any

import pytest

from infra.advisories.verdicts import Verdict, exit_status, of_npm, of_pip_audit, told


def python_says(*packages: dict[str, Any]) -> Verdict:
    return of_pip_audit(json.dumps({"dependencies": list(packages), "fixes": []}))


def npm_says(**severities: str) -> Verdict:
    found = {name: {"severity": one, "range": "<2"} for name, one in severities.items()}
    counted = {"dependencies": {"prod": 40}}
    return of_npm(json.dumps({"vulnerabilities": found, "metadata": counted}))


FLAW = {"id": "PYSEC-2026-1", "fix_versions": ["2.0"], "aliases": [], "description": ""}
SOUND = {"name": "httpx", "version": "1.0", "vulns": []}
FLAWED = {"name": "pillow", "version": "1.0", "vulns": [FLAW]}
SKIPPED = {"name": "boto3", "skip_reason": "Dependency not found"}


def test_a_known_vulnerability_of_a_python_package_is_found() -> None:
    verdict = python_says(SOUND, FLAWED, SKIPPED)
    assert verdict.found == ("pillow 1.0: PYSEC-2026-1, mended in 2.0",)
    assert (verdict.silence, verdict.looked_at) == (None, 2)


def test_sound_python_packages_are_no_finding() -> None:
    assert python_says(SOUND) == Verdict("pip-audit", looked_at=1)


@pytest.mark.parametrize("output", ["", "Traceback", "[]", "{}", "null"])
def test_a_tool_that_could_not_ask_is_silent(output: str) -> None:
    for verdict in (of_pip_audit(output), of_npm(output)):
        assert verdict.silence
        assert verdict.found == ()


def test_an_index_without_advisories_is_silent() -> None:
    assert python_says(SKIPPED).silence == "the index knows no advisories"


@pytest.mark.parametrize(("severity", "counts"), [("moderate", 0), ("high", 1), ("critical", 1)])
def test_grave_vulnerabilities_of_the_client_count(severity: str, counts: int) -> None:
    assert len(npm_says(react=severity).found) == counts


def test_a_registry_that_refuses_is_silent() -> None:
    refused = of_npm(json.dumps({"message": "405 Method Not Allowed", "statusCode": 405}))
    assert refused.silence == "405 Method Not Allowed"


def test_what_is_found_fails_and_silence_does_not() -> None:
    found, silent = python_says(FLAWED), of_npm("")
    assert exit_status([python_says(SOUND), silent]) == 0
    assert exit_status([found, silent]) == 1
    assert "pillow 1.0: PYSEC-2026-1" in told(found)
    assert "Nothing is known either way" in told(silent)
    assert "1 packages, no known" in told(python_says(SOUND))
