"""Alarms: what somebody must look at, and nothing that mends itself.

The description of each names the page of `docs/runbooks` that tells what to do.
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from chalicelib.domains.health.rules import WAITING_AFTER_MS_OF
from functions.definition import ScheduleTrigger, StreamTrigger
from functions.registry import FUNCTIONS
from infra.cdk.functions import Functions
from infra.cdk.queues import Queues
from infra.cdk.settings import DeploymentSettings
from infra.cdk.tables import Tables
from infra.deployment.lambdas import LAMBDAS
from infra.deployment.watched_lines import WATCHED_LINES, WatchedLine

NAMESPACE = "Hilo"
_MINUTE = cdk.Duration.minutes(1)
_FIVE_MINUTES = cdk.Duration.minutes(5)
_OLDEST_MS = 60_000
_OLDEST_RECORD_MS = 60_000
_SILENT_RUNS = 3
_ABOVE = cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD
_BELOW = cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
_QUIET, _ALARMING = (
    cloudwatch.TreatMissingData.NOT_BREACHING,
    cloudwatch.TreatMissingData.BREACHING,
)


class Alarms(Construct):
    """`all` of them tell one topic; its readers are the organisation's."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        settings: DeploymentSettings,
        functions: Functions,
        queues: Queues,
        tables: Tables,
    ) -> None:
        super().__init__(scope, name)
        self._functions, self._queues, self._tables = functions, queues, tables
        self.topic = sns.Topic(self, "topic", display_name="Hilo", enforce_ssl=True)
        if settings.alarm_email:
            self.topic.add_subscription(subscriptions.EmailSubscription(settings.alarm_email))
        self.all: list[cloudwatch.Alarm] = []
        self._of_nets()
        self._of_functions()
        self._of_triggers()
        self._of_tables()
        for line in WATCHED_LINES:
            self._of_line(line)

    def _of_nets(self) -> None:
        """What can never succeed is written elsewhere: a message in a net is a fault of ours."""
        for name, queue in self._queues.nets.items():
            waiting = queue.metric_approximate_number_of_messages_visible(
                period=_MINUTE, statistic="Maximum"
            )
            text = f"A message in {name}: nobody could process it."
            self._alarm(name, waiting, 0, text, page="mensajes-sin-procesar")

    def _of_functions(self) -> None:
        for name, function in self._functions.of.items():
            errors = function.metric_errors(period=_MINUTE)
            text = f"{name}: {LAMBDAS[name].alarm}."
            self._alarm(f"{name}-errors", errors, 0, text, page="funcion-con-errores")
            throttles = function.metric_throttles(period=_MINUTE)
            text = f"{name} is not let run."
            self._alarm(f"{name}-throttles", throttles, 0, text, page="funcion-limitada")

    def _of_triggers(self) -> None:
        for function in FUNCTIONS:
            for trigger in function.queue_triggers:
                self._of_queue(function.name, trigger.queue)
            match function.trigger:
                case StreamTrigger():
                    self._of_stream(function.name)
                case ScheduleTrigger(every_seconds):
                    self._of_schedule(function.name, every_seconds)
                case _:
                    continue

    def _of_queue(self, name: str, queue: str) -> None:
        age = self._queues.of[queue].metric_approximate_age_of_oldest_message(
            period=_MINUTE, statistic="Maximum"
        )
        limit = WAITING_AFTER_MS_OF.get(queue, _OLDEST_MS) // 1000
        text = f"{queue} waits for {name} for over {limit} s."
        alarm = f"{queue.removesuffix('.fifo')}-age"
        self._alarm(alarm, age, limit, text, page="cola-atrasada", minutes=3)

    def _of_stream(self, name: str) -> None:
        age = self._functions.of[name].metric("IteratorAge", period=_MINUTE, statistic="Maximum")
        text = f"{name} is over a minute behind what was written."
        self._alarm(f"{name}-age", age, _OLDEST_RECORD_MS, text, page="consumidor-detenido")

    def _of_schedule(self, name: str, every_seconds: int) -> None:
        runs = self._functions.of[name].metric_invocations(
            period=cdk.Duration.seconds(every_seconds), statistic="Sum"
        )
        self._alarm(
            f"{name}-silent",
            runs,
            1,
            f"{name} has not run {_SILENT_RUNS} times in a row.",
            page="reloj-detenido",
            minutes=_SILENT_RUNS,
            comparison=_BELOW,
        )

    def _of_tables(self) -> None:
        """Throttled requests that the SDK repeats are seen here before people notice them."""
        for name, table in self._tables.of.items():
            throttled = cloudwatch.MathExpression(
                expression="FILL(reads, 0) + FILL(writes, 0)",
                using_metrics={
                    "reads": table.metric("ReadThrottleEvents", statistic="Sum"),
                    "writes": table.metric("WriteThrottleEvents", statistic="Sum"),
                },
                period=_MINUTE,
                label=f"{name} throttled",
            )
            text = f"Table {name} throttles requests."
            self._alarm(f"{name}-throttled", throttled, 0, text, page="tabla-limitada", minutes=2)

    def _of_line(self, line: WatchedLine) -> None:
        """Lines of several functions add up in one metric."""
        for function in line.functions:
            filtered = logs.MetricFilter(
                self,
                f"{line.alarm}-filter-{function}",
                log_group=self._functions.logs[function],
                filter_pattern=logs.FilterPattern.literal(line.pattern),
                metric_namespace=NAMESPACE,
                metric_name=line.metric,
                metric_value=line.value,
                default_value=0,
            )
        counted = filtered.metric(period=_FIVE_MINUTES, statistic="Sum")
        self._alarm(line.alarm, counted, 0, line.description, page=line.page)

    def _alarm(
        self,
        name: str,
        metric: cloudwatch.IMetric,
        threshold: float,
        description: str,
        *,
        page: str,
        minutes: int = 1,
        comparison: cloudwatch.ComparisonOperator = _ABOVE,
    ) -> None:
        alarm = cloudwatch.Alarm(
            self,
            name,
            metric=metric,
            threshold=threshold,
            evaluation_periods=minutes,
            comparison_operator=comparison,
            treat_missing_data=_ALARMING if comparison is _BELOW else _QUIET,
            alarm_description=f"Hilo, {description} docs/runbooks/{page}.md",
        )
        alarm.add_alarm_action(actions.SnsAction(self.topic))
        alarm.add_ok_action(actions.SnsAction(self.topic))
        self.all.append(alarm)
