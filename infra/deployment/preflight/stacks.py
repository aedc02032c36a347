"""Whether our stacks can be changed now, and whether names they take are free."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.core.secret_store import EDGE_KEY, SIGNING_KEY
from chalicelib.core.tables import TABLES
from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud
from infra.deployment.names import Names
from infra.deployment.preflight.findings import Finding
from infra.deployment.stacks import status_of


def check_stacks(cloud: Cloud, choices: Choices) -> Iterator[Finding]:
    """Nobody else is at it, and no earlier attempt is stuck."""
    for stack in (choices.kept_stack, choices.stateless_stack):
        status = status_of(cloud, stack)
        if status is None:
            continue
        if status.endswith("_IN_PROGRESS"):
            yield Finding(f"{stack} is being changed ({status}).", "Wait until that has ended.")
        elif status == "UPDATE_ROLLBACK_FAILED":
            yield Finding(f"{stack} is stuck ({status}).", _mend("continue-update-rollback", stack))
        elif status == "ROLLBACK_COMPLETE" or status.endswith("_FAILED"):
            yield Finding(f"{stack} is not whole ({status}).", _mend("delete-stack", stack))


def _mend(action: str, stack: str) -> str:
    reason = "Look at its events in the console and mend their cause, then"
    return f"{reason}: aws cloudformation {action} --stack-name {stack}"


def check_leftovers(cloud: Cloud, choices: Choices) -> Iterator[Finding]:
    """A stack cannot be created where its names are taken: by what one left, or by a sister."""
    if status_of(cloud, choices.kept_stack) is not None:
        return
    names = Names(choices.prefix)
    wanted = {names.table(table.name) for table in TABLES}
    taken = sorted(wanted & _tables(cloud)) + _secrets(cloud)
    if taken:
        mend = "Remove them, or take them into a stack again (cdk import), or deploy elsewhere."
        wrong = f"There is no stack {choices.kept_stack}, but its names are taken: "
        yield Finding(f"{wrong}{', '.join(taken)}.", mend)


def _tables(cloud: Cloud) -> set[str]:
    pages = cloud.client("dynamodb").get_paginator("list_tables")
    return {name for page in pages.paginate() for name in page["TableNames"]}


def _secrets(cloud: Cloud) -> list[str]:
    """Also those that wait to be deleted."""
    client, found = cloud.client("secretsmanager"), []
    for name in (EDGE_KEY, SIGNING_KEY):
        try:
            client.describe_secret(SecretId=name)
        except client.exceptions.ResourceNotFoundException:
            continue
        found.append(name)
    return found
