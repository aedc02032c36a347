"""Limits of the account that a deployment needs room under.

Lambda tells its own, as they are now; others are asked from Service Quotas, and only before
the first deployment: an upgrade adds none of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chalicelib.core.tables import TABLES
from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud
from infra.deployment.lambdas import LAMBDAS
from infra.deployment.preflight.findings import Finding
from infra.deployment.stacks import resources_of, status_of

UNRESERVED = 100
"""What Lambda keeps for functions that reserve nothing."""

CODE_BYTES = 2 * 1024**3
"""Room for the versions of some upgrades: each keeps its code and layers."""

_BUCKETS = 5  # four that are kept, and the web client's
_ASK = (
    "Ask for more: aws service-quotas request-service-quota-increase "
    "--service-code {service} --quota-code {code} --desired-value {wanted}"
)
_CONCURRENCY = "L-B99A9384"


def check_lambda(cloud: Cloud, choices: Choices) -> Iterator[Finding]:
    """Concurrency for what we reserve, and storage for code."""
    told = cloud.client("lambda").get_account_settings()
    limit, usage = told["AccountLimit"], told["AccountUsage"]
    wanted = sum(one.reserved_concurrency or 0 for one in LAMBDAS.values())
    free = limit["UnreservedConcurrentExecutions"] + _reserved_by_us(cloud, choices)
    short = wanted + UNRESERVED - free
    if short > 0:
        wrong = (
            f"Lambda may run {free} calls at once that nobody else reserved; "
            f"{wanted} are reserved and {UNRESERVED} must be left: {wanted + UNRESERVED}."
        )
        raised = limit["ConcurrentExecutions"] + short
        mend = _ASK.format(service="lambda", code=_CONCURRENCY, wanted=max(1000, raised))
        yield Finding(wrong, mend)
    room = limit["TotalCodeSize"] - usage["TotalCodeSize"]
    if room < CODE_BYTES:
        mend = "Delete versions of functions and layers that nobody uses (docs: despliegue.md)."
        yield Finding(f"Lambda has room for only {room // 1024**2} MB of code.", mend)


def _reserved_by_us(cloud: Cloud, choices: Choices) -> int:
    """By the functions that an upgrade replaces."""
    stack = choices.stateless_stack
    if status_of(cloud, stack) is None:
        return 0
    client = cloud.client("lambda")
    names = resources_of(cloud, stack, "AWS::Lambda::Function")
    told = [client.get_function_concurrency(FunctionName=name) for name in names]
    return sum(one.get("ReservedConcurrentExecutions", 0) for one in told)


@dataclass(frozen=True, slots=True)
class _Quota:
    """Of something we make `needed` of; `used` counts what is there.

    `asked_in` is the region that knows it, for what counts in all regions together.
    """

    service: str
    code: str
    of: str
    needed: int
    used: Callable[[Cloud], int]
    asked_in: str | None = None


def _tables(cloud: Cloud) -> int:
    pages = cloud.client("dynamodb").get_paginator("list_tables").paginate()
    return sum(len(page["TableNames"]) for page in pages)


def _buckets(cloud: Cloud) -> int:
    return len(cloud.client("s3").list_buckets()["Buckets"])


def _distributions(cloud: Cloud) -> int:
    pages = cloud.client("cloudfront").get_paginator("list_distributions").paginate()
    return sum(page["DistributionList"]["Quantity"] for page in pages)


_QUOTAS = (
    _Quota("dynamodb", "L-F98FE922", "DynamoDB tables", len(TABLES), _tables),
    _Quota("s3", "L-DC2B2D3D", "buckets", _BUCKETS, _buckets, "us-east-1"),
    _Quota("cloudfront", "L-24B04930", "distributions", 1, _distributions, "us-east-1"),
)


def check_quotas(cloud: Cloud, choices: Choices) -> Iterator[Finding]:
    """Of what there can be only so many in an account."""
    if status_of(cloud, choices.stateless_stack) is not None:
        return
    for quota in _QUOTAS:
        allowed, used = _allowed(cloud, quota), quota.used(cloud)
        if allowed is not None and used + quota.needed > allowed:
            wrong = f"{used} of {allowed} {quota.of} are in use; {quota.needed} more are needed."
            wanted = used + quota.needed
            yield Finding(wrong, _ASK.format(service=quota.service, code=quota.code, wanted=wanted))


def _allowed(cloud: Cloud, quota: _Quota) -> int | None:
    """As raised for the account, else what every account has; None if nobody counts it there."""
    client = cloud.client("service-quotas", quota.asked_in)
    for ask in (client.get_service_quota, client.get_aws_default_service_quota):
        try:
            told = ask(ServiceCode=quota.service, QuotaCode=quota.code)
        except client.exceptions.NoSuchResourceException:
            continue
        return int(told["Quota"]["Value"])
    return None
