"""The queues: the one list that the local stack and the CDK read.

Queues behind are only a net: what can never succeed is written to the dead-letter items
and acknowledged, so counts are high and a single message there is an alarm.
"""

from chalicelib.core.queues import (
    AUDIT,
    HISTORY,
    HISTORY_MEDIA,
    INBOUND,
    MEDIA,
    NETS,
    OUTBOUND,
    STATUS,
)
from infra.queue_definition import QueueDefinition

_MANY = 100

QUEUES = (
    QueueDefinition(INBOUND, 60, _MANY, NETS[INBOUND]),
    QueueDefinition(STATUS, 60, _MANY, NETS[STATUS]),
    QueueDefinition(HISTORY, 120, _MANY, NETS[HISTORY]),
    QueueDefinition(MEDIA, 150, _MANY, NETS[MEDIA]),
    QueueDefinition(HISTORY_MEDIA, 150, _MANY, NETS[HISTORY_MEDIA]),
    QueueDefinition(OUTBOUND, 150, _MANY, NETS[OUTBOUND]),
    QueueDefinition(AUDIT, 60, _MANY, NETS[AUDIT]),
    *(QueueDefinition(net) for net in NETS.values()),
)
