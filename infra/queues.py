"""The queues: the one list that the local stack and the CDK read.

Queues behind are only a net: what can never succeed is written to the dead-letter items
and acknowledged, so counts are high and a single message there is an alarm.
"""

from chalicelib.core.queues import HISTORY, INBOUND, MEDIA, OUTBOUND, STATUS
from infra.queue_definition import QueueDefinition

_MANY = 100
_NETS = {name: f"dead-{name}" for name in (INBOUND, STATUS, HISTORY, MEDIA, OUTBOUND)}

QUEUES = (
    QueueDefinition(INBOUND, 60, _MANY, _NETS[INBOUND]),
    QueueDefinition(STATUS, 60, _MANY, _NETS[STATUS]),
    QueueDefinition(HISTORY, 120, _MANY, _NETS[HISTORY]),
    QueueDefinition(MEDIA, 150, _MANY, _NETS[MEDIA]),
    QueueDefinition(OUTBOUND, 90, _MANY, _NETS[OUTBOUND]),
    *(QueueDefinition(net) for net in _NETS.values()),
)
