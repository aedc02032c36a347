"""The chain: how an entry is bound to the one before, and what is wrong with a chain.

Each entry's digest covers its shard, number, id, frame, the digest of its values and the
digest of the entry before. Whoever changes one has to change all that follow, and then the
heads differ from those that were sealed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from chalicelib.domains.audit.models import Act, ActId, Flaw, Head, Hole, Link, Seal
from chalicelib.domains.audit.rules import written

BEGINNING = Head(0, hashlib.sha256(b"").hexdigest())
_VALUES = ("before", "after", "detail")


def link_after(head: Head, shard: int, act: Act, salt: str) -> Link:
    """The entry of an act behind the head of its chain."""
    fields = json.loads(written(act))
    values = _canonical({name: fields.pop(name) for name in _VALUES if name in fields})
    frame, number = _canonical(fields), head.number + 1
    values_digest = _digest(salt, values)
    return Link(
        shard=shard,
        number=number,
        id=act.id,
        frame=frame,
        values=values,
        salt=salt,
        values_digest=values_digest,
        previous=head.digest,
        digest=_digest_of(shard, number, act.id, frame, values_digest, head.digest),
        position=number,
    )


def act_of(link: Link) -> Act:
    """The act of an entry, without values where they were erased."""
    values = {} if link.values is None else json.loads(link.values)
    return Act(**json.loads(link.frame), **values)


def head_of(link: Link) -> Head:
    return Head(link.number, link.digest)


class Walk:
    """Goes along one chain from a head that is known to be right; `holes` in order.

    `heads` are the digests of entries that were passed, by number, for the comparison with
    seals.
    """

    def __init__(self, shard: int, head: Head) -> None:
        self._shard = shard
        self._before: Head | None = None
        self._is_sound = True
        self._shifted = 0
        self._from = head.number
        self.head = head
        self.heads = {head.number: head.digest}
        self.holes: list[Hole] = []

    def go_on(self, links: Iterable[Link]) -> None:
        """Take the entries behind the head, in the order of their keys."""
        for link in links:
            if link.position is None:
                self._found(self.head.number + 1, "inserted")
            else:
                self._pass(link, link.position)

    def compare(self, seal: Seal) -> None:
        """Hold what was walked against what was sealed."""
        sealed = seal.heads[self._shard]
        if sealed.number > self.head.number:
            self._found(self.head.number + 1, "cut")
        elif self.heads.get(sealed.number, sealed.digest) != sealed.digest:
            self._found(sealed.number, "rewritten")

    def lost(self) -> None:
        """The entry that the walk began behind is not there any more, or is another one."""
        self._found(self._from, "rewritten" if self.head.number > self._from else "cut")

    def _pass(self, link: Link, position: int) -> None:
        expected = self.head.number + 1
        if position > expected:
            self._found(expected, "removed")
            self._is_sound = False
        flaw = self._flaw(link, position)
        if flaw == "inserted":
            self._shifted += 1
        if flaw is not None:
            self._found(position - (flaw in _OF_THE_ONE_BEFORE), flaw)
        self._is_sound = flaw not in {"reordered", "altered"}
        self._before = self.head
        self.head = Head(position, link.digest)
        self.heads[position] = link.digest

    def _flaw(self, link: Link, position: int) -> Flaw | None:
        if link.number != position - self._shifted:
            return "inserted" if self._makes_room(link, position) else "reordered"
        if _is_altered(link):
            return "altered"
        if self._is_sound and link.previous != self.head.digest:
            return "rewritten"
        return None

    def _makes_room(self, link: Link, position: int) -> bool:
        """Whether it follows the one before the last: the last was put between."""
        before = self._before
        return (
            link.number == position - self._shifted - 1
            and self._is_sound
            and before is not None
            and link.previous == before.digest
        )

    def _found(self, number: int, flaw: Flaw) -> None:
        hole = Hole(self._shard, number, flaw)
        if hole not in self.holes:
            self.holes.append(hole)


_OF_THE_ONE_BEFORE = frozenset({"inserted", "rewritten"})


def _is_altered(link: Link) -> bool:
    """Whether its content is another than that its digests were made of."""
    if link.values is not None and _digest(link.salt or "", link.values) != link.values_digest:
        return True
    return link.digest != _digest_of(
        link.shard, link.number, link.id, link.frame, link.values_digest, link.previous
    )


def _digest_of(
    shard: int, number: int, act_id: ActId, frame: str, values_digest: str, previous: str
) -> str:
    return _digest(str(shard), str(number), act_id, frame, values_digest, previous)


def _canonical(fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(*parts: str) -> str:
    """Of parts that no other parts are written like."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
