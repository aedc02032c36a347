"""Puts acts on record: each once, at the end of its chain, wherever a run was cut short.

First a number is kept for the act, then the entry is put there, last it is listed for
searches. A number taken meanwhile by another act is given up for the next one; an entry
never moves. So whoever is killed, or runs twice at once, neither doubles nor forks.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from chalicelib.core.errors import BusyError
from chalicelib.domains.audit import rules
from chalicelib.domains.audit.chain import BEGINNING, head_of, link_after
from chalicelib.domains.audit.models import Act, Head
from chalicelib.domains.audit.ports import Record

_ROUNDS = 20


class Chaining:
    """The use case of `audit`."""

    def __init__(
        self, record: Record, salt: Callable[[], str] = lambda: secrets.token_hex(16)
    ) -> None:
        self._record = record
        self._salt = salt

    def add(self, act: Act) -> None:
        """Put it on record, if it is not. Raises BusyError after too many lost races."""
        shard = rules.shard_of(act)
        for _ in range(_ROUNDS):
            pinned, head = self._record.listed(act.id), self._head(shard)
            kept = pinned.number if pinned else None
            if kept is not None and kept <= head.number and self._stands(act, shard, kept):
                return self._record.enlist(rules.listed(act, shard, kept))
            listed = rules.listed(act, shard, head.number + 1)
            if kept != listed.number and not self._record.pin(listed, instead_of=kept):
                continue
            if self._record.append(link_after(head, shard, act, self._salt())):
                return self._record.enlist(listed)
        raise BusyError

    def _stands(self, act: Act, shard: int, number: int) -> bool:
        link = self._record.link(shard, number)
        return link is not None and link.id == act.id

    def _head(self, shard: int) -> Head:
        last = self._record.last(shard)
        return head_of(last) if last else BEGINNING
