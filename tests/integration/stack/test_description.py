"""What the description of the API says holds for requests that nobody thought of.

schemathesis asks a running product everything its schemas allow, and some of what they do not:
no answer is a 5xx, and none has a status that the description does not name. `default` does not
count as naming one. Every standard role asks, and an application. Who may do less asks less: most
of what they get is a refusal, and who may do everything comes last, for what they change stays.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from chalicelib.api.openapi import document
from tests.e2e.stack import PASSWORD, Stack, running

ROLES = {
    "outbound_agent": "agente3",
    "agent": "agente1",
    "outbound_supervisor": "agente4",
    "supervisor": "supervisora",
}
LITTLE = ("--phases", "examples,fuzzing", "--max-examples", "1")
MUCH = ("--phases", "examples,coverage,fuzzing", "--max-examples", "3", "--max-time", "60")
LONGEST_SECONDS = 600
CHECKS = "not_a_server_error,status_code_conformance"
OF_PROGRAMS = ("/v1/auth/token", "/v1/auth/.well-known/oauth-authorization-server")
SPARED = ("/v1/auth/", "/v1/health/policy-reports")
"""Signing out would end the run's own session, and guesses would lock it out. Reports are of a
media type that only browsers write; they have tests of their own."""


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with running(demo=True) as stack:
        yield stack


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The description without `default` and without what is spared."""
    whole: Any = json.loads(json.dumps(document()))
    paths = whole["paths"]
    ours = [path for path in paths if path.startswith("/v1/") and not path.startswith(SPARED)]
    ours += OF_PROGRAMS
    whole["paths"] = {path: paths[path] for path in ours}
    for item in whole["paths"].values():
        for operation in item.values():
            del operation["responses"]["default"]
    file = tmp_path_factory.mktemp("description") / "openapi.json"
    file.write_text(json.dumps(whole))
    return file


@pytest.fixture(scope="module")
def staffed(stack: Stack) -> Stack:
    """The stack with people of the roles that its seed has nobody of."""
    admin = stack.api("admin")
    for role in ("outbound_agent", "outbound_supervisor"):
        path = f"/users/{ROLES[role]}"
        version = str(admin.call("GET", path)["version"])
        admin.call("PATCH", path, {"role": role}, **{"If-Match": version})
    return stack


@pytest.mark.parametrize("role", ROLES)
def test_no_answer_is_a_surprise(staffed: Stack, described: Path, role: str) -> None:
    require_no_surprise(staffed, described, token_of(staffed, ROLES[role]), LITTLE)


def test_no_answer_is_a_surprise_to_an_application(staffed: Stack, described: Path) -> None:
    admin = staffed.api("admin")
    held = set(admin.call("GET", "/me")["permissions"]) - {"applications.manage"}
    name = f"Tienda {secrets.token_hex(4)}"  # another one at a second try
    asked = {"name": name, "permissions": sorted(held), "scope": "all"}
    made = admin.call("POST", "/applications", asked)
    path = f"/applications/{made['id']}/secrets"
    secret = admin.call("POST", path, {}, **{"If-Match": str(made["version"])})
    form = {"grant_type": "client_credentials", "client_id": made["id"]}
    given = httpx.post(
        f"{staffed.origin}/api/v1/auth/token",
        data={**form, "client_secret": secret["client_secret"]},
    )
    require_no_surprise(staffed, described, given.json()["access_token"], LITTLE)


def test_no_answer_is_a_surprise_to_an_administrator(staffed: Stack, described: Path) -> None:
    require_no_surprise(staffed, described, token_of(staffed, "admin"), MUCH)


def token_of(stack: Stack, name: str) -> str:
    credentials = {"email": f"{name}@hilo.test", "password": PASSWORD}
    token: str = stack.call("POST", "/api/v1/auth/sign-in", credentials)["access_token"]
    return token


def require_no_surprise(stack: Stack, described: Path, token: str, effort: Sequence[str]) -> None:
    command = [str(Path(sys.executable).with_name("schemathesis")), "run", str(described)]
    done = subprocess.run(
        [
            *command,
            *("--url", f"{stack.origin}/api", "--header", f"Authorization: Bearer {token}"),
            *("--checks", CHECKS, *effort, "--warnings", "off", "--no-shrink", "--no-color"),
            *("--generation-deterministic", "--continue-on-failure"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=described.parent,
        env={**os.environ, "TERM": "dumb", "NO_PROXY": "127.0.0.1"},
        timeout=LONGEST_SECONDS,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert f"Tested: {_count(described)}" in done.stdout


def _count(described: Path) -> int:
    paths = json.loads(described.read_text())["paths"]
    return sum(len(item) for item in paths.values())
