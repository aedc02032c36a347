"""Makes the Chalice app fit for threads, as chalice.local does for its own server."""

from __future__ import annotations

from chalice.app import Chalice
from chalice.local import CustomLocalChalice, LocalChalice


def serve_threads(app: Chalice) -> None:
    """Give each thread a current request of its own; nothing where that was done before."""
    if isinstance(app, CustomLocalChalice):
        return
    CustomLocalChalice.__bases__ = (LocalChalice, app.__class__)
    app.__class__ = CustomLocalChalice
    app.websocket_api.configure(domain_name="localhost", stage="ws")  # else it asks for a region
