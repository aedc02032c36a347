"""What functions are told: only settings that the product reads, and addresses that fit."""

from __future__ import annotations

import dataclasses
import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphSettings
from chalicelib.bootstrap.foundations import Settings
from chalicelib.core.settings import load_settings
from chalicelib.domains.access.models import AccessPolicy
from chalicelib.domains.conversations.services.lane import LanePolicy
from infra.deployment.layers import LEFT_OUT
from tests.deployed.folders import Folders, interpreter
from tests.deployed.template import Deployed, DeployedTemplate

pytestmark = pytest.mark.timeout(600)  # the CDK, on any machine

_IMPORT = "import app, sys; print(*sys.modules)"
READ = (Settings, AccessPolicy, GraphSettings, LanePolicy)
_SIGN = """
from chalicelib.bootstrap import container
print(container().media_store.signed_url("a/b", content_type="image/png", filename=None))
"""


def test_every_variable_is_a_setting_of_the_product(template: DeployedTemplate) -> None:
    known = {f"HILO_{field.name.upper()}" for kind in READ for field in dataclasses.fields(kind)}
    for name, one in template.lambdas().items():
        told = {variable for variable in one.environment if variable.startswith("HILO_")}
        assert told <= known, name
        for kind in READ:
            load_settings(kind, one.environment)


def test_app_imports_nothing_that_layers_leave_out(
    template: DeployedTemplate, tmp_path: Path
) -> None:
    one, folders = template.lambdas()["api"], Folders(tmp_path)
    loaded = set(_run(one, folders, _IMPORT).split())
    assert "chalice.app" in loaded
    left_out = tuple(f"{folder.replace('/', '.')}." for folder in LEFT_OUT)
    assert not {name for name in loaded if f"{name}.".startswith(left_out)}


def test_pages_may_load_files_from_where_they_are_signed(
    template: DeployedTemplate, tmp_path: Path
) -> None:
    one, folders = template.lambdas()["api"], Folders(tmp_path)
    address = urlsplit(_run(one, folders, _SIGN))
    policy = dict(part.split(" ", 1) for part in template.page_policy().split("; "))
    for directive in ("img-src", "media-src"):
        assert f"{address.scheme}://{address.netloc}" in policy[directive].split()


def _run(one: Deployed, folders: Folders, program: str) -> str:
    """What a program prints in the place of a function."""
    ran = subprocess.run(
        [*interpreter(), "-c", program],
        cwd=folders.package,
        env={
            **one.environment,
            "AWS_ACCESS_KEY_ID": "api",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": one.environment["HILO_REGION"],
            "PYTHONPATH": os.pathsep.join(str(path) for path in folders.of(one.layers)),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.strip()
