"""An answer that never arrives: the connection stays open until the caller gives up."""

from __future__ import annotations

import asyncio

from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class NeverAnswered(Response):
    """Holds the connection until the caller leaves, the time is over or the double stops.

    Whoever waits to the end sees a broken answer: a status line would be a verdict, so the
    promised body never comes.
    """

    def __init__(self, seconds: float, stopping: asyncio.Event) -> None:
        super().__init__()
        self._seconds, self._stopping = seconds, stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        waits = {
            asyncio.create_task(_gone(receive)),
            asyncio.create_task(self._stopping.wait(), name="stopping"),
        }
        await asyncio.wait(waits, timeout=self._seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-type", b"application/json"), (b"content-length", b"2")],
            }
        )


async def _gone(receive: Receive) -> bool:
    while (await receive())["type"] != "http.disconnect":
        pass
    return True
