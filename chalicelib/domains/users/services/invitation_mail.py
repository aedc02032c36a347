"""Mails invitations, where this organisation sends mails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import digest
from chalicelib.domains.access.models import IssuedLink, User
from chalicelib.domains.mail.models import Mail, MailPolicy

_KEY_LENGTH = 10


class MailRoom(Protocol):
    """Where mails are left."""

    @property
    def is_open(self) -> bool: ...

    def send(self, mail: Mail, *, key: str, change: Change) -> None: ...


class MailedInvitations:
    """The InvitationMail; each link has a mail of its own."""

    def __init__(self, room: MailRoom, policy: MailPolicy) -> None:
        self._room = room
        self._policy = policy

    def invite(
        self, user: User, link: IssuedLink, address: Callable[[], str], change: Change
    ) -> bool:
        if not self._room.is_open:
            return False
        values = {
            "name": user.name,
            "organisation": self._policy.organisation,
            "link": f"{address()}/invitation#{link.token}",
            "valid_until": link.expires_at,
        }
        key = f"invitation#{user.id}#{digest(link.token, _KEY_LENGTH)}"
        self._room.send(Mail(user.email, "invitation", values), key=key, change=change)
        return True
