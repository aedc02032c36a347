"""The deployment in processes of its own, in front of moto. Needs the CDK for the templates."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.deployment.code import ROOT
from tests.deployed.template import DeployedTemplate
from tests.deployed.world import World

_PYTHON = ROOT / ".venv-infra" / "bin" / "python"


def _leave_out(reason: str) -> None:
    """HILO_TEST_ALL=1 makes it a failure."""
    if os.environ.get("HILO_TEST_ALL") == "1":
        pytest.fail(f"HILO_TEST_ALL=1 and {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> DeployedTemplate:
    """Synthesized by the CDK's own environment."""
    if not _PYTHON.parents[1].joinpath(".installed").exists():
        _leave_out("the CDK is not installed: make test-infra")
    folder = tmp_path_factory.mktemp("cdk")
    done = subprocess.run(
        [_PYTHON, "-m", "infra.cdk"],
        cwd=ROOT,
        env={**os.environ, "CDK_OUTDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return DeployedTemplate(folder)


@pytest.fixture(scope="module")
def world(template: DeployedTemplate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Processes start when they are first called and serve every test of the module."""
    if importlib.util.find_spec("awslambdaric") is None:
        _leave_out("Lambda's runtime client is for Linux only")
    made = World(template, Path(tmp_path_factory.mktemp("deployed")))
    try:
        yield made
    finally:
        made.stop()
