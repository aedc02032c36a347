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
_LIST = "/aws/service/global-infrastructure/regions/{region}/services"


def check_region(cloud: Cloud, _: Choices) -> Iterator[Finding]:
    """One finding for all that is missing."""
    pages = cloud.client("ssm").get_paginator("get_parameters_by_path")
    there: set[str] = set()
    for page in pages.paginate(Path=_LIST.format(region=cloud.region)):
        there |= {one["Value"] for one in page["Parameters"]}
    missing = [service for service in SERVICES if service not in there]
    if missing:
        mend = "Choose another region: export AWS_REGION=sa-east-1"
        yield Finding(f"The region {cloud.region} has no {', '.join(missing)}.", mend)
