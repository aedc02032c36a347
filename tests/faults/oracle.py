"""Judges a world at rest by what happened outside of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any

from chalicelib.core.ids import ConversationId
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation, Message
from tests.faults.counts import Recount
from tests.faults.crowd import Said
from tests.faults.evidence import Evidence, Finding
from tests.faults.provider import UNDELIVERABLE, Sent
from tests.faults.world import World
from tests.integration.journey.customers import NUMBERS
from tests.integration.journey.pictures import Stored, troubles_of

KINDS = (
    "lost",
    "doubled",
    "out of order",
    "lying status",
    "wrong count",
    "wrong screen",
    "astray",
    "not at rest",
)
_TRIES = 6
DAY = rules.SERVICE_WINDOW_SECONDS


def judge(world: World, evidence: Evidence, random: Random) -> list[Finding]:
    """Everything that must not be."""
    return [
        *_inbound(evidence),
        *_order_within_posts(evidence),
        *_order_of_pages(world, evidence),
        *_accepted(evidence),
        *_sent(evidence),
        *_order_of_sending(evidence),
        *_statuses(evidence),
        *_newest(evidence),
        *Recount(world, evidence).findings(),
        *_troubles(evidence),
        *_screens(world, evidence, random),
        *_left_behind(world, evidence),
    ]


# what came in --------------------------------------------------------------------------


def _inbound(evidence: Evidence) -> Iterator[Finding]:
    stored: defaultdict[str, list[Message]] = defaultdict(list)
    for message in evidence.stored.messages:
        if message.direction == "in":
            stored[message.provider_id or ""].append(message)
    for said in evidence.said:
        found = stored.pop(said.provider_id, [])
        if not found:
            yield Finding("lost", said.provider_id, f"«{said.text}» is not stored")
        elif len(found) > 1:
            yield Finding(
                "doubled", said.provider_id, f"«{said.text}» is stored {len(found)} times"
            )
        elif not _is_as_said(found[0], said, evidence.stored.heads[found[0].conversation_id]):
            yield Finding("lost", said.provider_id, f"«{said.text}» is stored as {found[0]}")
    for provider_id in stored:
        yield Finding("doubled", provider_id, "is stored and nobody said it")


def _is_as_said(message: Message, said: Said, head: Conversation) -> bool:
    customer = said.customer
    text = (said.edited or said.text) if said.kind == "text" else None
    emojis = [said.emoji] if said.emoji else []
    return (
        (message.text, message.kind, message.second) == (text, said.kind, said.second)
        and [one.emoji for one in message.reactions] == emojis
        and head.phone in (None, customer.phone)
        and head.user_id in (None, customer.user_id)
        and NUMBERS[head.connection_id] == customer.number
        and (message.media is None or message.media.state != "fetching")
    )


def _order_within_posts(evidence: Evidence) -> Iterator[Finding]:
    """Of one customer in one second, what one POST brought in one lane stands as written."""
    places = {one.provider_id: one.id for one in evidence.stored.messages if one.provider_id}
    groups: defaultdict[Any, list[Said]] = defaultdict(list)
    for said in evidence.said:
        groups[said.post, said.customer.phone, said.way, said.second].append(said)
    for group in groups.values():
        for one, other in pairwise(group):
            first, second = places.get(one.provider_id), places.get(other.provider_id)
            if first and second and first > second:
                text = f"«{other.text}» stands before «{one.text}»"
                yield Finding("out of order", one.provider_id, text)


def _order_of_pages(world: World, evidence: Evidence) -> Iterator[Finding]:
    """What people are shown is in the order of the provider's seconds, then of arrival."""
    seconds = {one.provider_id: one.second for one in evidence.said}
    for head in evidence.stored.heads.values():
        page = world.container.reading.messages(head, None, 1_000).items
        shown = [one for one in reversed(page) if one.direction == "in"]
        times = [(seconds.get(one.provider_id or "", 0), one.arrived_at_ms) for one in shown]
        if times != sorted(times):
            yield Finding("out of order", head.id, f"is shown as {times}")
        if len(page) != len(evidence.stored.thread(head.id)):
            yield Finding("lost", head.id, "some of its messages are not shown")


# what went out -------------------------------------------------------------------------


def _accepted(evidence: Evidence) -> Iterator[Finding]:
    """What the API accepted is stored once, and what is stored was wanted."""
    stored = {one.id: one for one in evidence.stored.messages if one.direction == "out"}
    wanted: Counter[tuple[str, str, str | None]] = Counter()
    for post in evidence.posts:
        wanted[post.conversation_id, post.text, post.resend_of] += 1
        if post.accepted_id is None:
            continue
        found = next((one for key, one in stored.items() if key == post.accepted_id), None)
        if found is None or found.text != post.text:
            yield Finding("lost", post.conversation_id, f"«{post.text}» was accepted, see {found}")
    for message in stored.values():
        wish = (str(message.conversation_id), message.text or "", message.resend_of)
        wanted[wish] -= 1
        if wanted[wish] < 0:
            text = f"«{message.text}» is stored once more than wanted ({message.id})"
            yield Finding("doubled", message.conversation_id, text)


def _sent(evidence: Evidence) -> Iterator[Finding]:
    """The provider has each message at most once, and what it has is what was written."""
    for message in _ours(evidence):
        sent = _of_provider(evidence, message)
        if len(sent.taken) > 1:
            text = f"«{message.text}» was taken {len(sent.taken)} times by the provider"
            yield Finding("doubled", message.conversation_id, text)
        for body in sent.bodies:
            head = evidence.stored.heads[message.conversation_id]
            if body["text"]["body"] != message.text or not _is_for(body, head):
                text = f"«{message.text}» reached the provider as {body}"
                yield Finding("lost", message.conversation_id, text)
    known = {_callback(message) for message in _ours(evidence)}
    for callback in evidence.sent.keys() - known:
        yield Finding("doubled", callback, "the provider has what nobody wrote")


def _is_for(body: dict[str, Any], head: Conversation) -> bool:
    return body.get("to", body.get("recipient")) in (head.phone, head.user_id)


def _order_of_sending(evidence: Evidence) -> Iterator[Finding]:
    """One conversation's messages reach the provider in the order of their acceptance."""
    rows: defaultdict[str, list[str]] = defaultdict(list)
    for callback in evidence.order:
        conversation_id, _, message_id = callback.partition(".")
        rows[conversation_id].append(message_id)
    for conversation_id, ids in rows.items():
        for one, other in pairwise(ids):
            if one > other:
                yield Finding("out of order", conversation_id, f"{other} was sent after {one}")


def _statuses(evidence: Evidence) -> Iterator[Finding]:
    for message in _ours(evidence):
        status, sent = rules.status_of(message), _of_provider(evidence, message)
        if status not in _honest(sent):
            text = f"«{message.text}» ({message.id}) is shown {status}; the provider: {sent}"
            yield Finding("lying status", message.conversation_id, text)


def _honest(sent: Sent) -> tuple[str, ...]:
    """The statuses that may be shown of a message when all has been told."""
    for word in ("read", "delivered", "failed", "sent"):
        if word in sent.said:
            return (word,)
    if sent.taken:
        return ("sent", "unconfirmed")
    is_refused = UNDELIVERABLE in sent.refusals or len(sent.refusals) >= _TRIES
    return ("failed", "unconfirmed") if is_refused else ("unconfirmed",)


# what is stored ------------------------------------------------------------------------


def _troubles(evidence: Evidence) -> Iterator[Finding]:
    """What must never be so at rest, whoever wrote what; told with the id that it is about."""
    stored = evidence.stored
    ids = {*stored.heads, *stored.pins, *(one.provider_id for one in stored.messages)}
    for text in troubles_of(stored):
        about = next((word for word in text.split() if word in ids), "")
        yield Finding("astray", about, text)


# what is shown -------------------------------------------------------------------------


def _window_ends(stored: Stored, conversation_id: ConversationId) -> Iterator[int]:
    """Of every message of the customer here, and in what closed into it."""
    for message in stored.thread(conversation_id):
        if message.direction == "in":
            yield message.second + DAY
    for head in stored.heads.values():
        if head.merged_into == conversation_id:
            yield from _window_ends(stored, head.id)


def _newest(evidence: Evidence) -> Iterator[Finding]:
    """Lists show and sort by the newest message; the window is that of the customer's newest.

    An episode that closed into another one has none: its window went over to that one.
    """
    for head in evidence.stored.heads.values():
        thread = evidence.stored.thread(head.id)
        newest = thread[-1] if thread else None
        if head.last != (newest and rules.last_of(newest)):
            yield Finding("wrong count", head.id, f"shows {head.last} as newest, not {newest}")
        if newest and head.active_at_ms != newest.arrived_at_ms:
            yield Finding("wrong count", head.id, f"stands in lists at {head.active_at_ms}")
        end = (
            None if head.merged_into else max(_window_ends(evidence.stored, head.id), default=None)
        )
        if head.window_expires_second != end:
            text = f"its window ends at {head.window_expires_second}, not {end}"
            yield Finding("wrong count", head.id, text)
        if head.unsent:
            yield Finding("not at rest", head.id, f"still to be sent: {sorted(head.unsent)}")


def _screens(world: World, evidence: Evidence, random: Random) -> Iterator[Finding]:
    """Frames in any order make what was fetched at the beginning what is fetched now."""
    reading = world.container.reading
    for socket, screen in evidence.screens:
        frames = world.realtime.heard_by(socket)
        random.shuffle(frames)
        for frame in frames:
            screen.hear(frame)
        head = evidence.stored.heads[screen.conversation_id]
        fresh: list[Any] = [reading.view(head)]
        fresh += [reading.message_view(one) for one in evidence.stored.thread(head.id)]
        for entity in fresh:
            shown = screen.entities.get(entity["id"])
            if shown != entity:
                text = f"{socket} shows {_difference(shown, entity)} of {entity['id']}"
                yield Finding("wrong screen", head.id, text)


def _difference(shown: dict[str, Any] | None, fresh: dict[str, Any]) -> str:
    if shown is None:
        return "nothing"
    return str({key: (shown[key], fresh[key]) for key in fresh if shown[key] != fresh[key]})


def _left_behind(world: World, evidence: Evidence) -> Iterator[Finding]:
    """Dead letters, on the queues' nets too, and stream records given up: none was hopeless."""
    for letter in world.container.dead_letter_store.page("open", None, 100).items:
        yield Finding("not at rest", letter.id, f"dead letter: {letter.reason} {letter.detail}")
    for name, counts in world.queues.counts().items():
        if name.startswith("dead-") and counts["waiting"]:
            yield Finding("not at rest", name, f"{counts['waiting']} messages")
    for stream in world.streams:
        for record in stream.given_up:
            keys = record["dynamodb"]["Keys"]
            yield Finding("not at rest", str(keys), "a stream record was given up")
    for message in _ours(evidence):
        if message.due_at_ms is not None or message.attempted_at_ms is not None:
            yield Finding("not at rest", message.conversation_id, f"{message.id} is still due")


def _ours(evidence: Evidence) -> Iterator[Message]:
    return (one for one in evidence.stored.messages if one.direction == "out")


def _callback(message: Message) -> str:
    return f"{message.conversation_id}.{message.id}"


def _of_provider(evidence: Evidence, message: Message) -> Sent:
    return evidence.sent.get(_callback(message), Sent())
