"""The numbers of `webhook`."""

from functions.definition import Function, HttpTrigger

FUNCTION = Function(
    name="webhook",
    trigger=HttpTrigger(("GET /webhooks/{channel}/{app_id}", "POST /webhooks/{channel}/{app_id}")),
    timeout_seconds=10,
    memory_mb=512,
    reserved_concurrency=200,
    alarm="an error: the provider delivers again, late",
)
