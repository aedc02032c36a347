"""The queues of `infra/queues.py`, encrypted, over TLS only, FIFO at high throughput."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.deployment.names import Names
from infra.queue_definition import QueueDefinition
from infra.queues import QUEUES


class Queues(Construct):
    """`of` maps logical names to queues; `nets` are those behind, which should stay empty."""

    def __init__(self, scope: Construct, name: str, *, names: Names) -> None:
        super().__init__(scope, name)
        self._names = names
        behind = {one.dead_letter for one in QUEUES}
        self.of: dict[str, sqs.Queue] = {}
        for definition in sorted(QUEUES, key=lambda one: one.dead_letter is not None):
            self.of[definition.name] = self._queue(definition)
        self.nets = {name: queue for name, queue in self.of.items() if name in behind}

    def _queue(self, definition: QueueDefinition) -> sqs.Queue:
        net = None
        if definition.dead_letter and definition.max_receive_count:
            net = sqs.DeadLetterQueue(
                queue=self.of[definition.dead_letter],
                max_receive_count=definition.max_receive_count,
            )
        fifo = definition.fifo
        return sqs.Queue(
            self,
            definition.name,
            queue_name=self._names.queue(definition.name),
            visibility_timeout=cdk.Duration.seconds(definition.visibility_timeout_seconds),
            retention_period=cdk.Duration.days(14),
            dead_letter_queue=net,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            fifo=fifo or None,
            deduplication_scope=sqs.DeduplicationScope.MESSAGE_GROUP if fifo else None,
            fifo_throughput_limit=(sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID if fifo else None),
            removal_policy=cdk.RemovalPolicy.RETAIN,
        )
