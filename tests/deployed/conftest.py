"""The deployment in processes of its own, in front of moto. Needs the CDK for the templates."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from infra.deployment.code import ROOT
from tests.deployed.earlier import check_out, earlier_revision
from tests.deployed.template import DeployedTemplate
from tests.deployed.world import World

_PYTHON = ROOT / ".venv-infra" / "bin" / "python"


class Earlier(NamedTuple):
    """The files and the templates of the version before."""

    root: Path
    template: DeployedTemplate


def _leave_out(reason: str) -> None:
    """HILO_TEST_ALL=1 makes it a failure."""
    if os.environ.get("HILO_TEST_ALL") == "1":
        pytest.fail(f"HILO_TEST_ALL=1 and {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> DeployedTemplate:
    """Of this checkout."""
    return _synthesized(ROOT, tmp_path_factory.mktemp("cdk"))


@pytest.fixture(scope="session")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Earlier:
    """The version before, where the clone has one: CI may have no history."""
    revision = earlier_revision()
    if revision is None:
        pytest.skip("the clone has no earlier version")
    root = check_out(revision, tmp_path_factory.mktemp("earlier"))
    return Earlier(root, _synthesized(root, tmp_path_factory.mktemp("cdk")))


def _synthesized(root: Path, folder: Path) -> DeployedTemplate:
    """By the CDK's own environment."""
    if not _PYTHON.parents[1].joinpath(".installed").exists():
        _leave_out("the CDK is not installed: make test-infra")
    done = subprocess.run(
        [_PYTHON, "-m", "infra.cdk"],
        cwd=root,
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
