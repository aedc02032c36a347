"""All checks in one pass: those of this machine, then those of the account."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from botocore.exceptions import BotoCoreError, ClientError

from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud
from infra.deployment.preflight.account import check_account
from infra.deployment.preflight.bootstrap import check_bootstrap
from infra.deployment.preflight.choices import check_administrator, check_choices
from infra.deployment.preflight.findings import Finding
from infra.deployment.preflight.quotas import check_lambda, check_quotas
from infra.deployment.preflight.region import check_region
from infra.deployment.preflight.stacks import check_leftovers, check_stacks
from infra.deployment.preflight.tools import check_tools
from infra.deployment.processes import Processes

_OF_ACCOUNT: tuple[Callable[[Cloud, Choices], Iterator[Finding]], ...] = (
    check_region,
    check_bootstrap,
    check_stacks,
    check_leftovers,
    check_lambda,
    check_quotas,
    check_administrator,
)


def preflight(cloud: Cloud, choices: Choices, processes: Processes) -> list[Finding]:
    """Empty where nothing is in the way."""
    findings = [*check_tools(processes), *check_choices(choices)]
    refused = [*check_account(cloud, choices)]
    findings += refused
    if not refused:  # else the rest would look at another account, or at none
        for check in _OF_ACCOUNT:
            findings += _looked(check, cloud, choices)
    return findings


def _looked(
    check: Callable[[Cloud, Choices], Iterator[Finding]], cloud: Cloud, choices: Choices
) -> list[Finding]:
    """What a check found, or that it could not look."""
    try:
        return list(check(cloud, choices))
    except (ClientError, BotoCoreError) as exc:
        subject = check.__name__.removeprefix("check_")
        mend = "Give these credentials the rights that docs/manuals/despliegue.md lists."
        return [Finding(f"The {subject} could not be looked at: {exc}", mend)]
