"""Credentials that work, for the account and the kind of cloud that is meant."""

from __future__ import annotations

from collections.abc import Iterator

from botocore.exceptions import BotoCoreError, ClientError

from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud
from infra.deployment.preflight.findings import Finding


def check_account(cloud: Cloud, choices: Choices) -> Iterator[Finding]:
    """Who calls; nothing else in the account is looked at before."""
    if not cloud.region:
        mend = "Choose one: export AWS_REGION=sa-east-1"
        yield Finding("No region is chosen.", mend)
        return
    try:
        caller = cloud.client("sts").get_caller_identity()
    except (BotoCoreError, ClientError) as exc:
        mend = "Sign in (aws sso login, aws configure) or export AWS_PROFILE, then try again."
        yield Finding(f"No working credentials: {exc}", mend)
        return
    partition, account = caller["Arn"].split(":")[1], caller["Account"]
    if partition != "aws":
        mend = "Use an account of the commercial regions: hosts of other clouds are not known here."
        yield Finding(f"The account is of the partition {partition}.", mend)
    if choices.account and account != choices.account:
        mend = "Use other credentials (AWS_PROFILE), or correct HILO_ACCOUNT."
        yield Finding(f"The account is {account}, and HILO_ACCOUNT {choices.account}.", mend)
