"""The one inbound pipeline of every channel: connection, parser, then the use case.

What can never succeed goes to the dead letters and is acknowledged, so that its lane goes
on; what refers to a message not known yet waits on the `status` queue, at most ten minutes.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chalicelib.adapters.channels.parsers import parse
from chalicelib.adapters.channels.raw_update import BROUGHT_ALONG, RawUpdate, pack
from chalicelib.adapters.faults import is_passing
from chalicelib.core.body_store import BodyStore
from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.ids import ConnectionId
from chalicelib.core.observability import logger
from chalicelib.core.queues import HISTORY, INBOUND, STATUS, QueueMessage, Queues
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.connections.service import Connections
from chalicelib.domains.conversations.errors import UnparsableError
from chalicelib.domains.conversations.events import (
    AccountTold,
    ChannelEvent,
    DeliveryReported,
    HistoryReported,
    MessageChanged,
    MessageEchoed,
    MessageReceived,
    NamesTold,
    PastTold,
    UpdateKept,
)
from chalicelib.domains.conversations.ports import KeptUpdates, MediaStore
from chalicelib.domains.conversations.services.facts import Applied, Facts
from chalicelib.domains.conversations.services.intake import Intake
from chalicelib.domains.dead_letters.errors import FAULTY_LINE
from chalicelib.domains.limits.errors import TooManyMessagesError
from chalicelib.domains.limits.service import InboundLimits

if TYPE_CHECKING:
    from chalicelib.domains.conversations.services.echoes import Echoes
    from chalicelib.domains.conversations.services.history import History
    from chalicelib.domains.dead_letters.models import Reason
    from chalicelib.domains.dead_letters.service import DeadLetters
    from chalicelib.domains.health.services.notes import HealthNotes

PARKED_SECONDS = 600
FAULTY_TRIES = 5
_LONGEST_DELAY_SECONDS = 120
_OF_CONNECTIONS = ("message", "status")  # what only an enabled connection takes
_TELL_NAMES = ("message", "echo", "past")
_MAX_ITEM_BYTES = 300_000  # an item of the database holds 400 kB


class RefusedUpdateError(Exception):
    """An update that nobody can process: for the dead letters."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Processes raw updates; repeating one is always safe.

    What customers write now needs none of the calls: those are built when asked.
    """

    connections: Connections
    intake: Intake
    facts: Facts
    queues: Queues
    bodies: BodyStore
    files: MediaStore
    limits: InboundLimits
    clock: Clock
    echoes: Callable[[], Echoes]
    history: Callable[[], History]
    dead_letters: Callable[[], DeadLetters]
    kept: Callable[[], KeptUpdates]
    health: Callable[[], HealthNotes]

    def process(self, update: RawUpdate, *, received: int) -> None:
        """Process one update to its end, delivered for the `received`-th time.

        Raises what another try may mend, and LaneSlowedError. A fault of ours is tried a few
        times and then buried, so that one update never holds its lane for ever.
        """
        if update.part == "signature":
            return self._note_signature(update)
        try:
            self._process(update, is_first=received == 1)
        except Exception as exc:
            if received < FAULTY_TRIES or is_passing(exc):
                raise
            logger.exception(FAULTY_LINE, extra={"part": update.part})
            fault = RefusedUpdateError("failed_repeatedly", type(exc).__name__)
            self._bury(update, None, fault)

    def _note_signature(self, update: RawUpdate) -> None:
        """A refusal counts where it names a number of ours: a stranger does not know them."""
        is_ours = self.connections.by_account(update.app_id, update.account or "") is not None
        if update.field == "fits" or is_ours:
            self.health().signature_seen(update.app_id, fits=update.field == "fits")

    def _process(self, update: RawUpdate, *, is_first: bool) -> None:
        connection: Connection | None = None
        try:
            connection = self._connection(update)
            _require_enabled(update, connection)
            event = _understood(update, connection)
            self._learn(update, connection)
            if is_first and not update.is_exempt:
                self._admit(update, event)
            self._dispatch(update, connection, event)
        except RefusedUpdateError as refused:
            self._bury(update, connection, refused)
        except UnparsableError as exc:
            self._bury(update, connection, RefusedUpdateError("unparsable", str(exc)))
        except TooManyMessagesError:
            fault = RefusedUpdateError(
                "too_many_messages", "The sender is far beyond what one may send in a minute."
            )
            self._bury(replace(update, is_exempt=True), connection, fault)

    def _admit(self, update: RawUpdate, event: ChannelEvent | None) -> None:
        """What customers do is counted; a flood is slowed, then put aside."""
        match event:
            case MessageReceived():
                sender = event.sender.identities[-1].value
            case MessageChanged():
                sender = event.actor
            case _:
                return
        self.limits.admit(event.connection_id, sender, update.arrival.intake_ms)

    def _connection(self, update: RawUpdate) -> Connection | None:
        """The connection an update names; None where it needs none.

        Raises RefusedUpdateError for an unknown one.
        """
        if update.account is None:
            return None
        connection = self.connections.by_account(update.app_id, update.account)
        if connection is None and update.part in _OF_CONNECTIONS:
            raise RefusedUpdateError(
                "unknown_number", "No connection of this application has this number."
            )
        return connection

    def _dispatch(
        self, update: RawUpdate, connection: Connection | None, event: ChannelEvent | None
    ) -> None:
        match event:
            case MessageReceived() if connection is not None:
                outcome = self.intake.receive(event, connection)
                logger.debug("message received", extra={"outcome": outcome})
            case MessageEchoed() if connection is not None:
                is_shown = connection.enabled and self.echoes().record(event) != "nowhere"
                self._keep_unless(is_shown, update, event.connection_id)
            case PastTold() | NamesTold() | HistoryReported() if connection is not None:
                self._take_along(update, connection, event)
            case MessageChanged() if update.part == "echo":
                is_shown = self.facts.change(event) != "unknown"
                self._keep_unless(is_shown, update, event.connection_id)
            case MessageChanged():
                self._park_unknown(update, self.facts.change(event))
            case DeliveryReported():
                self._park_unknown(update, self.facts.report(event))
            case AccountTold():
                self._heed(update, event)
            case UpdateKept():
                self._keep(update, event)
            case _:
                logger.info("update ignored", extra={"part": update.part, "field": update.field})

    def _heed(self, update: RawUpdate, event: AccountTold) -> None:
        """What the provider says of an account holds for the connections that belong to it."""
        change = Change("connection.changed", "inbound", to_ms(self.clock.now()))
        for name, facts in event.facts.items():
            self.connections.note_facts(name, facts, change)
        self._keep(update, event.kept)

    def _learn(self, update: RawUpdate, connection: Connection | None) -> None:
        """A message tells by what names the provider calls its connection."""
        if connection is not None and update.part in _TELL_NAMES:
            change = Change("connection.changed", "inbound", to_ms(self.clock.now()))
            self.connections.learn(connection, update.holder, update.number, change)

    def _take_along(
        self,
        update: RawUpdate,
        connection: Connection,
        event: PastTold | NamesTold | HistoryReported,
    ) -> None:
        """What a number brings from the provider's own app; nobody is told that it came."""
        match event:
            case PastTold():
                self._recall(update, event, connection)
                self._keep_unreadable(update, event)
            case NamesTold():
                self.history().name(event)
                self._keep_unreadable(update, event)
            case HistoryReported():
                self._report(update, event)

    def _recall(self, update: RawUpdate, event: PastTold, connection: Connection) -> None:
        """Files of the business's own may come before the message that they belong to."""
        unknown = set(self.history().recall(event, connection))
        if not unknown:
            return
        lone = [message for part in update.content for message in part["messages"]]
        waiting = [{"messages": [one for one in lone if one.get("id") in unknown]}]
        if not self._park(replace(update, content=waiting), HISTORY):
            self._keep(update, UpdateKept(update.field, event.connection_id, {"past": waiting}))

    def _report(self, update: RawUpdate, event: HistoryReported) -> None:
        change = Change("connection.changed", "history", to_ms(self.clock.now()))
        self.connections.note_history(event.connection_id, event.percent, change)
        if event.is_declined:
            self._keep(update, UpdateKept(update.field, event.connection_id, update.content))

    def _keep_unreadable(self, update: RawUpdate, event: PastTold | NamesTold) -> None:
        if event.unreadable:
            raw = {"unreadable": list(event.unreadable)}
            self._keep(update, UpdateKept(update.field, event.connection_id, raw))

    def _keep_unless(self, shown: bool, update: RawUpdate, connection_id: ConnectionId) -> None:
        """What has no thread to go to is kept as it came."""
        if not shown:
            self._keep(update, UpdateKept(update.field, connection_id, update.content))

    def _keep(self, update: RawUpdate, event: UpdateKept) -> None:
        """Histories may be larger than an item: then the file store holds them."""
        raw = json.dumps(event.raw, separators=(",", ":")).encode()
        if len(raw) > _MAX_ITEM_BYTES:
            sha256 = hashlib.sha256(raw).hexdigest()
            key = f"kept/{update.app_id}/{sha256}"
            self.files.put(key, io.BytesIO(raw), "application/json", sha256=sha256)
            event = replace(event, raw={"stored_as": key})
        intake_ms = update.arrival.intake_ms
        change = Change(event="provider_update.kept", actor="inbound", at_ms=intake_ms)
        self.kept().keep(update.app_id, event, intake_ms, change)

    def _park_unknown(self, update: RawUpdate, applied: Applied) -> None:
        """Its message may still come."""
        if applied == "unknown" and not self._park(update, STATUS):
            logger.warning("update dropped: its message never came", extra={"part": update.part})

    def _park(self, update: RawUpdate, queue: str) -> bool:
        """Try again after as long as it has waited already; False where that is too long."""
        age = (to_ms(self.clock.now()) - update.arrival.intake_ms) // 1000
        if age >= PARKED_SECONDS:
            return False
        delay = min(max(age, 1), _LONGEST_DELAY_SECONDS)
        counted = replace(update, is_exempt=True)
        parked = QueueMessage(pack([counted], self.bodies), delay_seconds=delay)
        self.queues.send(queue, [parked])
        return True

    def _bury(
        self, update: RawUpdate, connection: Connection | None, refused: RefusedUpdateError
    ) -> None:
        logger.warning(
            "update buried",
            extra={
                "reason": refused.reason,
                "part": update.part,
                "app_id": update.app_id,
                "account": update.account,
            },
        )
        self.dead_letters().bury(
            source=_queue_of(update).removesuffix(".fifo"),
            queue=_queue_of(update),
            body=pack([update], self.bodies, "letters"),
            intake_ms=update.arrival.intake_ms,
            reason=refused.reason,
            detail=refused.detail,
            connection_id=connection.id if connection else None,
        )


def _understood(update: RawUpdate, connection: Connection | None) -> ChannelEvent | None:
    """What an update says. What a number unknown to us brings along is kept for the application."""
    if connection is None and update.part in BROUGHT_ALONG:
        return UpdateKept(update.field, None, {update.part: update.content})
    return parse(update, ConnectionId(connection.id) if connection else None)


def _queue_of(update: RawUpdate) -> str:
    """Where an update came from, and goes again when it is tried once more."""
    if update.part in BROUGHT_ALONG:
        return HISTORY
    return STATUS if update.part == "status" else INBOUND


def _require_enabled(update: RawUpdate, connection: Connection | None) -> None:
    if connection and not connection.enabled and update.part in _OF_CONNECTIONS:
        raise RefusedUpdateError("connection_disabled", "The connection is switched off.")
