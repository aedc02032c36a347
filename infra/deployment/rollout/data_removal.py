"""Deletes what a stack keeps when it goes: tables, queues, buckets, secrets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from infra.deployment.cloud import Cloud
from infra.deployment.stacks import resources_of

TABLE, QUEUE = "AWS::DynamoDB::GlobalTable", "AWS::SQS::Queue"
BUCKET, SECRET = "AWS::S3::Bucket", "AWS::SecretsManager::Secret"
_GONE = {
    "ResourceNotFoundException",
    "NoSuchBucket",
    "AWS.SimpleQueueService.NonExistentQueue",
    "QueueDoesNotExist",
}


def delete_data(cloud: Cloud, stack: str, say: Callable[[str], None]) -> None:
    """Everything the stack holds, but not the stack; what is gone already is passed over."""
    for kind, delete in (
        (TABLE, delete_table),
        (QUEUE, delete_queue),
        (BUCKET, delete_bucket),
        (SECRET, delete_secret),
    ):
        # Buckets write their access logs into one of them, which must be the last.
        for name in sorted(resources_of(cloud, stack, kind), key=lambda one: "logs" in one):
            say(f"Removing {name} ...")
            _unless_gone(delete, cloud, name)


def delete_table(cloud: Cloud, name: str) -> None:
    """DynamoDB keeps its last state as a backup for 35 days, by itself."""
    client = cloud.client("dynamodb")
    client.update_table(TableName=name, DeletionProtectionEnabled=False)
    client.get_waiter("table_exists").wait(TableName=name)
    client.delete_table(TableName=name)
    client.get_waiter("table_not_exists").wait(TableName=name)


def delete_queue(cloud: Cloud, url: str) -> None:
    """With what waits on it."""
    cloud.client("sqs").delete_queue(QueueUrl=url)


def delete_bucket(cloud: Cloud, name: str) -> None:
    """With every version of every object."""
    client = cloud.client("s3")
    for page in client.get_paginator("list_object_versions").paginate(Bucket=name):
        found: list[dict[str, Any]] = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        objects = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in found]
        if objects:
            client.delete_objects(Bucket=name, Delete={"Objects": objects, "Quiet": True})
    client.delete_bucket(Bucket=name)


def delete_secret(cloud: Cloud, name: str) -> None:
    """At once: its name must be free for another deployment, and it proves nothing any more."""
    client = cloud.client("secretsmanager")
    client.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)


def _unless_gone(delete: Callable[[Cloud, str], None], cloud: Cloud, name: str) -> None:
    try:
        delete(cloud, name)
    except ClientError as exc:
        if exc.response["Error"]["Code"] not in _GONE:
            raise
