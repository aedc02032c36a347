"""Why a connection is not created or changed."""

from __future__ import annotations

from chalicelib.core.errors import ConflictError


class ConnectionExistsError(ConflictError):
    """The application has a connection of that number already."""

    code = "connection_exists"
    detail = "This application already has a connection of that number. Edit that one."
