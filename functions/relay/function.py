"""The numbers of `relay`."""

from chalicelib.core.tables import CONVERSATIONS
from functions.definition import Function, Having, StreamTrigger
from functions.pulses import PULSE

DUE, TO_FETCH = Having("M#", "ds"), Having("M#", "ms", "f")
"""A message that waits to be sent, and one whose file has to be fetched, as they are stored."""

FUNCTION = Function(
    name="relay",
    trigger=StreamTrigger(
        CONVERSATIONS.name, batch_size=100, sort_keys=(PULSE,), having=(DUE, TO_FETCH)
    ),
    timeout_seconds=30,
    memory_mb=512,
    alarm="a maximum iterator age over one minute",
)
