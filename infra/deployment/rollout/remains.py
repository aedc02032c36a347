"""What stays in an account after `make destroy`, what it costs a month, how it is removed."""

from __future__ import annotations

from collections.abc import Iterator

from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud
from infra.deployment.rollout.data_removal import BUCKET, QUEUE, SECRET, TABLE
from infra.deployment.stacks import resources_of, status_of

# US dollars a month, list prices of us-east-1, 2026-11; other regions differ by some tenths.
TABLE_GB, POINT_IN_TIME_GB, FILES_GB, ONE_SECRET = 0.25, 0.20, 0.023, 0.40
_GB = 1024**3


def remains(cloud: Cloud, choices: Choices) -> Iterator[str]:
    """Lines for the person who removed something."""
    stack = choices.kept_stack
    if status_of(cloud, stack) is None:
        yield (
            "No data of Hilo stay. Deleted tables can be restored from DynamoDB's own backups "
            "for 35 days. Secrets of providers' applications (hilo/app/...) are yours to delete."
        )
        return
    tables, secrets = resources_of(cloud, stack, TABLE), resources_of(cloud, stack, SECRET)
    stored = sum(_bytes(cloud, name) for name in tables) / _GB
    tables_cost = stored * (TABLE_GB + POINT_IN_TIME_GB)
    secrets_cost = len(secrets) * ONE_SECRET
    queues, buckets = resources_of(cloud, stack, QUEUE), resources_of(cloud, stack, BUCKET)
    yield f"\nThe data stay, in the stack {stack}, with these costs a month:"
    yield f"  {len(tables)} tables with {stored:.3f} GB and their backups: ${tables_cost:.2f}"
    yield f"  {len(secrets)} secrets: ${secrets_cost:.2f}; each hilo/app/... ${ONE_SECRET:.2f} more"
    yield f"  {len(buckets)} buckets: ${FILES_GB} for each GB in {', '.join(sorted(buckets))}"
    yield f"  {len(queues)} queues: nothing while nobody uses them"
    yield "make deploy brings the product back to them."
    yield f"To remove them for ever: HILO_DESTROY_DATA=1 make destroy, and type {stack}."


def _bytes(cloud: Cloud, table: str) -> int:
    """DynamoDB counts about every six hours."""
    told = cloud.client("dynamodb").describe_table(TableName=table)["Table"]
    return int(told["TableSizeBytes"])
