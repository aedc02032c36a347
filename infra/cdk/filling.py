"""Fills the templates of `infra/deployment/names.py` with what this deployment is."""

from __future__ import annotations

import aws_cdk as cdk


def fill(stack: cdk.Stack, template: str, sockets: str = "") -> str:
    """A name or ARN of `infra/deployment/names.py` as it is in this deployment."""
    return template.format(
        partition=stack.partition,
        region=stack.region,
        account=stack.account,
        sockets=sockets,
    )
