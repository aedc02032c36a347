"""Where the rest of the product leaves its mails."""

from __future__ import annotations

import json
from dataclasses import asdict

from chalicelib.core.change import Change
from chalicelib.core.errors import BusyError
from chalicelib.core.queues import MAIL, QueueMessage, Queues, QueueUnavailableError
from chalicelib.domains.mail.errors import MailNotConfiguredError
from chalicelib.domains.mail.models import Dispatch, Letter, Mail, MailPolicy
from chalicelib.domains.mail.ports import DispatchStore
from chalicelib.domains.mail.writing import write


class MailRoom:
    """Writes mails and queues them; what waits is carried by the function `mail`."""

    def __init__(self, policy: MailPolicy, dispatches: DispatchStore, queues: Queues) -> None:
        self._policy = policy
        self._dispatches = dispatches
        self._queues = queues

    @property
    def is_open(self) -> bool:
        """Whether this deployment sends mails at all."""
        return bool(self._policy.mail_from)

    def send(self, mail: Mail, *, key: str, change: Change) -> None:
        """Queue it; with one key it goes out once, however often this is called.

        Raises MailNotConfiguredError, BusyError where it is on no queue.
        """
        if not self.is_open:
            raise MailNotConfiguredError
        letter = write(mail, key, self._policy)
        self._dispatches.note(key, Dispatch("waiting", change.at_ms), change)
        try:
            self._queues.send(MAIL, [QueueMessage(packed(letter))])
        except QueueUnavailableError as exc:
            raise BusyError from exc

    def dispatch(self, key: str) -> Dispatch | None:
        """How far a mail of the last thirty days has come."""
        return self._dispatches.dispatch(key)


def packed(letter: Letter) -> str:
    """As it lies on the queue."""
    return json.dumps(asdict(letter), ensure_ascii=False)


def unpacked(body: str) -> Letter:
    """What `packed` wrote."""
    return Letter(**json.loads(body))
