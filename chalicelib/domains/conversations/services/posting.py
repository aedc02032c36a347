"""Accepts what an agent writes: the stored message is the outbox, sending is the lane's.

Order of writes: a file's copy for good, message (queued, due now), then HEAD. A HEAD write
that is lost is applied again by the lane. The id, and with it the instant, is pinned once
everything else allows the message; a repeated call finds it pinned and continues the first
one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, from_seconds, rfc3339, to_ms
from chalicelib.core.errors import BusyError, FieldProblem, HiloError, InvalidRequestError
from chalicelib.core.ids import Arrival, ConnectionId, ConversationId, MessageId, message_id
from chalicelib.domains.access.models import Principal
from chalicelib.domains.access.rules import may
from chalicelib.domains.content_policies.models import Outgoing
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.contents import Content
from chalicelib.domains.conversations.errors import (
    ConversationResolvedError,
    NotResendableError,
    NotScheduledError,
    SendAtAfterWindowError,
    ServiceWindowClosedError,
    TextTooLongError,
    UnknownReferenceError,
)
from chalicelib.domains.conversations.events import MessageKind
from chalicelib.domains.conversations.models import Conversation, Media, Message, Quote
from chalicelib.domains.conversations.ports import FilledTemplates, MessageStore, ThreadStore
from chalicelib.domains.conversations.services.desk import Acting, require_pen
from chalicelib.domains.templates.errors import TemplateFileMissingError
from chalicelib.domains.templates.models import WantedTemplate
from chalicelib.domains.uploads.models import Uploaded

if TYPE_CHECKING:  # not needed to begin with
    from chalicelib.domains.content_policies.service import ContentPolicies
    from chalicelib.domains.uploads.service import Uploads

TEXT_LIMIT = 4096  # code points, WhatsApp's
CAPTION_LIMIT = 1024
_WITHOUT_CAPTION = ("audio", "sticker")
_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Pinned:
    """The id of a new message (`pinned_message_id`).

    `repeated`: it was pinned by an earlier request, which may have got anywhere.
    `conversation_id`: that of the conversation which the message begins, if it begins one.
    """

    message_id: MessageId
    repeated: bool = False
    conversation_id: ConversationId | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes. `pin` fixes the id of the new message, and is asked once it is acceptable;
    `earlier` tells the one that an earlier request with the same key fixed, and fixes nothing.
    """

    principal: Principal
    change: Change
    pin: Callable[[], Pinned]
    earlier: Callable[[], Pinned | None]


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to say: a text, a file of theirs with or without a caption, or a
    template, whose header may show the file.
    """

    text: str | None
    upload_id: str | None = None
    template: WantedTemplate | None = None
    send_at_ms: int | None = None  # at once, unless it says when
    is_voice: bool = False  # a recording, which the customer's phone shows as a voice note


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft that its channel takes: its file looked at, its template filled in."""

    kind: MessageKind
    text: str | None
    file: Uploaded | None = None
    content: Content | None = None


def pinned_message_id(pin: str, at_ms: int) -> MessageId:
    """The id of a message of ours that was accepted then under a pin."""
    return message_id(at_ms // 1000, Arrival(at_ms), pin)


class Posting:
    """Use cases of an agent's messages."""

    def __init__(
        self,
        threads: ThreadStore,
        messages: MessageStore,
        uploads: Uploads,
        templates: Callable[[], FilledTemplates],
        policies: ContentPolicies,
        clock: Clock,
    ) -> None:
        self._threads = threads
        self._messages = messages
        self._uploads = uploads
        self._templates = templates
        self._policies = policies
        self._clock = clock

    def post(
        self,
        conversation: Conversation,
        draft: Draft,
        writing: Writing,
        *,
        reply_to: MessageId | None = None,
        resend_of: Message | None = None,
        prepared: Prepared | None = None,
    ) -> Message:
        """Accept a draft, `prepared` where that was done before. Raises the conflicts and
        refusals of the contract.
        """
        try:
            quote = self._require_acceptable(conversation, draft, writing, reply_to, resend_of)
            ready = prepared or self.prepare(conversation.connection_id, draft, writing)
        except HiloError:
            if accepted := self._accepted(conversation, writing.earlier(), writing.change):
                return accepted
            raise
        pinned = writing.pin()
        if accepted := self._accepted(conversation, pinned, writing.change):
            return accepted
        message = Message(
            id=pinned.message_id,
            conversation_id=conversation.id,
            connection_id=conversation.connection_id,
            direction="out",
            author_kind="agent" if writing.principal.is_person else "bot",
            author_id=writing.principal.user_id,
            kind=ready.kind,
            text=ready.text,
            media=self._kept(ready.file, pinned, conversation)
            if ready.file
            else _media_of(resend_of),
            content=ready.content,
            quote=resend_of.quote if resend_of else quote,
            resend_of=resend_of.id if resend_of else None,
            send_at_ms=draft.send_at_ms,
            is_scheduled=draft.send_at_ms is not None,
            due_at_ms=draft.send_at_ms or to_ms(self._clock.now()),
        )
        change = replace(writing.change, event="message.queued")
        message = self._messages.put(message, change) or message
        self.apply(conversation, message, writing.change)
        return message

    def prepare(self, connection_id: ConnectionId, draft: Draft, writing: Writing) -> Prepared:
        """What of a draft does not depend on the conversation. Raises what refuses it."""
        if draft.template is not None:
            ready = self._with_template(connection_id, draft, draft.template, writing)
        else:
            file = self._file_of(draft, writing.principal)
            ready = Prepared(_kind_of(draft, file), draft.text, file)
        self._policies.require(connection_id, writing.principal.role, _outgoing(draft, ready.file))
        return ready

    def _require_allowed_again(self, original: Message, role: str) -> None:
        """What was allowed once may not be any more; a template's words are the provider's."""
        text = None if original.kind == "template" else original.text
        media = original.media
        announced = (media.content_type, media.filename) if media else None
        outgoing = Outgoing(text, announced=announced)
        self._policies.require(original.connection_id, role, outgoing)

    def _with_template(
        self, connection_id: ConnectionId, draft: Draft, wanted: WantedTemplate, writing: Writing
    ) -> Prepared:
        filled = self._templates().fill(connection_id, wanted, writing.change)
        file = None
        if filled.file_kind is not None:
            if draft.upload_id is None:
                raise TemplateFileMissingError(kind=filled.file_kind)
            file = self._uploads.require(writing.principal.user_id, draft.upload_id)
            if file.kind != filled.file_kind:
                raise TemplateFileMissingError(kind=filled.file_kind)
        return Prepared("template", filled.text, file, filled.content)

    def resend(
        self, conversation: Conversation, original_id: MessageId, writing: Writing, *, confirm: bool
    ) -> Message:
        """Send a failed or unconfirmed message again, as a new one, once."""
        original = self._messages.message(conversation.id, original_id)
        if original is None:
            raise UnknownReferenceError(field="message_id")
        if original.resent_as is None:
            now_ms = to_ms(self._clock.now())
            if not rules.may_be_resent(original, now_ms, confirmed=confirm):
                raise NotResendableError
            self._require_writable(
                conversation, writing.principal, is_template=original.kind == "template"
            )
            self._require_allowed_again(original, writing.principal.role)
            marked = replace(original, resent_as=writing.pin().message_id)
            change = replace(writing.change, event="message.changed")
            if self._messages.save(original, marked, change):
                raise NotResendableError
        elif (earlier := writing.earlier()) is None or earlier.message_id != original.resent_as:
            raise NotResendableError
        same = Prepared(original.kind, original.text, content=original.content)
        return self.post(
            conversation, Draft(original.text), writing, resend_of=original, prepared=same
        )

    def cancel(self, conversation: Conversation, message_id: MessageId, acting: Acting) -> Message:
        """Take back a message that waits for its time; again is no harm.

        Its holder may, and whoever assigns conversations. Raises NotScheduledError.
        """
        principal = acting.principal
        if not may(principal, "conversations.assign"):
            require_pen(conversation, principal)
        message = self._messages.message(conversation.id, message_id)
        if message is None:
            raise UnknownReferenceError(field="message_id")
        if message.cancelled_at_ms is not None:
            return message
        if not message.is_scheduled:
            raise NotScheduledError
        cancelled = replace(
            message,
            is_scheduled=False,
            due_at_ms=None,
            cancelled_at_ms=to_ms(self._clock.now()),
            version=message.version + 1,
        )
        change = replace(acting.change, event="message.changed")
        if self._messages.save(message, cancelled, change):
            raise NotScheduledError
        return cancelled

    def apply(self, conversation: Conversation, message: Message, change: Change) -> Conversation:
        """HEAD takes our message once; also used by the lane where that write was lost.

        One that is scheduled is not said yet: HEAD takes it when its time has come.
        """
        if message.is_scheduled:
            return conversation
        for _ in range(_ROUNDS):
            taken = rules.mark(message.id) in conversation.sent
            if taken or message.id in conversation.unsent or rules.has_outcome(message):
                return conversation
            later = self._later(conversation, message.id)
            grown = rules.answered(conversation, message, later, to_ms(self._clock.now()))
            changed = replace(change, event="conversation.changed")
            refused = self._threads.save_head(conversation, grown, changed)
            if refused is None:
                return grown
            if refused.head is None:
                return conversation
            conversation = refused.head
        raise BusyError("The conversation changed too often; the message goes out all the same.")

    def _accepted(
        self, conversation: Conversation, pinned: Pinned | None, change: Change
    ) -> Message | None:
        """What an earlier request stored under its pin, applied to HEAD by now."""
        if pinned is None or not pinned.repeated:
            return None
        stored = self._messages.message(conversation.id, pinned.message_id)
        if stored is not None:
            self.apply(conversation, stored, change)
        return stored

    def _later(self, conversation: Conversation, ours: MessageId) -> list[MessageId]:
        """What the customer wrote behind a message of ours whose HEAD write came late.

        HEAD's newest one counts although it may not be stored yet: it is on its way.
        """
        last = conversation.last
        if last is None or last.id < ours or conversation.unanswered == 0:
            return []
        found = {*self._messages.received_after(conversation.id, ours)}
        if last.direction == "in":
            found.add(last.id)
        return sorted(found)

    def _require_acceptable(
        self,
        conversation: Conversation,
        draft: Draft,
        writing: Writing,
        reply_to: MessageId | None,
        resend_of: Message | None,
    ) -> Quote | None:
        """Everything that may be said against a draft's text; answers what it quotes."""
        resends_template = resend_of is not None and resend_of.kind == "template"
        is_template = draft.template is not None or resends_template
        self._require_writable(conversation, writing.principal, is_template=is_template)
        if draft.send_at_ms is not None:
            self._require_reachable_at(conversation, draft.send_at_ms)
        limit, length = CAPTION_LIMIT if draft.upload_id else TEXT_LIMIT, len(draft.text or "")
        if length > limit:
            raise TextTooLongError(limit=limit, length=length)
        return self._quote(conversation, reply_to) if reply_to else None

    def _file_of(self, draft: Draft, principal: Principal) -> Uploaded | None:
        """The file of a draft, as its channel takes it."""
        if draft.upload_id is None:
            return None
        file = self._uploads.require(principal.user_id, draft.upload_id)
        if file.kind in _WITHOUT_CAPTION and draft.text:
            problem = FieldProblem(
                field="caption",
                code="no_caption",
                detail="Sound and stickers take none: send it as a text.",
            )
            raise InvalidRequestError(errors=[problem])
        if draft.is_voice and not file.is_voice_note:
            problem = FieldProblem(
                field="voice", code="no_voice_note", detail="Send Ogg with one channel of Opus."
            )
            raise InvalidRequestError(errors=[problem])
        return file

    def _kept(self, file: Uploaded, pinned: Pinned, conversation: Conversation) -> Media:
        """The file where it stays, under its message."""
        key = f"{conversation.id}/{pinned.message_id}"
        self._uploads.keep(file, key)
        return Media("ready", file.content_type, filename=file.filename, bytes=file.size, key=key)

    def _require_writable(
        self, conversation: Conversation, principal: Principal, *, is_template: bool
    ) -> None:
        """Templates are what the window leaves when it is closed."""
        if conversation.is_resolved:
            raise ConversationResolvedError
        require_pen(conversation, principal)
        if not is_template and not rules.window_is_open(conversation, to_ms(self._clock.now())):
            expired = conversation.window_expires_second
            at = rfc3339(from_seconds(expired)) if expired is not None else None
            raise ServiceWindowClosedError(expired_at=at)

    def _require_reachable_at(self, conversation: Conversation, send_at_ms: int) -> None:
        """A time to come, not too far, at which the customer can still be answered freely."""
        ahead_ms = send_at_ms - to_ms(self._clock.now())
        if not 0 < ahead_ms <= rules.LONGEST_SCHEDULE_MS:
            problem = FieldProblem(
                field="send_at",
                code="past" if ahead_ms <= 0 else "too_far",
                detail="Choose a time to come, within thirty days.",
            )
            raise InvalidRequestError(errors=[problem])
        if not rules.window_is_open(conversation, send_at_ms):
            expires = conversation.window_expires_second or 0
            raise SendAtAfterWindowError(expires_at=rfc3339(from_seconds(expires)))

    def _quote(self, conversation: Conversation, reply_to: MessageId) -> Quote:
        quoted = self._messages.message(conversation.id, reply_to, consistent=False)
        if quoted is None or quoted.provider_id is None:
            raise UnknownReferenceError(
                "Only a message of this conversation that the provider knows can be quoted.",
                field="reply_to",
            )
        return Quote(quoted.id, rules.preview_of(quoted), quoted.provider_id)


def _kind_of(draft: Draft, file: Uploaded | None) -> MessageKind:
    if file is None:
        return "text"
    return "voice" if draft.is_voice else file.kind


def _outgoing(draft: Draft, file: Uploaded | None) -> Outgoing:
    """What policies judge: of a template, what somebody put into it."""
    values = tuple(draft.template.values.values()) if draft.template else ()
    return Outgoing(draft.text, values, file.content_kinds if file else frozenset())


def _media_of(resent: Message | None) -> Media | None:
    """A message that is sent again shows the same file."""
    return resent.media if resent else None
