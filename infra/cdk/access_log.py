"""Access logs of the three doors; what a line holds stands in `infra/deployment/logs.py`."""

from __future__ import annotations

from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.deployment.logs import KEPT_DAYS, RARELY_READ_ACCESS_LOGS

LOGS_KEPT = {
    30: logs.RetentionDays.ONE_MONTH,
    90: logs.RetentionDays.THREE_MONTHS,
    180: logs.RetentionDays.SIX_MONTHS,
    365: logs.RetentionDays.ONE_YEAR,
}[KEPT_DAYS]
"""Of every log group; CloudWatch knows only some periods."""


def access_log(scope: Construct) -> logs.LogGroup:
    """A log group for one door."""
    rarely = logs.LogGroupClass.INFREQUENT_ACCESS
    return logs.LogGroup(
        scope,
        "accesses",  # another name than before: the class of a log group cannot be changed
        retention=LOGS_KEPT,
        log_group_class=rarely if RARELY_READ_ACCESS_LOGS else logs.LogGroupClass.STANDARD,
    )
