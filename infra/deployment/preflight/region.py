"""Whether every service that is used exists in the region; AWS lists them as parameters."""

from __future__ import annotations

from collections.abc import Iterator

from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud
from infra.deployment.preflight.findings import Finding

SERVICES = (
    "apigateway",
    "cloudformation",
    "cloudfront",
    "cloudwatch",
    "dynamodb",
    "dynamodbstreams",
    "events",
    "iam",
    "lambda",
    "logs",
    "s3",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "sts",
)
_PARAMETER = "/aws/service/global-infrastructure/regions/{region}/services/{service}"
_ASKED_AT_ONCE = 10  # the most that Systems Manager answers


def check_region(cloud: Cloud, _: Choices) -> Iterator[Finding]:
    """One finding for all that is missing."""
    client, there = cloud.client("ssm"), set[str]()
    names = [_PARAMETER.format(region=cloud.region, service=one) for one in SERVICES]
    for start in range(0, len(names), _ASKED_AT_ONCE):
        told = client.get_parameters(Names=names[start : start + _ASKED_AT_ONCE])
        there |= {one["Value"] for one in told["Parameters"]}
    missing = [service for service in SERVICES if service not in there]
    if missing:
        mend = "Choose another region: export AWS_REGION=sa-east-1"
        yield Finding(f"The region {cloud.region} has no {', '.join(missing)}.", mend)
