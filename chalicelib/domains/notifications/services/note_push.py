"""Turns notes and whispers of the stream into frames for those who may see them now.

A note reaches the holder, those viewing its conversation and those it mentions; a whisper
the holder it belongs to and supervisors: those viewing, and those who took part lately.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from typing_extensions import TypedDict

from chalicelib.core.ids import ConversationId, UserId
from chalicelib.domains.access.models import Principal
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.ports import People, ThreadStore
from chalicelib.domains.conversations.schemas import ConversationView
from chalicelib.domains.conversations.services.reading import Reading
from chalicelib.domains.notes.models import Note, Whisper
from chalicelib.domains.notes.ports import NoteImages, Sight, WhisperStore
from chalicelib.domains.notes.rules import may_read
from chalicelib.domains.notes.schemas import NoteView, WhisperView
from chalicelib.domains.notes.services.views import NoteViews
from chalicelib.domains.notifications.ports import SocketStore
from chalicelib.domains.notifications.services.delivery import Delivery, frame_text
from chalicelib.domains.notifications.services.push import StreamChange, event_of

_LATELY = 20  # whispers whose authors still hear the answers


class NoteFrame(TypedDict, total=False):
    """What a frame of a note or a whisper may carry."""

    note: NoteView
    mentioned: list[str]
    whisper: WhisperView
    conversation: ConversationView


class NotePush:
    """The use case of one batch of the stream, for what stays in the house."""

    def __init__(  # noqa: PLR0913 - what is told, of what, to whom
        self,
        images: NoteImages,
        *,
        threads: ThreadStore,
        whispers: WhisperStore,
        sockets: SocketStore,
        delivery: Delivery,
        views: NoteViews,
        reading: Reading,
        people: People,
        sight: Sight,
    ) -> None:
        self._images = images
        self._threads = threads
        self._whispers = whispers
        self._sockets = sockets
        self._delivery = delivery
        self._views = views
        self._reading = reading
        self._people = people
        self._sight = sight

    def handle(self, changes: Sequence[StreamChange]) -> None:
        """Send the frames of a batch; repeating it repeats frames, which clients ignore."""
        for change in changes:
            if change.new is None:
                continue
            event, at_ms, _ = event_of(change.new)
            if note := self._images.note(change.new):
                old = self._images.note(change.old) if change.old else None
                if old is None or old.version != note.version:
                    self._push_note(note, old, event, at_ms)
            elif (whisper := self._images.whisper(change.new)) and change.old is None:
                self._push_whisper(whisper, event, at_ms)

    def _push_note(self, note: Note, old: Note | None, event: str, at_ms: int) -> None:
        head = self._head(note.conversation_id)
        if head is None:
            return
        known = old.mentions if old else ()
        data: NoteFrame = {
            "note": self._views.note(note),
            "mentioned": [one for one in note.mentions if one not in known],
        }
        people = {*note.mentions, head.assignee_id}
        self._tell(head, people, event, at_ms, data, lambda _: True)

    def _push_whisper(self, whisper: Whisper, event: str, at_ms: int) -> None:
        head = self._head(whisper.conversation_id)
        if head is None:
            return
        lately = self._whispers.page(head.id, whisper.agent_id, None, _LATELY).items
        people = {whisper.agent_id, *(one.author_id for one in lately)}
        data: NoteFrame = {"whisper": self._views.whisper(whisper)}
        self._tell(head, people, event, at_ms, data, lambda one: may_read(one, whisper))

    def _head(self, conversation_id: ConversationId) -> Conversation | None:
        return self._threads.head(conversation_id, consistent=False)

    def _tell(
        self,
        head: Conversation,
        people: Iterable[UserId | None],
        event: str,
        at_ms: int,
        data: NoteFrame,
        may_hear: Callable[[Principal], bool],
    ) -> None:
        listeners = self._sockets.viewers(head.id)
        for user_id in sorted(one for one in people if one):
            listeners = listeners + self._sockets.of_user(user_id)
        present = [one for one in dict.fromkeys(listeners) if not self._delivery.is_over(one)]
        if not present:
            return
        sees, of_role = self._sight.sight_of(head), dict[str, str]()
        for listener in present:
            principal = self._people.principal(listener.user_id)
            if principal is None or not may_hear(principal) or not sees(principal):
                continue
            if principal.role not in of_role:
                shown: NoteFrame = {
                    **data,
                    "conversation": self._reading.view(head, principal),
                }
                rules = principal.field_rules
                of_role[principal.role] = frame_text(event, at_ms, shown, NoteFrame, rules)
            self._delivery.post(listener.socket_id, [of_role[principal.role]])
