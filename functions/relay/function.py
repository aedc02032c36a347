"""The numbers of `relay`."""

from chalicelib.core.tables import CONVERSATIONS
from functions.definition import Function, StreamTrigger
from functions.pulses import PULSE

FUNCTION = Function(
    name="relay",
    trigger=StreamTrigger(CONVERSATIONS.name, batch_size=100, sort_keys=("M#", PULSE)),
    timeout_seconds=30,
    memory_mb=512,
    alarm="a maximum iterator age over one minute",
)
