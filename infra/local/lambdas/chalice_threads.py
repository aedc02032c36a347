"""Makes the Chalice app fit for threads, as chalice.local does for its own server."""

from __future__ import annotations

from chalice.app import Chalice
from chalice.local import LocalChalice


def serve_threads(app: Chalice) -> None:
    """Give each thread a current request of its own; nothing where that was done before."""
    if isinstance(app, LocalChalice):
        return
    # A class for each: chalice.local changes the bases of one, and so of every app before.
    app.__class__ = type("ThreadedApp", (LocalChalice, app.__class__), {})
    app.websocket_api.configure(domain_name="localhost", stage="ws")  # else it asks for a region
