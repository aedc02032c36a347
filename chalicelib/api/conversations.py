"""Conversations: lists, one, and what people do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from chalice.app import Blueprint
from pydantic import AwareDatetime, Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.conversation_lists import ConversationList
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import (
    ConversationId,
    MessageId,
    UserId,
    is_id,
)
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.schemas import (
    ConversationDetailsView,
    ConversationView,
    TypificationView,
)
from chalicelib.domains.conversations.services.desk import Acting
from chalicelib.domains.labels.models import Labelling

if TYPE_CHECKING:
    from chalicelib.domains.conversations.services.closing import Closed
    from chalicelib.domains.quick_replies.models import Greeted
    from chalicelib.domains.typifications.models import Choice

routes = Blueprint(__name__)

_PATH = "/v1/conversations/{conversation_id}"


class NewHolder(RequestModel):
    """Who is to hold it."""

    user_id: str = Field(min_length=1, max_length=64)


class LastSeen(RequestModel):
    """The newest message the person has seen."""

    last_seen_message_id: str = Field(min_length=1, max_length=64)


class TypificationToPut(RequestModel):
    """What a conversation ended with: something of a tree of its queue with nothing below it."""

    tree_id: str = Field(min_length=1, max_length=64)
    node_id: str = Field(min_length=1, max_length=64)
    comment: str | None = Field(default=None, max_length=500)

    def choice(self) -> Choice:
        """What the rules decide on."""
        from chalicelib.domains.typifications.models import Choice  # noqa: PLC0415

        return Choice(self.tree_id, self.node_id, self.comment)


class Resolution(LastSeen):
    """What was seen, and what it ended with; due where a tree of its queue is mandatory."""

    typification: TypificationToPut | None = None


class PutOff(RequestModel):
    """When it is to come back: an instant with its zone, a minute to 90 days from now."""

    until: AwareDatetime


class ReadUpTo(RequestModel):
    """The message up to which the person has read."""

    message_id: str = Field(min_length=1, max_length=64)


class GreetingView(TypedDict):
    """The greeting of a claim: sent where `reason` is null. `missing`: variables without value."""

    name: str
    reason: Literal["missing_values", "window_closed", "refused"] | None
    missing: list[str]


class ClaimedView(ConversationView):
    """A conversation that was taken; `greeting` is null where nothing greets by itself."""

    greeting: GreetingView | None


class LabelsToPut(RequestModel):
    """The labels that it is to bear, at most eight.

    `seen` are those the person saw on it: only the difference is put on and taken off, so that
    two people who label at once lose nothing. Left out: what the caller sees there now.
    """

    labels: list[str] = Field(max_length=50)
    seen: list[str] | None = Field(default=None, max_length=50)

    def labelling(self, shown: list[str]) -> Labelling:
        """`shown`: what the caller sees there now."""
        return Labelling(self.labels, shown if self.seen is None else self.seen)


class TypificationHistory(TypedDict):
    """A conversation is closed and corrected a few times at most: there are no pages."""

    items: list[TypificationView]
    next_cursor: str | None


def access_conversation(call: Call[Any, Any, Any]) -> Conversation:
    """The conversation in the path, if the caller may see it."""
    conversation_id = _conversation_id(call)
    return call.container.desk.access_conversation(call.principal, conversation_id)


def access_to_claim(call: Call[Any, Any, Any]) -> Conversation:
    """The same, for members of its queue who will be told who holds it."""
    conversation_id = _conversation_id(call)
    return call.container.desk.access_conversation(call.principal, conversation_id, to_claim=True)


def _conversation_id(call: Call[Any, Any, Any]) -> ConversationId:
    given = call.path["conversation_id"]
    if not is_id(given):
        raise NotFoundError
    return ConversationId(given)


@endpoint(
    routes,
    "GET",
    _PATH,
    permission="conversations.read",
    callers="everybody",
    access=access_conversation,
    response=ConversationView,
    summary="One conversation",
)
def get_conversation(call: Call[None, None, Conversation]) -> ConversationView:
    """What frames carry. 404 also where it exists out of sight."""
    return _shown(call, call.subject)


@endpoint(
    routes,
    "GET",
    f"{_PATH}/history",
    permission="conversations.read",
    callers="everybody",
    access=access_conversation,
    response=ConversationList,
    summary="What was said before the number was connected",
)
def list_histories(call: Call[None, None, Conversation]) -> ConversationList:
    """On this connection, with this customer; mostly none. Whoever sees this one may read them."""
    reading = call.container.reading
    items = reading.views(reading.histories(call.subject), call.principal)
    return ConversationList(items=items, next_cursor=None)


@endpoint(
    routes,
    "POST",
    f"{_PATH}/claim",
    permission="conversations.claim",
    callers="people",
    access=access_to_claim,
    response=ClaimedView,
    summary="Take a waiting conversation",
)
def claim(call: Call[None, None, Conversation]) -> ClaimedView:
    """409 `already_assigned` names the holder. The customer is greeted once, if anything greets."""
    claimed = call.container.desk.claim(call.subject, _acting(call))
    greeted = call.container.greeting.greet(claimed, _acting(call))
    return {**_shown(call, claimed), "greeting": _greeting(greeted)}


@endpoint(
    routes,
    "POST",
    f"{_PATH}/assign",
    permission="conversations.assign",
    callers="everybody",
    access=access_conversation,
    body=NewHolder,
    response=ConversationView,
    summary="Give a conversation to somebody of its queue",
)
def assign(call: Call[None, NewHolder, Conversation]) -> ConversationView:
    """422 `unknown_reference` for somebody who does not serve the queue."""
    user_id = UserId(call.body.user_id)
    return _shown(call, call.container.desk.assign(call.subject, user_id, _acting(call)))


@endpoint(
    routes,
    "POST",
    f"{_PATH}/release",
    permission="conversations.release",
    callers="everybody",
    access=access_conversation,
    response=ConversationView,
    summary="Give a conversation back to its queue",
)
def release(call: Call[None, None, Conversation]) -> ConversationView:
    """Holders, and whoever may assign."""
    return _shown(call, call.container.desk.release(call.subject, _acting(call)))


@endpoint(
    routes,
    "POST",
    f"{_PATH}/resolve",
    permission="conversations.resolve",
    callers="everybody",
    access=access_conversation,
    body=Resolution,
    response=ConversationDetailsView,
    summary="Close a conversation",
)
def resolve(call: Call[None, Resolution, Conversation]) -> ConversationDetailsView:
    """409 `new_message` if the customer has written since the message seen.

    422 `typification_required` names the trees of its queue where one is mandatory.
    """
    seen, given = MessageId(call.body.last_seen_message_id), call.body.typification
    choice, closing = given.choice() if given else None, call.container.closing
    return _detailed(call, closing.resolve(call.subject, seen, _acting(call), choice))


@endpoint(
    routes,
    "PUT",
    f"{_PATH}/typification",
    permission="typifications.correct",
    callers="everybody",
    access=access_conversation,
    body=TypificationToPut,
    response=ConversationDetailsView,
    summary="Correct what a closed conversation ended with",
)
def put_typification(
    call: Call[None, TypificationToPut, Conversation],
) -> ConversationDetailsView:
    """What was said before stays in its history. 409 `conversation_open` before it is closed."""
    choice = call.body.choice()
    return _detailed(call, call.container.closing.correct(call.subject, choice, _acting(call)))


@endpoint(
    routes,
    "GET",
    f"{_PATH}/typifications",
    permission="conversations.read",
    callers="everybody",
    access=access_conversation,
    response=TypificationHistory,
    summary="Everything a conversation was ever closed with",
)
def list_conversation_typifications(
    call: Call[None, None, Conversation],
) -> TypificationHistory:
    """Newest first: closings, closings after a reopening, and corrections."""
    history = call.container.closing.history(call.subject.id)
    items = [call.container.reading.typification_view(one) for one in history]
    return TypificationHistory(items=items, next_cursor=None)


@endpoint(
    routes,
    "POST",
    f"{_PATH}/reopen",
    permission="conversations.reopen",
    callers="everybody",
    access=access_conversation,
    response=ConversationView,
    summary="Open a resolved conversation again",
)
def reopen(call: Call[None, None, Conversation]) -> ConversationView:
    """409 `not_reopenable` where the customer goes on in another one."""
    return _shown(call, call.container.desk.reopen(call.subject, _acting(call)))


@endpoint(
    routes,
    "POST",
    f"{_PATH}/read",
    permission="conversations.read",
    callers="people",
    access=access_conversation,
    body=ReadUpTo,
    response=ConversationView,
    summary="Mark as read up to a message",
)
def read(call: Call[None, ReadUpTo, Conversation]) -> ConversationView:
    """Counts for the holder, and for anybody of the queue before there is one."""
    up_to = MessageId(call.body.message_id)
    conversation = call.container.desk.read(call.subject, up_to, _acting(call))
    if conversation is not call.subject:
        call.container.signals.read(conversation, up_to, call.principal)
    return _shown(call, conversation)


@endpoint(
    routes,
    "PUT",
    f"{_PATH}/labels",
    permission="conversations.label",
    callers="everybody",
    access=access_conversation,
    body=LabelsToPut,
    response=ConversationView,
    summary="Label a conversation",
)
def put_labels(call: Call[None, LabelsToPut, Conversation]) -> ConversationView:
    """Labels that the caller does not see stay; 422 `too_many_labels`, `unknown_label`."""
    shown = call.container.labels.seen_by(call.principal.role, call.subject.labels)
    labelling = call.body.labelling(shown)
    return _shown(call, call.container.label_desk.label(call.subject, labelling, _acting(call)))


@endpoint(
    routes,
    "POST",
    f"{_PATH}/unread",
    permission="conversations.read",
    callers="people",
    access=access_conversation,
    response=ConversationView,
    summary="Mark as unread",
)
def mark_unread(call: Call[None, None, Conversation]) -> ConversationView:
    """By the holder, and by anybody of the queue before there is one; else 409 `not_holder`."""
    return _shown(call, call.container.desk.mark_unread(call.subject, _acting(call)))


@endpoint(
    routes,
    "POST",
    f"{_PATH}/snooze",
    permission="conversations.answer",
    callers="people",
    access=access_conversation,
    body=PutOff,
    response=ConversationView,
    summary="Put off until a time",
)
def snooze(call: Call[None, PutOff, Conversation]) -> ConversationView:
    """It is in no tray of open ones until then, or until the customer writes."""
    snoozing = call.container.snoozing
    return _shown(call, snoozing.snooze(call.subject, call.body.until, _acting(call)))


@endpoint(
    routes,
    "DELETE",
    f"{_PATH}/snooze",
    permission="conversations.answer",
    callers="people",
    access=access_conversation,
    response=ConversationView,
    summary="Bring back before its time",
)
def end_snooze(call: Call[None, None, Conversation]) -> ConversationView:
    """One that is not put off stays as it is."""
    return _shown(call, call.container.snoozing.end(call.subject, _acting(call)))


@endpoint(
    routes,
    "POST",
    f"{_PATH}/typing",
    permission="conversations.answer",
    callers="people",
    access=access_conversation,
    status=204,
    summary="Show the customer that an answer is being typed",
)
def typing(call: Call[None, None, Conversation]) -> None:
    """Send it every few seconds while typing; the phone forgets it after 25 seconds."""
    call.container.signals.typing(call.subject, call.principal)


def _greeting(greeted: Greeted | None) -> GreetingView | None:
    if greeted is None:
        return None
    missing = list(greeted.missing)
    return GreetingView(name=greeted.reply.name, reason=greeted.reason, missing=missing)


def _acting(call: Call[Any, Any, Conversation]) -> Acting:
    return Acting(call.principal, call.change("conversation.changed"))


def _detailed(call: Call[Any, Any, Conversation], closed: Closed) -> ConversationDetailsView:
    typified, view = closed.typified, call.container.reading.typification_view
    return {**_shown(call, closed.head), "typification": view(typified) if typified else None}


def _shown(call: Call[Any, Any, Conversation], conversation: Conversation) -> ConversationView:
    return call.container.reading.view(conversation, call.principal)
