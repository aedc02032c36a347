"""What calls the functions: queues, streams and the schedule of their definitions."""

from __future__ import annotations

import json

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from functions.definition import Function, QueueTrigger, ScheduleTrigger, StreamTrigger
from functions.registry import FUNCTIONS
from infra.cdk.filling import fill
from infra.cdk.functions import Functions
from infra.cdk.roles import allow
from infra.cdk.stateful import StatefulStack
from infra.deployment.names import Names
from infra.deployment.policies import UNDELIVERED, queue_grants, stream_grants

STREAM_RETRIES = 5


class Triggers(Construct):
    """Event source mappings and rules; each gives its function the right to be fed."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        functions: Functions,
        names: Names,
        stateful: StatefulStack,
    ) -> None:
        super().__init__(scope, name)
        self._functions, self._names, self._stateful = functions, names, stateful
        for function in FUNCTIONS:
            called = functions.live[function.name]
            self._by_queues(function, called)
            match function.trigger:
                case StreamTrigger():
                    self._by_stream(function.name, called, function.trigger)
                case ScheduleTrigger():
                    self._by_schedule(function.name, called, function.trigger)
                case _:  # queues are above, and the doors call the others
                    continue
            for further in function.more_streams:
                self._by_stream(f"{function.name}-{further.table}", called, further, function.name)

    def _by_queues(self, function: Function, called: lambda_.IFunction) -> None:
        """The mapping of its own queue has its name; others are told by their queues'."""
        for trigger in function.queue_triggers:
            name = function.name if trigger is function.trigger else trigger.queue
            self._by_queue(name, function.name, called, trigger)

    def _by_queue(
        self, name: str, function: str, called: lambda_.IFunction, trigger: QueueTrigger
    ) -> None:
        """A full batch is not waited for; answers say which messages come again."""
        queue = self._stateful.queues.of[trigger.queue]
        role = self._functions.roles[function]
        allow(role, queue_grants(trigger.queue, self._names))
        lambda_.EventSourceMapping(
            self,
            name,
            target=called,
            event_source_arn=queue.queue_arn,
            batch_size=trigger.batch_size,
            max_concurrency=trigger.maximum_concurrency,
            report_batch_item_failures=True,
        ).node.add_dependency(role)

    def _by_stream(
        self,
        name: str,
        called: lambda_.IFunction,
        trigger: StreamTrigger,
        function: str | None = None,
    ) -> None:
        """What fails to the end is kept whole in a bucket, so that nothing is lost unseen.

        `name` is the mapping's; the function has the same one unless another is given.
        """
        table = self._stateful.tables.of[trigger.table]
        role = self._functions.roles[function or name]
        allow(role, stream_grants(trigger.table, self._names))
        mapping = lambda_.EventSourceMapping(
            self,
            name,
            target=called,
            event_source_arn=table.table_stream_arn,
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            batch_size=trigger.batch_size,
            bisect_batch_on_error=True,
            retry_attempts=STREAM_RETRIES,
            filters=[{"pattern": json.dumps(one)} for one in trigger.patterns()],
        )
        mapping.node.add_dependency(role)
        # On the resource itself: the CDK's own destination grants deleting and more.
        resource = lambda_.CfnEventSourceMapping
        mapping.node.default_child.destination_config = resource.DestinationConfigProperty(
            on_failure=resource.OnFailureProperty(
                destination=fill(cdk.Stack.of(self), self._names.bucket_arn(UNDELIVERED))
            )
        )

    def _by_schedule(self, name: str, called: lambda_.IFunction, trigger: ScheduleTrigger) -> None:
        """A run that failed is not repeated: the next one does its work."""
        period = cdk.Duration.seconds(trigger.every_seconds)
        target = targets.LambdaFunction(called, max_event_age=period, retry_attempts=0)
        events.Rule(self, name, schedule=events.Schedule.rate(period), targets=[target])
