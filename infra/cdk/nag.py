"""Findings of cdk-nag that stand, each with its reason beside the construct it is about."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import IConstruct


def acknowledge(construct: IConstruct, rule: str, reason: str) -> None:
    """Let one rule, or one finding of a rule (`Rule[Finding]`), stand for this construct."""
    cdk.Validations.of(construct).acknowledge(cdk.Acknowledgment(id=rule, reason=reason))
