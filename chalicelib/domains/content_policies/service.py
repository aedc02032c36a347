"""Asked at every door through which something goes out to a customer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from chalicelib.core.ids import ConnectionId
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.content_policies import rules
from chalicelib.domains.content_policies.errors import ContentNotAllowedError
from chalicelib.domains.content_policies.models import ContentPolicy, Outgoing


class Connections(Protocol):
    """The connections there are."""

    def by_id(self, connection_id: ConnectionId) -> Connection | None: ...


class ContentPolicies:
    """`read` gives the present policies.

    Where the policies cannot be read, the failure is the answer: nothing goes out unjudged.
    """

    def __init__(
        self,
        read: Callable[[], Mapping[str, ContentPolicy]],
        connections: Connections,
    ) -> None:
        self._read = read
        self._connections = connections

    def are_any(self) -> bool:
        """Whether something may be refused to somebody."""
        return any(not one.is_retired for one in self._read().values())

    def refusals(self, connection_id: ConnectionId | None, role: str) -> rules.Refusals:
        """What a role may not send over a connection; None: over whichever."""
        return rules.refusals(self._read().values(), connection_id, role)

    def require(
        self,
        connection_id: ConnectionId | None,
        role: str,
        outgoing: Outgoing,
        *,
        is_named: bool = True,
    ) -> None:
        """Raises ContentNotAllowedError, which names the connection unless told not to."""
        refusals = self.refusals(connection_id, role)
        if not refusals:
            return
        link = rules.link_in(outgoing) if "link" in refusals else None
        kinds = rules.kinds_in(outgoing, link)
        refused = [(kind, policies) for kind, policies in refusals.items() if kind in kinds]
        if refused:
            raise ContentNotAllowedError(
                refused=[{"kind": kind, "policies": policies} for kind, policies in refused],
                connection=self._named(connection_id) if is_named else None,
                link=link,
            )

    def _named(self, connection_id: ConnectionId | None) -> dict[str, str | None] | None:
        if connection_id is None:
            return None
        connection = self._connections.by_id(connection_id)
        return {"id": connection_id, "name": connection.name if connection else None}
