"""The Chalice app: middleware and the resources. Stage `api` serves `/v1/...`."""

from __future__ import annotations

from chalice.app import Response, WebsocketEvent

from chalicelib.api import sockets
from chalicelib.api.problem import translate_refusals
from chalicelib.api.resources import ResourceApp

app = ResourceApp("hilo")
app.register_middleware(translate_refusals, "http")


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
