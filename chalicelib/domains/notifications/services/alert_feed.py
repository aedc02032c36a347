"""Brings what the stream shows into people's centres, and says so to those who are there.

Only rare changes are looked at, told apart by name before anything is read: an ordinary
message costs nothing here. A batch that is repeated finds what it kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from typing_extensions import TypedDict

from chalicelib.core.ids import UserId
from chalicelib.domains.alerts.models import Alert
from chalicelib.domains.alerts.ports import People
from chalicelib.domains.alerts.schemas import AlertView
from chalicelib.domains.alerts.services.centre import Centre
from chalicelib.domains.alerts.services.keeping import AlertKeeper
from chalicelib.domains.alerts.services.views import AlertViews
from chalicelib.domains.notes.ports import NoteImages, WhisperStore
from chalicelib.domains.notifications.ports import Images, SocketStore, StandingImages
from chalicelib.domains.notifications.services import alert_causes
from chalicelib.domains.notifications.services.delivery import Delivery, frame_text
from chalicelib.domains.notifications.services.push import StreamChange, event_of

_HANDED_OVER = frozenset(
    ("conversation.assigned", "conversation.released", "conversation.resolved")
)
_NOTED = frozenset(("note.added", "note.changed"))
_FAILED_AT = "s5"
"""The stamp of a failure, as messages are stored."""
_LATELY = 20  # whispers whose authors are told of the answers


class AlertFrame(TypedDict, total=False):
    """What a frame of an alert carries; that some were read is all it says."""

    alert: AlertView


class AlertFeed:
    """The use case of one batch of the stream, for what people find in their centres."""

    def __init__(  # noqa: PLR0913 - what is told, of what, to whom
        self,
        images: Images,
        notes: NoteImages,
        standings: StandingImages,
        *,
        whispers: WhisperStore,
        keeper: AlertKeeper,
        centre: Centre,
        views: AlertViews,
        sockets: SocketStore,
        delivery: Delivery,
        people: People,
    ) -> None:
        self._images = images
        self._notes = notes
        self._standings = standings
        self._whispers = whispers
        self._keeper = keeper
        self._centre = centre
        self._views = views
        self._sockets = sockets
        self._delivery = delivery
        self._people = people

    def handle(self, changes: Sequence[StreamChange]) -> None:
        """Keep what a batch of `conversations` tells."""
        for change in changes:
            self._keeper.keep(self._causes(change), self._announce)

    def handle_standings(self, changes: Sequence[StreamChange]) -> None:
        """Keep what a batch of `presence` tells."""
        for change in changes:
            if change.new is not None:
                old = self._standings.standing(change.old) if change.old else None
                found = alert_causes.of_standing(old, self._standings.standing(change.new))
                self._keeper.keep(found, self._announce)

    def _causes(self, change: StreamChange) -> Iterator[Alert]:
        if change.new is None:
            return
        event, at_ms, actor = event_of(change.new)
        if event in _HANDED_OVER:
            yield from self._of_head(event, at_ms, actor, change)
        elif event == "message.status_changed" and _FAILED_AT in change.new:
            yield from self._of_failure(at_ms, change)
        elif event in _NOTED:
            yield from self._of_note(at_ms, change)
        elif event == "whisper.added" and change.old is None:
            yield from self._of_whisper(at_ms, change.new)

    def _of_head(self, event: str, at_ms: int, actor: str, change: StreamChange) -> Iterator[Alert]:
        """By a person's hand alone: what functions do is nobody's to be told of."""
        if change.old is None or change.new is None or self._people.name_of(actor) is None:
            return
        old, new = self._images.head(change.old), self._images.head(change.new)
        if old and new and old.version != new.version:
            yield from alert_causes.of_head(event, at_ms, UserId(actor), old, new)

    def _of_failure(self, at_ms: int, change: StreamChange) -> Iterator[Alert]:
        new = self._images.message(change.new) if change.new else None
        old = self._images.message(change.old) if change.old else None
        if new:
            yield from alert_causes.of_message(at_ms, old, new)

    def _of_note(self, at_ms: int, change: StreamChange) -> Iterator[Alert]:
        new = self._notes.note(change.new) if change.new else None
        old = self._notes.note(change.old) if change.old else None
        if new:
            yield from alert_causes.of_note(at_ms, old, new)

    def _of_whisper(self, at_ms: int, image: dict[str, Any]) -> Iterator[Alert]:
        if whisper := self._notes.whisper(image):
            line = self._whispers.page(whisper.conversation_id, whisper.agent_id, None, _LATELY)
            yield from alert_causes.of_whisper(at_ms, whisper, line.items)

    def _announce(self, alert: Alert) -> None:
        principal = self._people.principal(alert.user_id)
        listeners = self._sockets.of_user(alert.user_id)
        present = [one for one in listeners if not self._delivery.is_over(one)]
        if principal is None or not present:
            return
        [shown] = self._centre.seen_by(principal, [alert])
        data: AlertFrame = {"alert": self._views.view(shown, principal)}
        frame = frame_text("alert.added", alert.at_ms, data, AlertFrame, principal.field_rules)
        for listener in present:
            self._delivery.post(listener.socket_id, [frame])
