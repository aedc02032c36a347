"""The Chalice app: middleware and one blueprint per resource. Stage `api` serves `/v1/...`."""

from __future__ import annotations

from chalice.app import Chalice

from chalicelib.api import (
    auth,
    connections,
    conversations,
    dead_letters,
    me,
    messages,
    meta,
    queues,
    sockets,
    users,
)
from chalicelib.api.problem import translate_refusals

app = Chalice(app_name="hilo", configure_logs=False)
app.register_middleware(translate_refusals, "http")

RESOURCES = (
    meta,
    auth,
    me,
    queues,
    users,
    connections,
    conversations,
    messages,
    dead_letters,
    sockets,
)
for resource in RESOURCES:
    app.register_blueprint(resource.routes)
