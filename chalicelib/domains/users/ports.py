"""What keeping people needs from the rest of the product."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.access.models import IssuedLink, User


class HeldConversations(Protocol):
    """The open conversations that people hold, whoever asks; what is put off counts, too."""

    def held_by(self, user_id: UserId) -> Mapping[QueueId, int]:
        """How many of each queue."""

    def everything_of(self, user_id: UserId, change: Change) -> int:
        """Back to their queues; to repeat it does no harm. Answers how many went."""


class OpenSockets(Protocol):
    """The sockets that people have open."""

    def hang_up_all(self, user_id: UserId) -> None:
        """Close those of every session of somebody; to repeat it does no harm."""


class InvitationMail(Protocol):
    """Brings invitations to people."""

    def invite(
        self, user: User, link: IssuedLink, address: Callable[[], str], change: Change
    ) -> bool:
        """Mail it; False where no mails are sent, so that whoever invites hands it over.

        `address`: what a link to the product begins with.
        """
