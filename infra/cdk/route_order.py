"""Routes that are open as soon as they exist come after the right to call what is behind them."""

from __future__ import annotations

from aws_cdk import aws_lambda as lambda_
from constructs import IConstruct


def after_permission(route: IConstruct) -> None:
    """The route's integration put the permission beside it."""
    made = route.node.default_child
    for permission in route.node.find_all():
        if isinstance(permission, lambda_.CfnPermission):
            made.add_resource_dependency(permission)
