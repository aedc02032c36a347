"""Roles: each Lambda has its own, with its grants and nothing managed by others."""

from __future__ import annotations

from collections.abc import Iterable

import aws_cdk as cdk
from aws_cdk import aws_iam as iam

from infra.cdk.filling import fill
from infra.cdk.nag import acknowledge
from infra.cdk.socket_api import SocketApi
from infra.deployment.policies import Grant


def allow(role: iam.Role, grants: Iterable[Grant], socket_api: SocketApi | None = None) -> None:
    """Add the grants; every `*` is acknowledged alone and with its reason."""
    stack = cdk.Stack.of(role)
    for grant in grants:
        resource = fill(stack, grant.arn, socket_api.api.api_id if socket_api else "")
        role.add_to_policy(iam.PolicyStatement(actions=list(grant.actions), resources=[resource]))
        if grant.why_wildcard is not None:
            finding = f"AwsSolutions-IAM5[Resource::{_as_nag_shows(grant.arn, socket_api)}]"
            acknowledge(role, finding, grant.why_wildcard)


def _as_nag_shows(template: str, socket_api: SocketApi | None) -> str:
    return template.format(
        partition="<AWS::Partition>",
        region="<AWS::Region>",
        account="<AWS::AccountId>",
        sockets=f"<{socket_api.logical_id}>" if socket_api else "",
    )
