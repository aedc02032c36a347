"""The numbers of `push`."""

from chalicelib.core.tables import CONVERSATIONS, PRESENCE
from functions.definition import Function, StreamTrigger
from functions.pulses import PULSE

NOTES = ("N#", "W#")
"""Keys of what stays in the house."""

STANDING = "P"
"""How it stands with a person, as it is stored; facts of a day are not shown."""

FUNCTION = Function(
    name="push",
    trigger=StreamTrigger(CONVERSATIONS.name, batch_size=100, sort_keys=("H", "M#", *NOTES, PULSE)),
    more_streams=(StreamTrigger(PRESENCE.name, batch_size=100, sort_keys=(STANDING,)),),
    timeout_seconds=30,
    memory_mb=512,
    alarm="a maximum iterator age over one minute",
)
