"""The numbers of `clock`."""

from functions.definition import Function, ScheduleTrigger

FUNCTION = Function(
    name="clock",
    trigger=ScheduleTrigger(every_seconds=60),
    timeout_seconds=50,
    memory_mb=512,
    reserved_concurrency=1,
    alarm="an error, or no run for three minutes",
)
