"""An account of AWS: moto, and what moto has not or not soon: stacks, limits, parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infra.deployment.cloud import Cloud

ACCOUNT, REGION = "123456789012", "us-east-1"


@dataclass
class FakeStack:
    """`resources` are pairs of type and physical id; they are kept when the stack goes."""

    status: str = "CREATE_COMPLETE"
    is_protected: bool = True
    outputs: dict[str, str] = field(default_factory=dict)
    resources: list[tuple[str, str]] = field(default_factory=list)


class FakeCloudFormation:
    """Stacks by name; one that is protected is not deleted."""

    def __init__(self) -> None:
        self.stacks: dict[str, FakeStack] = {}

    def describe_stacks(self, *, StackName: str) -> dict[str, Any]:  # noqa: N803 - boto3's
        stack = self._stack(StackName)
        outputs = [{"OutputKey": key, "OutputValue": value} for key, value in stack.outputs.items()]
        return {"Stacks": [{"StackStatus": stack.status, "Outputs": outputs}]}

    def get_paginator(self, operation: str) -> FakeCloudFormation:
        assert operation == "list_stack_resources"
        return self

    def paginate(self, *, StackName: str) -> Iterator[dict[str, Any]]:  # noqa: N803
        for kind, physical_id in self._stack(StackName).resources:
            found = {"ResourceType": kind, "PhysicalResourceId": physical_id}
            yield {"StackResourceSummaries": [found]}

    def update_termination_protection(
        self,
        *,
        StackName: str,  # noqa: N803
        EnableTerminationProtection: bool,  # noqa: N803
    ) -> None:
        self._stack(StackName).is_protected = EnableTerminationProtection

    def delete_stack(self, *, StackName: str) -> None:  # noqa: N803
        if self._stack(StackName).is_protected:
            raise _error("ValidationError", f"{StackName} cannot be deleted while protected")
        del self.stacks[StackName]

    def get_waiter(self, name: str) -> FakeCloudFormation:
        assert name == "stack_delete_complete"
        return self

    def wait(self, *, StackName: str) -> None:  # noqa: N803
        assert StackName not in self.stacks

    def _stack(self, name: str) -> FakeStack:
        if name not in self.stacks:
            raise _error("ValidationError", f"Stack with id {name} does not exist")
        return self.stacks[name]


@dataclass
class FakeLambda:
    """Limits of an account; `reserved` maps functions to what they reserve of `concurrency`."""

    concurrency: int = 1000
    code_bytes_used: int = 0
    reserved: dict[str, int] = field(default_factory=dict)

    def get_account_settings(self) -> dict[str, Any]:
        free = self.concurrency - sum(self.reserved.values())
        return {
            "AccountLimit": {
                "ConcurrentExecutions": self.concurrency,
                "UnreservedConcurrentExecutions": free,
                "TotalCodeSize": 75 * 1024**3,
            },
            "AccountUsage": {"TotalCodeSize": self.code_bytes_used},
        }

    def get_function_concurrency(self, *, FunctionName: str) -> dict[str, int]:  # noqa: N803
        reserved = self.reserved.get(FunctionName)
        return {} if reserved is None else {"ReservedConcurrentExecutions": reserved}


class NoSuchQuotaError(Exception):
    """Service Quotas knows nothing of that code."""


class FakeQuotas:
    """`raised` for this account, `default` for every one; by service."""

    exceptions = type("Exceptions", (), {"NoSuchResourceException": NoSuchQuotaError})

    def __init__(self) -> None:
        self.raised: dict[str, int] = {}
        self.default = {"dynamodb": 2500, "s3": 10_000, "cloudfront": 500}

    def get_service_quota(self, **asked: str) -> dict[str, Any]:
        return _quota(self.raised, asked)

    def get_aws_default_service_quota(self, **asked: str) -> dict[str, Any]:
        return _quota(self.default, asked)


class UnknownParameterError(Exception):
    """Systems Manager has no such parameter."""


class FakeParameters:
    """What AWS says of regions (which `lack` a service), and what was put. Of moto's each
    costs seconds.
    """

    exceptions = type("Exceptions", (), {"ParameterNotFound": UnknownParameterError})

    def __init__(self) -> None:
        self.put: dict[str, str] = {}
        self.lack: set[str] = set()

    def get_parameter(self, *, Name: str) -> dict[str, Any]:  # noqa: N803
        if Name not in self.put:
            raise UnknownParameterError
        return {"Parameter": {"Value": self.put[Name]}}

    def get_parameters(self, *, Names: list[str]) -> dict[str, Any]:  # noqa: N803
        assert len(Names) <= 10
        services = [name.rpartition("/")[2] for name in Names]
        return {"Parameters": [{"Value": one} for one in services if one not in self.lack]}


class FakeAccount(Cloud):
    """The session's clients, which moto answers, but for what it does not know."""

    def __init__(self, region: str = REGION) -> None:
        super().__init__(boto3.Session("key", "secret", region_name=region))
        self.cloudformation, self.functions = FakeCloudFormation(), FakeLambda()
        self.quotas, self.parameters = FakeQuotas(), FakeParameters()

    def client(self, service: str, region: str | None = None) -> Any:
        ours = {
            "cloudformation": self.cloudformation,
            "lambda": self.functions,
            "service-quotas": self.quotas,
            "ssm": self.parameters,
        }
        return ours.get(service) or super().client(service, region)


def _quota(known: dict[str, int], asked: dict[str, str]) -> dict[str, Any]:
    if asked["ServiceCode"] not in known:
        raise NoSuchQuotaError
    return {"Quota": {"Value": float(known[asked["ServiceCode"]])}}


def _error(code: str, message: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "operation")
