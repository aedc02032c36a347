"""The post of a deployment that sends no mail: the log says what nobody was told."""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.core.observability import logger
from chalicelib.domains.access.models import IssuedLink, User, Visit


class Silence:
    """Post."""

    def password_reset(self, user: User | None, link: IssuedLink, change: Change) -> None:
        """The link is lost: nobody but its addressee may know it."""
        _log("password_reset")

    def password_changed(self, user: User, ip: str, change: Change) -> None:
        _log("password_changed")

    def new_device(self, user: User, visit: Visit, change: Change) -> None:
        _log("new_device")

    def repeated_failures(self, user: User | None, count: int, change: Change) -> None:
        _log("repeated_failures")

    def factor_removed(self, user: User, change: Change) -> None:
        _log("factor_removed")


def _log(kind: str) -> None:
    logger.info("mail not sent", extra={"kind": kind})
