"""Which faults pass by themselves."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError

from chalicelib.adapters.faults import is_passing
from chalicelib.core.errors import BusyError


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "PutItem")


@pytest.mark.parametrize(
    "error",
    [
        BusyError(),
        refusal("ProvisionedThroughputExceededException"),
        refusal("AccessDeniedException"),
        ConnectTimeoutError(endpoint_url="http://127.0.0.1"),
        ConnectionResetError(),
    ],
    ids=repr,
)
def test_what_an_operator_or_time_mends_passes(error: Exception) -> None:
    assert is_passing(error)


@pytest.mark.parametrize(
    "error", [KeyError("x"), TypeError(), refusal("ValidationException")], ids=repr
)
def test_a_bug_does_not_pass(error: Exception) -> None:
    assert not is_passing(error)
