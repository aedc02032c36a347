"""What nobody read or answered, counted again from the history of every HEAD.

A message is read when somebody read up to it, or beyond, after HEAD had taken it; answered
likewise. HEAD keeps two numbers; here are the sets that they must be the sizes of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from chalicelib.core.ids import ConversationId, MessageId
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.repository import StreamImages
from tests.faults.evidence import Evidence, Finding
from tests.faults.world import World

CARRIED = MessageId("")
"""Stands for a message of an episode merged into this one: any reading or answer is of it."""


@dataclass(slots=True)
class Tally:
    """Marks of messages by what they wait for; each with its place in the thread."""

    unread: dict[str, MessageId] = field(default_factory=dict)
    unanswered: dict[str, MessageId] = field(default_factory=dict)

    def take(self, mark: str, message_id: MessageId) -> None:
        self.unread[mark] = self.unanswered[mark] = message_id

    def read(self, up_to: MessageId) -> None:
        self.unread = {mark: one for mark, one in self.unread.items() if one > up_to}

    def answer(self, ours: MessageId) -> None:
        self.unanswered = {mark: one for mark, one in self.unanswered.items() if one > ours}

    def carry(self, other: Tally) -> None:
        self.unread |= dict.fromkeys(other.unread, CARRIED)
        self.unanswered |= dict.fromkeys(other.unanswered, CARRIED)
        other.unread, other.unanswered = {}, {}


class Recount:
    """Walks the stream once."""

    def __init__(self, world: World, evidence: Evidence) -> None:
        self._world, self._stored = world, evidence.stored
        self._ids = {rules.mark(one.id): one.id for one in evidence.stored.messages}
        self._tallies: defaultdict[ConversationId, Tally] = defaultdict(Tally)
        self._merging: defaultdict[ConversationId, list[ConversationId]] = defaultdict(list)
        self._seen: defaultdict[ConversationId, set[str]] = defaultdict(set)

    def findings(self) -> Iterator[Finding]:
        """HEADs at rest whose numbers are not what their history makes them."""
        images = StreamImages()
        for record in self._world.records:
            new, old = record["dynamodb"].get("NewImage"), record["dynamodb"].get("OldImage")
            if new is None:
                continue
            if head := images.head(new):
                self._step(images.head(old) if old else None, head)
        for head in self._stored.heads.values():
            yield from self._compared(head)

    def _step(self, old: Conversation | None, new: Conversation) -> None:
        tally = self._tallies[new.id]
        for closed in self._merging.pop(new.id, []):
            tally.carry(self._tallies[closed])
        front = old.applied[0] if old else rules.EMPTY_MARK
        if new.applied[0] not in (front, rules.EMPTY_MARK):
            self._take(new, new.unread - old.unread if old else 1)
        if old is None:
            return
        if new.sent[0] != old.sent[0]:
            self._seen[new.id].add(new.sent[0])
            tally.answer(self._ids.get(new.sent[0], CARRIED))
        if new.unread < old.unread and new.read_up_to is not None and new.merged_into is None:
            tally.read(new.read_up_to)
        if new.merged_into is not None and old.merged_into is None:
            self._merging[new.merged_into].append(new.id)

    def _take(self, head: Conversation, raised: int) -> None:
        """A message, and where it was counted again all that was missed: none, if it had been
        taken before and its mark had dropped out."""
        mark = head.applied[0]
        if mark not in self._seen[head.id] and raised:
            self._tallies[head.id].take(mark, self._ids.get(mark, CARRIED))
        self._seen[head.id].add(mark)

    def _compared(self, head: Conversation) -> Iterator[Finding]:
        tally = self._tallies[head.id]
        for closed in self._merging.get(head.id, []):
            tally.carry(self._tallies[closed])
        expected = (len(tally.unread), len(tally.unanswered))
        if (head.unread, head.unanswered) != expected:
            numbers = f"{head.unread} unread and {head.unanswered} unanswered, not {expected}"
            yield Finding("wrong count", head.id, f"HEAD counts {numbers}")
        if (head.waiting_since_ms is not None) != (head.unanswered > 0):
            yield Finding("wrong count", head.id, "waits though answered, or the reverse")
        for mark in self._seen[head.id] - self._ids.keys():
            yield Finding("lost", head.id, f"HEAD took a message of mark {mark}: it is not stored")
