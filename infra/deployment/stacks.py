"""What CloudFormation knows of our stacks."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from infra.deployment.cloud import Cloud


def status_of(cloud: Cloud, stack: str) -> str | None:
    """Such as `UPDATE_COMPLETE`; None where there is no such stack."""
    client = cloud.client("cloudformation")
    try:
        (described,) = client.describe_stacks(StackName=stack)["Stacks"]
    except ClientError as exc:
        if "does not exist" in exc.response["Error"]["Message"]:
            return None
        raise
    status = str(described["StackStatus"])
    return None if status == "DELETE_COMPLETE" else status


def outputs_of(cloud: Cloud, stack: str) -> dict[str, str]:
    """What a stack that is there says about itself."""
    (described,) = cloud.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
    return {one["OutputKey"]: one["OutputValue"] for one in described.get("Outputs", [])}


def resources_of(cloud: Cloud, stack: str, kind: str) -> list[str]:
    """Physical ids of a stack's resources of one type."""
    pages = cloud.client("cloudformation").get_paginator("list_stack_resources")
    found: list[dict[str, Any]] = []
    for page in pages.paginate(StackName=stack):
        found += page["StackResourceSummaries"]
    return [
        one["PhysicalResourceId"]
        for one in found
        if one["ResourceType"] == kind and one.get("PhysicalResourceId")
    ]
