"""Whatever the order, the repetitions and the kills: one truth at rest, and screens show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.core.ids import ConversationId
from chalicelib.domains.contacts.service import identities_of
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.conversations.services.facts import callback_data
from tests.engines import EngineTables
from tests.integration.journey.crashes import KilledError
from tests.integration.journey.customers import (
    START_MS,
    START_SECOND,
    Customer,
    Written,
    status_update,
)
from tests.integration.journey.scenes import BOTH
from tests.integration.journey.world import World

few = settings(
    max_examples=15,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
MESSAGES = 4


@pytest.fixture
def number(moto_tables: EngineTables) -> World:
    """One number with a new customer for every example."""
    return World(moto_tables)


class Chat:
    """A customer's conversation: every one is of one episode."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.customer = Customer.fresh()

    @property
    def head(self) -> Conversation:
        contacts = self.world.container.contact_store
        store = self.world.container.thread_store
        (contact_id,) = contacts.owners(identities_of(self.customer.phone, None)).values()
        (pointer,) = store.pointers(contact_id)
        assert pointer.conversation_id is not None
        return self.world.head(pointer.conversation_id)

    @property
    def thread(self) -> list[Message]:
        """Newest first."""
        return self.world.container.message_store.page(self.head.id, None, 100).items


deliveries = st.lists(
    st.tuples(st.integers(0, MESSAGES - 1), st.none() | st.integers(1, 5)), max_size=8
)


@few
@given(
    seconds=st.lists(st.integers(0, 2), min_size=MESSAGES, max_size=MESSAGES),
    shows=st.lists(st.sampled_from([("phone",), BOTH]), min_size=MESSAGES, max_size=MESSAGES),
    before=deliveries,
    last=st.permutations(range(MESSAGES)),
)
def test_messages_are_stored_once_and_in_order_under_any_interleaving(
    number: World,
    seconds: list[int],
    shows: list[tuple[str, ...]],
    before: list[tuple[int, int | None]],
    last: list[int],
) -> None:
    """Killed anywhere, delivered twice, late or shuffled; at last each one once to its end."""
    chat = Chat(number)
    written = [
        Written(
            chat.customer,
            f"m{i}",
            START_SECOND + seconds[i],
            place=i,
            shows=shows[i],
            arrived_ms=START_MS + 10 * (MESSAGES - i),
        )
        for i in range(MESSAGES)
    ]
    for index, effect in [*before, *((index, None) for index in last)]:
        number.killer.disarm()
        if effect is not None:
            number.killer.arm(effect, "before")
        try:
            number.receive(written[index])
        except KilledError:
            number.clock.advance(61)
    number.killer.disarm()
    expected = sorted(written, key=lambda one: (one.second, one.arrived_ms, one.place))
    assert [one.text for one in reversed(chat.thread)] == [one.text for one in expected]
    head = chat.head
    assert (head.unread, head.unanswered) == (MESSAGES, MESSAGES)
    assert head.last is not None
    assert head.last.id == chat.thread[0].id
    versions = _versions(number, head.id)
    assert versions == list(range(1, len(versions) + 1))


def _versions(world: World, conversation_id: ConversationId) -> list[int]:
    """The versions of a HEAD as the stream tells them."""
    images = [record["dynamodb"].get("NewImage", {}) for record in world.stream_records()]
    key = {"S": f"C#{conversation_id}"}
    heads = [one for one in images if one.get("pk") == key and one["sk"]["S"] == "H"]
    return [int(one["vs"]["N"]) for one in heads]


WORDS = ("sent", "delivered", "read", "played", "failed")


@few
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).flatmap(
        lambda words: st.tuples(st.just(words), st.permutations(words))
    )
)
def test_a_stored_status_is_the_same_under_any_order(
    number: World, both: tuple[list[str], list[str]]
) -> None:
    def ends_as(words: list[str]) -> tuple[Any, bool]:
        chat = Chat(number)
        number.receive(Written(chat.customer, "hola"))
        number.claim(chat.head.id)
        message = number.post(chat.head.id, "buenas")
        for word in words:
            data = callback_data(message)
            update = status_update(chat.customer, "wamid.x", word, data, START_SECOND)
            number.report(update)
        newest = chat.thread[0]
        return rules.status_of(newest), rules.shows_error(newest)

    one_order, other_order = both
    assert ends_as(one_order) == ends_as(other_order)


steps = st.lists(
    st.sampled_from(["receives", "late", "reads", "answers", "again"]), min_size=1, max_size=8
)


@few
@given(steps)
def test_unread_and_unanswered_are_right(number: World, taken: list[str]) -> None:
    chat = Chat(number)
    number.receive(Written(chat.customer, "primero"))
    number.claim(chat.head.id)
    unread = unanswered = 1
    newest = Written(chat.customer, "primero")
    for place, step in enumerate(taken):
        number.clock.advance(2)
        if step in ("receives", "late"):
            second = START_SECOND + (2 * place if step == "receives" else -60 - place)
            written = Written(chat.customer, f"{step} {place}", second)
            number.receive(written)
            newest = written
            unread, unanswered = unread + 1, unanswered + 1
        elif step == "again":
            number.receive(newest)
        elif step == "reads":
            last = chat.thread[0]
            number.container.desk.read(chat.head, last.id, number.acting())
            unread = 0
        else:
            number.post(chat.head.id, f"respuesta {place}")
            unanswered = 0
        assert (chat.head.unread, chat.head.unanswered) == (unread, unanswered)


def _says(world: World, chat: Chat, place: int) -> None:
    world.receive(Written(chat.customer, f"dice {place}", START_SECOND + place))


def _answers(world: World, chat: Chat, place: int) -> None:
    if not chat.head.is_resolved:
        world.post(chat.head.id, f"responde {place}")
        world.container.lane.deliver(chat.head.id, chat.thread[0].id)


def _is_told(world: World, chat: Chat, place: int) -> None:
    ours = [one for one in chat.thread if one.direction == "out"]
    if ours:
        data = callback_data(ours[0])
        word = WORDS[place % 3]
        update = status_update(chat.customer, f"w{place}", word, data, START_SECOND + place)
        world.report(update)


def _reads(world: World, chat: Chat, _place: int) -> None:
    world.container.desk.read(chat.head, chat.thread[0].id, world.acting())


def _reacts(world: World, chat: Chat, place: int) -> None:
    target = next(one for one in chat.thread if one.direction == "in").provider_id
    extra = {"reaction": {"message_id": target, "emoji": "👍"}}
    at = START_SECOND + place
    world.receive(Written(chat.customer, f"r{place}", at, kind="reaction", extra=extra))


def _edits(world: World, chat: Chat, place: int) -> None:
    target = next(one for one in chat.thread if one.direction == "in").provider_id
    new = {"type": "text", "text": {"body": f"corrige {place}"}}
    extra = {"edit": {"original_message_id": target, "message": new}}
    at = START_SECOND + place
    world.receive(Written(chat.customer, f"e{place}", at, kind="edit", extra=extra))


def _resolves(world: World, chat: Chat, _place: int) -> None:
    world.container.closing.resolve(chat.head, chat.thread[0].id, world.acting())


def _reopens(world: World, chat: Chat, _place: int) -> None:
    if chat.head.is_resolved:
        world.container.desk.reopen(chat.head, world.acting())


DEEDS: list[Callable[[World, Chat, int], None]] = [
    _says,
    _answers,
    _is_told,
    _reads,
    _reacts,
    _edits,
    _reopens,
]


@few
@given(
    deeds=st.lists(st.sampled_from(DEEDS), min_size=1, max_size=8),
    resolved_at_the_end=st.booleans(),
    fetched_after=st.integers(0, 8),
    data=st.data(),
)
def test_events_in_any_order_make_an_earlier_state_a_fresh_fetch(
    number: World,
    deeds: list[Callable[[World, Chat, int], None]],
    resolved_at_the_end: bool,
    fetched_after: int,
    data: st.DataObject,
) -> None:
    chat = Chat(number)
    number.receive(Written(chat.customer, "hola"))
    number.claim(chat.head.id)
    number.run_down()
    socket = f"socket-{chat.customer.phone}"
    number.connect(socket, "agente1", viewing=chat.head.id)
    if resolved_at_the_end:
        deeds = [*deeds, _resolves]
    screen = _fetched(chat)
    heard_before = 0
    for place, deed in enumerate(deeds):
        if place == fetched_after:
            number.pump_stream()
            heard_before = len(number.realtime.heard_by(socket))
            screen = _fetched(chat)
        number.clock.advance(1)
        deed(number, chat, place + 1)
    number.pump_stream()
    frames = number.realtime.heard_by(socket)[heard_before:]
    shuffled = data.draw(st.permutations([*frames, *frames[:2]]))
    for frame in shuffled:
        _show(screen, frame)
    assert screen == _fetched(chat)


Screen = dict[str, dict[str, Any]]


def _fetched(chat: Chat) -> Screen:
    """The conversation and its messages as the API answers them, by id."""
    reading = chat.world.container.reading
    conversation: Any = reading.view(chat.head)
    messages: list[Any] = [reading.message_view(one) for one in chat.thread]
    return {one["id"]: one for one in [conversation, *messages]}


def _show(screen: Screen, frame: dict[str, Any]) -> None:
    """Keep what has the higher version."""
    for entity in (frame["data"].get("conversation"), frame["data"].get("message")):
        if entity is None:
            continue
        standing = screen.get(entity["id"])
        if standing is None or standing["version"] < entity["version"]:
            screen[entity["id"]] = entity
