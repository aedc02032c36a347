"""Who is told of what happens at the entrance: the person by mail, the witness for the record."""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.core.errors import HiloError
from chalicelib.domains.access.models import User, Visit
from chalicelib.domains.audit.models import Sighting
from chalicelib.domains.audit.ports import Witness
from chalicelib.domains.security.ports import Post


class Tidings:
    """Tells of entries and refusals; neither waits for it nor fails with it."""

    def __init__(self, post: Post, witness: Witness) -> None:
        self._post = post
        self._witness = witness

    def entered(self, user: User, visit: Visit, change: Change) -> None:
        """Somebody is in, perhaps with a browser that they never used before."""
        self._witness.noticed(Sighting(change.event, "user", user.id), change)
        if not visit.is_known_to(user.id):
            self._post.new_device(user, visit, change)

    def refused(self, event: str, user: User | None, error: HiloError, change: Change) -> None:
        """Somebody was not let in; the record says why, which they are not always told."""
        known, why = user.id if user else "", {"code": error.code}
        self._witness.noticed(Sighting(event, "user", known, why, "refused"), change)
