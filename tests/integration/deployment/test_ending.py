"""Commands of the terminal end with a sentence where something went wrong that may."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from chalicelib.core.errors import BusyError
from chalicelib.core.settings import SettingsError
from infra.deployment.code import ROOT
from infra.deployment.rollout.ending import RefusedError, exit_status, require_deployed
from tests.fakes.aws_account import FakeAccount
from tests.integration.deployment.conftest import CHOICES


def failing(error: BaseException) -> Callable[[], None]:
    def work() -> None:
        raise error

    return work


def test_what_was_done_is_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_status(lambda: "done") == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (RefusedError("Every administrator has chosen a password."), "has chosen a password"),
        (SettingsError("HILO_DEMO: missing"), "HILO_DEMO"),
        (ClientError({"Error": {"Code": "ExpiredToken"}}, "DescribeStacks"), "ExpiredToken"),
        (NoCredentialsError(), "credentials"),
        (BusyError(), BusyError.detail),
        (EOFError(), "Broken off"),
        (KeyboardInterrupt(), "Broken off"),
    ],
)
def test_what_may_go_wrong_is_told_in_a_sentence(
    error: BaseException, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_status(failing(error)) == 1
    assert told in capsys.readouterr().err


def test_a_defect_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError):
        exit_status(failing(ZeroDivisionError()))


def test_an_account_without_the_product_is_refused(account: FakeAccount) -> None:
    with pytest.raises(RefusedError, match="make deploy"):
        require_deployed(account, CHOICES)


@pytest.mark.parametrize("program", ["administrator", "provider_app"])
def test_programs_end_without_a_traceback_when_no_region_is_chosen(program: str) -> None:
    unset = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    ran = subprocess.run(
        [sys.executable, "-m", f"infra.deployment.rollout.{program}"],
        cwd=ROOT,
        env={**unset, "AWS_CONFIG_FILE": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith("Broken off: You must specify a region")
    assert "Traceback" not in ran.stderr
