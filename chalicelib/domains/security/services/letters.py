"""Tells people by mail of what happens to their account.

All but the link of a reset is best effort: a deployment that sends no mail lets people in all
the same. Where there is nobody to tell, a letter to nobody is written, so that requests for
known and unknown addresses cost the same; the mail room throws it away. Each is in the language
that its reader chose, else in the product's first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.clock import from_ms
from chalicelib.core.errors import HiloError
from chalicelib.core.ids import UserId
from chalicelib.core.observability import logger
from chalicelib.domains.access.models import IssuedLink, User, Visit
from chalicelib.domains.mail.models import NOBODY, Language, Mail, MailKind
from chalicelib.domains.security.models import Passkey
from chalicelib.domains.security.ports import DeviceNames

RESET_PAGE = "/reset#"  # behind the mark no server and no log of one sees it


_Values = Mapping[str, str | datetime]


class MailRoom(Protocol):
    """What is used of the mail room."""

    def send(self, mail: Mail, *, key: str, change: Change) -> None: ...


class Letters:
    """Post, by the mail room."""

    def __init__(
        self,
        room: Callable[[], MailRoom],
        device_names: DeviceNames,
        language_of: Callable[[UserId], Language],
    ) -> None:
        self._room = room
        self._device_names = device_names
        self._language_of = language_of

    def password_reset(
        self, user: User | None, link: IssuedLink, public_address: str, change: Change
    ) -> None:
        """The link, whose token is nowhere else; to nobody where nobody has the address."""
        address = f"{public_address}{RESET_PAGE}{link.token}"
        values: _Values = {"link": address, "valid_until": link.expires_at}
        self._send("password_reset", user, values, change)

    def password_changed(self, user: User, ip: str, change: Change) -> None:
        """With when and from where."""
        at = from_ms(change.at_ms)
        self._send("password_changed", user, {"at": at, "place": ip}, change)

    def new_device(self, user: User, visit: Visit, change: Change) -> None:
        """A browser that they never came with before."""
        device = self._device_names(visit.user_agent) or visit.user_agent or "?"
        at = from_ms(change.at_ms)
        values: _Values = {"at": at, "place": visit.ip, "device": device}
        self._send("new_device", user, values, change)

    def repeated_failures(self, user: User | None, count: int, change: Change) -> None:
        """Somebody guesses; the account is locked for strangers for a while."""
        values: _Values = {"at": from_ms(change.at_ms), "count": str(count)}
        self._send("repeated_failures", user, values, change)

    def factor_removed(self, user: User, change: Change) -> None:
        """An administrator took the second factor away."""
        self._send("factor_removed", user, {"at": from_ms(change.at_ms)}, change)

    def passkey_added(self, passkey: Passkey, user: User, ip: str, change: Change) -> None:
        """Something opens the account that did not before."""
        at = from_ms(change.at_ms)
        values: _Values = {"at": at, "place": ip, "passkey": passkey.name}
        self._send("passkey_added", user, values, change)

    def _send(
        self,
        kind: MailKind,
        user: User | None,
        values: Mapping[str, str | datetime],
        change: Change,
    ) -> None:
        to, name = (user.email, user.name) if user else (NOBODY, NOBODY)
        key = f"{kind}#{to}#{change.request_id or change.at_ms}"
        try:
            language = self._language_of(user.id if user else UserId(NOBODY))
            mail = Mail(to, kind, {"name": name, **values}, language)
            self._room().send(mail, key=key, change=change)
        except HiloError as exc:
            logger.warning("mail not sent", extra={"kind": kind, "error": exc.code})
