"""What functions are told: only settings that the product reads, and addresses that fit."""

from __future__ import annotations

import dataclasses
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphSettings
from chalicelib.bootstrap import Settings
from chalicelib.core.settings import load_settings
from chalicelib.domains.access.models import AccessPolicy
from chalicelib.domains.conversations.services.lane import LanePolicy
from tests.deployed.folders import Folders, interpreter
from tests.deployed.template import DeployedTemplate

pytestmark = pytest.mark.timeout(600)  # the CDK, on any machine

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


def test_pages_may_load_files_from_where_they_are_signed(
    template: DeployedTemplate, tmp_path: Path
) -> None:
    one, folders = template.lambdas()["api"], Folders(tmp_path)
    path = ":".join(str(folder) for folder in folders.of(one.layers))
    credentials = {"AWS_ACCESS_KEY_ID": "api", "AWS_SECRET_ACCESS_KEY": "secret"}
    signed = subprocess.run(
        [*interpreter(), "-c", _SIGN],
        cwd=folders.package,
        env={
            **one.environment,
            **credentials,
            "AWS_DEFAULT_REGION": one.environment["HILO_REGION"],
            "PYTHONPATH": path,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    address = urlsplit(signed.stdout.strip())
    policy = dict(part.split(" ", 1) for part in template.page_policy().split("; "))
    for directive in ("img-src", "media-src"):
        assert f"{address.scheme}://{address.netloc}" in policy[directive].split()
