"""What the description of the API says holds for requests that nobody thought of.

schemathesis asks a running product everything its schemas allow, and some of what they do not:
no answer is a 5xx, and none has a status that the description does not name. `default` does not
count as naming one. Another role is another name below.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.api.openapi import document
from tests.e2e.stack import PASSWORD, Stack, running

ROLES = {"administrator": "admin"}
SECONDS = 60
CHECKS = "not_a_server_error,status_code_conformance"
SPARED = "/v1/auth/"
"""Signing out would end the run's own session, and guesses would lock it out."""


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
    whole["paths"] = {path: paths[path] for path in ours}
    for item in whole["paths"].values():
        for operation in item.values():
            del operation["responses"]["default"]
    file = tmp_path_factory.mktemp("description") / "openapi.json"
    file.write_text(json.dumps(whole))
    return file


@pytest.mark.parametrize("role", ROLES)
def test_no_answer_is_a_surprise(stack: Stack, described: Path, role: str) -> None:
    credentials = {"email": f"{ROLES[role]}@hilo.test", "password": PASSWORD}
    token = stack.call("POST", "/api/v1/auth/sign-in", credentials)["access_token"]
    command = [str(Path(sys.executable).with_name("schemathesis")), "run", str(described)]
    done = subprocess.run(
        [
            *command,
            *("--url", f"{stack.origin}/api", "--header", f"Authorization: Bearer {token}"),
            *("--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--warnings", "off"),
            *("--max-examples", "3", "--max-time", str(SECONDS), "--no-shrink", "--no-color"),
            *("--generation-deterministic", "--continue-on-failure"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=described.parent,
        env={**os.environ, "TERM": "dumb", "NO_PROXY": "127.0.0.1"},
        timeout=10 * SECONDS,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert f"Tested: {_count(described)}" in done.stdout


def _count(described: Path) -> int:
    paths = json.loads(described.read_text())["paths"]
    return sum(len(item) for item in paths.values())
