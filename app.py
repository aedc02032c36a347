"""The Chalice app: middleware and one blueprint per resource. Stage `api` serves `/v1/...`."""

from __future__ import annotations

from chalice.app import Chalice, Response, WebsocketEvent

from chalicelib.api import (
    auth,
    author_colours,
    break_types,
    connections,
    content_policies,
    conversation_lists,
    conversations,
    dead_letters,
    drafts,
    labels,
    me,
    mentions,
    messages,
    meta,
    notes,
    preferences,
    presence,
    provider_notices,
    queues,
    sockets,
    starting,
    templates,
    thread,
    uploads,
    users,
    views,
    whispers,
)
from chalicelib.api.problem import translate_refusals

app = Chalice(app_name="hilo", configure_logs=False)
app.register_middleware(translate_refusals, "http")

RESOURCES = (
    meta,
    auth,
    me,
    preferences,
    views,
    queues,
    labels,
    users,
    presence,
    break_types,
    content_policies,
    author_colours,
    connections,
    conversation_lists,
    conversations,
    drafts,
    messages,
    notes,
    whispers,
    mentions,
    thread,
    starting,
    templates,
    uploads,
    dead_letters,
    provider_notices,
)
for resource in RESOURCES:
    app.register_blueprint(resource.routes)


@app.on_ws_connect()
def on_connect(event: WebsocketEvent) -> Response:
    """Stage `ws`: somebody with a ticket."""
    return sockets.connect(event)


@app.on_ws_message()
def on_message(event: WebsocketEvent) -> None:
    """Stage `ws`: a frame of a client."""
    sockets.answer(event)


@app.on_ws_disconnect()
def on_disconnect(event: WebsocketEvent) -> None:
    """Stage `ws`: a client is gone."""
    sockets.disconnect(event)
