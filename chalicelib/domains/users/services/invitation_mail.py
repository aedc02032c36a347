"""Mails invitations, where this organisation sends mails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import digest
from chalicelib.domains.access.models import IssuedLink, User
from chalicelib.domains.mail.models import Mail

_KEY_LENGTH = 10


class MailRoom(Protocol):
    """Where mails are left."""

    @property
    def is_open(self) -> bool: ...

    def send(self, mail: Mail, *, key: str, change: Change) -> None: ...


class MailedInvitations:
    """The InvitationMail; each link has a mail of its own."""

    def __init__(self, room: MailRoom) -> None:
        self._room = room

    def invite(
        self, user: User, link: IssuedLink, address: Callable[[], str], change: Change
    ) -> bool:
        if not self._room.is_open:
            return False
        values: dict[str, str | datetime] = {
            "name": user.name,
            "link": f"{address()}/invitation#{link.token}",
            "valid_until": link.expires_at,
        }
        key = f"invitation#{user.id}#{digest(link.token, _KEY_LENGTH)}"
        self._room.send(Mail(user.email, "invitation", values), key=key, change=change)
        return True
