"""A person's hands: writes, reacts, edits, deletes, reads, each as the webhook Meta would send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.core.errors import NotFoundError
from infra.local.graph.checks import MAX_BYTES
from infra.local.graph.customers import Customer
from infra.local.graph.double import GraphDouble
from infra.local.graph.media import StoredFile
from infra.local.graph.models import JSON, Accepted, Number
from infra.local.graph.webhooks import echo_body, message_body, new_message_id
from infra.local.phone.content import (
    NewFile,
    bubble_of,
    kind_of,
    media_content,
    media_id_of,
)
from infra.local.phone.errors import FileTooLargeError, NotYoursError, TooLateError
from infra.local.phone.models import Bubble
from infra.local.phone.schemas import Action, EchoText, Edit, React, Revoke
from infra.local.phone.speech import Spoken, spoken
from infra.local.phone.threads import Thread, Threads

EDIT_WITHIN = timedelta(minutes=15)
REVOKE_WITHIN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Chat:
    """Who talks to which number."""

    number: Number
    customer: Customer


class PhoneService:
    """Plays every person of the network against every number of the account."""

    def __init__(self, double: GraphDouble) -> None:
        self._double = double
        self._threads = Threads(double)
        double.sends.watchers.append(self)

    def chat(self, connection_id: str, person_id: str) -> Chat:
        """Raises NotFoundError for a connection or person that is not there."""
        customer = self._double.customers.get(person_id)
        for number in self._double.settings.numbers:
            if number.connection_id == connection_id and customer:
                return Chat(number, customer)
        raise NotFoundError

    def thread(self, chat: Chat) -> Thread:
        return self._threads.of(chat.number, chat.customer)

    def reset(self) -> None:
        self._threads.clear()
        self._double.changes.bump()

    # what the person does ----------------------------------------------------------

    def act(self, chat: Chat, action: Action) -> str:
        """Do it; the id of the message that travels. Raises the errors of `errors.py`."""
        match action:
            case React():
                return self.react(chat, action.message_id, action.emoji)
            case Edit():
                return self.edit(chat, action.message_id, action.text)
            case Revoke():
                return self.revoke(chat, action.message_id)
            case EchoText():
                return self.echo(chat, action.text)
            case _:
                return self._say(chat, spoken(action))

    async def send_file(self, chat: Chat, file: NewFile) -> str:
        """Attach a file. Raises FileTooLargeError."""
        kind = kind_of(file.content_type)
        if len(file.content) > MAX_BYTES[kind]:
            raise FileTooLargeError(limit=MAX_BYTES[kind], length=len(file.content))
        stored = await self._double.media.keep(file.content, file.content_type, file.filename)
        return self._say(
            chat,
            Spoken(
                kind,
                self._media(kind, stored, file.caption, voice=file.voice),
                shown={"text": file.caption, "file": stored, "voice": file.voice},
                reply_to=file.reply_to,
            ),
        )

    def react(self, chat: Chat, message_id: str, emoji: str | None) -> str:
        target = self._bubble(chat, message_id)
        target.reactions.pop("person", None)
        if emoji:
            target.reactions["person"] = emoji
        self.thread(chat).keep(target)
        content = {"message_id": target.id} | ({"emoji": emoji} if emoji else {})
        return self._deliver(chat, "reaction", content)

    def edit(self, chat: Chat, message_id: str, text: str) -> str:
        target = self._own(chat, message_id, EDIT_WITHIN)
        content: JSON = {"body": text}
        if target.file:
            content = self._media(target.kind, target.file, text, voice=target.voice)
        elif target.kind != "text":
            raise NotYoursError("Only texts and captions can be edited.")
        target.text, target.edited_at = text, self._double.clock.now()
        self.thread(chat).keep(target)
        message = {
            "context": {"id": target.id},
            "type": target.kind,
            target.kind: content,
        }
        return self._deliver(chat, "edit", {"original_message_id": target.id, "message": message})

    def revoke(self, chat: Chat, message_id: str) -> str:
        target = self._own(chat, message_id, REVOKE_WITHIN)
        target.revoked_at = self._double.clock.now()
        target.reactions.clear()
        self.thread(chat).keep(target)
        return self._deliver(chat, "revoke", {"original_message_id": target.id})

    def echo(self, chat: Chat, text: str) -> str:
        """The business writes to the person in WhatsApp's own app; the product hears of it."""
        now = self._double.clock.now()
        bubble = Bubble(
            id=new_message_id(chat.customer.key, from_customer=False),
            author="business",
            kind="text",
            at=now,
            text=text,
            progress="delivered",
        )
        self.thread(chat).keep(bubble)
        message = {
            "id": bubble.id,
            "timestamp": str(int(now.timestamp())),
            "type": "text",
            "text": {"body": text},
        }
        body = echo_body(self._double.settings, chat.number, chat.customer, message)
        self._double.courier.deliver(_lane(chat), body)
        self._double.changes.bump()
        return bubble.id

    def open(self, chat: Chat) -> None:
        """The person looks at the chat: all of it is read, and reported if the knob says so."""
        thread = self.thread(chat)
        for bubble in thread.from_business():
            if not bubble.seen:
                bubble.seen = True
                thread.keep(bubble)
                self._double.changes.bump()
            if bubble.accepted and self._double.behaviour.auto_status:
                self._double.sends.report(bubble.accepted, "read")

    def play(self, chat: Chat, message_id: str) -> None:
        """The person listens to a voice note of the business."""
        bubble = self._bubble(chat, message_id)
        automatic = self._double.behaviour.auto_status
        if bubble.accepted and bubble.kind == "audio" and automatic:
            self._double.sends.report(bubble.accepted, "played")

    # what reaches the person -------------------------------------------------------

    def accepted(self, message: Accepted) -> None:
        customer = self._double.customers.of(message.recipient)
        if customer is None:
            return
        thread = self._threads.of(message.number, customer)
        if message.kind == "reaction":
            _react_to(thread, message.body["reaction"])
        else:
            media_id = media_id_of(message)
            file = self._double.media.get(media_id) if media_id else None
            thread.keep(bubble_of(message, file))
        self._double.changes.bump()

    def read_by_business(self, message_id: str) -> None:
        thread = self._threads.with_message(message_id)
        if thread and (bubble := thread.get(message_id)):
            bubble.progress = "read"
            thread.keep(bubble)
            self._double.changes.bump()

    # the way out -------------------------------------------------------------------

    def _say(self, chat: Chat, message: Spoken) -> str:
        """Send a message that makes a bubble of its own."""
        bubble = Bubble(
            id=new_message_id(chat.customer.key, from_customer=True),
            author="person",
            kind=message.kind,
            at=self._double.clock.now(),
            reply_to=message.reply_to,
            **message.shown,
        )
        beside = message.beside | self._context(chat, message.reply_to)
        thread = self.thread(chat)
        thread.keep(bubble)

        def reached() -> None:
            if bubble.progress == "sending":
                bubble.progress = "delivered"
                thread.keep(bubble)
                self._double.changes.bump()

        return self._deliver(
            chat,
            message.kind,
            message.content,
            message_id=bubble.id,
            more=beside,
            done=reached,
        )

    def _context(self, chat: Chat, reply_to: str | None) -> JSON:
        """What names the message that is answered."""
        if not reply_to:
            return {}
        quoted = self._bubble(chat, reply_to)
        ours = quoted.author == "business"
        author = chat.number.display_phone_number if ours else chat.customer.phone
        return {"context": {"id": reply_to} | ({"from": author} if author else {})}

    def _deliver(
        self,
        chat: Chat,
        kind: str,
        content: Any,
        *,
        message_id: str | None = None,
        more: JSON | None = None,
        done: Callable[[], None] | None = None,
    ) -> str:
        message_id = message_id or new_message_id(chat.customer.key, from_customer=True)
        second = int(self._double.clock.now().timestamp())
        message = {
            "id": message_id,
            "timestamp": str(second),
            "type": kind,
            kind: content,
            **(more or {}),
        }
        body = message_body(self._double.settings, chat.number, chat.customer, message)
        self._double.courier.deliver(_lane(chat), body, on_accepted=done)
        self._double.changes.bump()
        return message_id

    def _media(self, kind: str, file: StoredFile, caption: str, *, voice: bool) -> JSON:
        url = self._double.download_url(file.id)
        return media_content(kind, file, url, caption, voice=voice)

    def _bubble(self, chat: Chat, message_id: str) -> Bubble:
        bubble = self.thread(chat).get(message_id)
        if bubble is None or bubble.revoked_at:
            raise NotFoundError
        return bubble

    def _own(self, chat: Chat, message_id: str, within: timedelta) -> Bubble:
        bubble = self._bubble(chat, message_id)
        if bubble.author != "person":
            raise NotYoursError
        if self._double.clock.now() - bubble.at > within:
            raise TooLateError
        return bubble


def _lane(chat: Chat) -> str:
    """What is said in one chat is delivered in order."""
    return f"{chat.number.id}/{chat.customer.id}"


def _react_to(thread: Thread, reaction: JSON) -> None:
    target = thread.get(reaction["message_id"])
    if target is None:
        return
    target.reactions.pop("business", None)
    if reaction.get("emoji"):
        target.reactions["business"] = str(reaction["emoji"])
    thread.keep(target)
