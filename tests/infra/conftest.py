"""The deployment's templates, made once. These tests run in .venv-infra (`make test-infra`)."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

if importlib.util.find_spec("aws_cdk") is None:
    collect_ignore_glob = ["test_*.py"]  # the environment of the product has no CDK

Template = dict[str, Any]


def synthesize(folder: Path, **context: str) -> dict[str, Template]:
    """Both templates by the last word of their stacks' names."""
    import aws_cdk as cdk  # noqa: PLC0415 - not there where these tests are left out

    from infra.cdk.app import build  # noqa: PLC0415

    app = cdk.App(outdir=str(folder), context=context)
    stacks = build(app)
    app.synth()
    names = [stack.stack_name for stack in stacks]
    return {
        name.rpartition("-")[2]: json.loads((folder / f"{name}.template.json").read_text())
        for name in names
    }


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Template]:
    return synthesize(tmp_path_factory.mktemp("cdk"))


@pytest.fixture(scope="session")
def stateful(templates: dict[str, Template]) -> Template:
    return templates["stateful"]


@pytest.fixture(scope="session")
def stateless(templates: dict[str, Template]) -> Template:
    return templates["stateless"]
