"""Access logs of the three doors; what a line holds stands in `infra/deployment/logs.py`."""

from __future__ import annotations

from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.deployment.logs import RARELY_READ_ACCESS_LOGS


def access_log(scope: Construct) -> logs.LogGroup:
    """A log group for one door."""
    rarely = logs.LogGroupClass.INFREQUENT_ACCESS
    return logs.LogGroup(
        scope,
        "accesses",  # another name than before: the class of a log group cannot be changed
        retention=logs.RetentionDays.THREE_MONTHS,
        log_group_class=rarely if RARELY_READ_ACCESS_LOGS else logs.LogGroupClass.STANDARD,
    )
