"""One page that shows whether messages go in and out, and what holds them up."""

from __future__ import annotations

from collections.abc import Callable

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from functions.registry import FUNCTIONS
from infra.cdk.alarms import NAMESPACE, Alarms
from infra.cdk.functions import Functions
from infra.cdk.queues import Queues
from infra.cdk.tables import Tables
from infra.deployment.watched_lines import WATCHED_LINES

_MINUTE = cdk.Duration.minutes(1)
_STREAMED = [one.name for one in FUNCTIONS if one.streams]


class Dashboard(Construct):
    """Rows from what people notice first to what explains it."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        functions: Functions,
        queues: Queues,
        tables: Tables,
        alarms: Alarms,
    ) -> None:
        super().__init__(scope, name)
        of = functions.of

        def per_function(
            title: str, metric: Callable[[str], cloudwatch.IMetric], names: list[str]
        ) -> cloudwatch.GraphWidget:
            return _graph(title, [metric(one) for one in names])

        everyone, served = list(of), [one for one in queues.of if one not in queues.nets]
        self.dashboard = cloudwatch.Dashboard(
            self,
            "dashboard",
            widgets=[
                [cloudwatch.AlarmStatusWidget(title="Alarms", alarms=alarms.all, width=24)],
                [
                    _graph(
                        "In trouble, as the administrator sees it",
                        [
                            cloudwatch.Metric(
                                namespace=NAMESPACE,
                                metric_name=line.metric,
                                statistic="Maximum",
                                period=_MINUTE,
                                label=line.metric,
                            )
                            for line in WATCHED_LINES
                        ],
                    ),
                    _graph(
                        "Throttled by tables",
                        [
                            table.metric(
                                kind, statistic="Sum", period=_MINUTE, label=f"{name}: {kind}"
                            )
                            for name, table in tables.of.items()
                            for kind in ("ReadThrottleEvents", "WriteThrottleEvents")
                        ],
                    ),
                ],
                [
                    _graph(
                        "Oldest message waiting (s)",
                        [
                            queues.of[one].metric_approximate_age_of_oldest_message(
                                period=_MINUTE, statistic="Maximum", label=one
                            )
                            for one in served
                        ],
                    ),
                    per_function(
                        "Behind the stream (ms)",
                        lambda one: of[one].metric(
                            "IteratorAge", period=_MINUTE, statistic="Maximum", label=one
                        ),
                        _STREAMED,
                    ),
                ],
                [
                    per_function(
                        "Calls",
                        lambda one: of[one].metric_invocations(period=_MINUTE, label=one),
                        everyone,
                    ),
                    per_function(
                        "Errors",
                        lambda one: of[one].metric_errors(period=_MINUTE, label=one),
                        everyone,
                    ),
                ],
                [
                    per_function(
                        "Duration, 95th percentile (ms)",
                        lambda one: of[one].metric_duration(
                            period=_MINUTE, statistic="p95", label=one
                        ),
                        everyone,
                    ),
                    per_function(
                        "Not let run",
                        lambda one: of[one].metric_throttles(period=_MINUTE, label=one),
                        everyone,
                    ),
                ],
            ],
        )


def _graph(title: str, metrics: list[cloudwatch.IMetric]) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(title=title, left=metrics, width=12)
