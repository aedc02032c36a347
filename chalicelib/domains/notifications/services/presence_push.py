"""Shows people's presence as soon as it changes: to themselves, and to supervisors who look.

The audience is computed from each person's present scope, the view from what stands now. A
socket does not hear of its own coming: who opened it asks how things stand once it is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from typing_extensions import TypedDict

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.ids import UserId
from chalicelib.domains.access.fields import NOTHING, FieldRules
from chalicelib.domains.access.models import People, User
from chalicelib.domains.access.rules import may, visible_users
from chalicelib.domains.notifications.models import Listener
from chalicelib.domains.notifications.ports import SocketStore, StandingImages
from chalicelib.domains.notifications.services.delivery import Delivery, frame_text
from chalicelib.domains.notifications.services.push import StreamChange
from chalicelib.domains.presence.schemas import PresenceView

_EVENT = "presence.changed"


class PresenceFrame(TypedDict):
    """What a frame of presence carries."""

    presence: PresenceView


class PresencePush:
    """The use case of one batch of the stream of `presence`."""

    def __init__(
        self,
        sockets: SocketStore,
        delivery: Delivery,
        view: Callable[[UserId], PresenceView],
        standings: StandingImages,
        people: Callable[[], People],
        clock: Clock,
    ) -> None:
        self._sockets = sockets
        self._delivery = delivery
        self._view = view
        self._standings = standings
        self._people = people
        self._clock = clock

    def handle(self, changes: Sequence[StreamChange]) -> None:
        """Send one frame for each person whose standing changed, however often it did."""
        newest: dict[UserId, set[str]] = {}
        for change in changes:
            if change.new is not None:
                new = self._standings.standing(change.new)
                old = self._standings.standing(change.old) if change.old else None
                had = {one.id for one in old.sockets} if old else set()
                newest[new.user_id] = {one.id for one in new.sockets} - had
        watchers = self._sockets.presence_watchers() if newest else []
        for user_id, came in newest.items():
            self._push(user_id, came, watchers)

    def _push(self, user_id: UserId, came: Collection[str], watchers: Sequence[Listener]) -> None:
        own = [one for one in self._sockets.of_user(user_id) if one.socket_id not in came]
        looking = [one for one in watchers if self._sees(one, user_id)]
        audience = [one for one in dict.fromkeys([*own, *looking]) if not self._is_over(one)]
        if not audience:
            return
        now_ms, view = to_ms(self._clock.now()), self._view(user_id)
        by_rules: dict[FieldRules, str] = {}
        for listener in audience:
            rules = self._rules(listener, about=user_id)
            if rules not in by_rules:
                by_rules[rules] = frame_text(
                    _EVENT, now_ms, {"presence": view}, PresenceFrame, rules
                )
            self._delivery.post(listener.socket_id, [by_rules[rules]])

    def _rules(self, listener: Listener, *, about: UserId) -> FieldRules:
        """What a listener sees of a colleague, or of themselves."""
        principal = self._people().principal(listener.user_id)
        rules = principal.field_rules if principal else NOTHING
        return rules.about_oneself if listener.user_id == about else rules

    def _is_over(self, listener: Listener) -> bool:
        return self._delivery.is_over(listener)

    def _sees(self, watcher: Listener, user_id: UserId) -> bool:
        """Whether somebody may see a person now; who may see nobody any more stops watching."""
        principal = self._people().principal(watcher.user_id)
        if principal is None or not may(principal, "presence.read"):
            change = Change("socket.changed", "push", to_ms(self._clock.now()))
            self._sockets.stop_watching_presence(watcher.socket_id, change)
            return False
        user: User | None = self._people().users.get(user_id)
        return user is not None and bool(visible_users(principal, [user]))
