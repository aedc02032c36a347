"""Whether the CDK has been prepared in the account and region."""

from __future__ import annotations

from collections.abc import Iterator

from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud
from infra.deployment.preflight.findings import Finding
from infra.deployment.processes import CDK

VERSION_PARAMETER = "/cdk-bootstrap/hnb659fds/version"
NEEDED_VERSION = 6


def check_bootstrap(cloud: Cloud, _: Choices) -> Iterator[Finding]:
    """The version of the CDK's own stack there."""
    client = cloud.client("ssm")
    account = cloud.client("sts").get_caller_identity()["Account"]
    mend = f"Run once: {' '.join(CDK)} bootstrap aws://{account}/{cloud.region}"
    try:
        version = int(client.get_parameter(Name=VERSION_PARAMETER)["Parameter"]["Value"])
    except client.exceptions.ParameterNotFound:
        yield Finding(f"The CDK is not prepared in {account}, {cloud.region}.", mend)
        return
    if version < NEEDED_VERSION:
        wrong = f"The CDK was prepared at version {version}; {NEEDED_VERSION} is needed."
        yield Finding(wrong, mend)
