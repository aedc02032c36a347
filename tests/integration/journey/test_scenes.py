"""What happens in the life of a number and must end well, on moto and on DynamoDB Local."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib.adapters.channels.raw_update import pack
from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.errors import BusyError, ConflictError
from chalicelib.core.ids import ConnectionId, ConversationId, UserId
from chalicelib.core.queues import INBOUND, OUTBOUND
from chalicelib.domains.connections.models import AccountName
from chalicelib.domains.connections.service import ConnectionEdit
from chalicelib.domains.connections.standing import Fact
from chalicelib.domains.conversations.errors import (
    AlreadyAssignedError,
    NewMessageError,
    NotReopenableError,
)
from chalicelib.domains.conversations.events import DeliveryError
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.ports import Refused, TextToSend
from chalicelib.domains.conversations.services.facts import callback_data
from chalicelib.domains.notifications.services.sweep import RARELY_MINUTES
from tests.integration.journey.crashes import KilledError
from tests.integration.journey.customers import (
    APP,
    START_SECOND,
    Customer,
    Written,
    status_update,
)
from tests.integration.journey.pictures import Stored, picture, troubles
from tests.integration.journey.scenes import BOTH, DAY, others, resolves
from tests.integration.journey.world import ComesAgainError, World

ROUNDS = 6
WA, OTHER = ConnectionId("wa-principal"), ConnectionId("wa-cobranzas")


def texts(world: World) -> list[list[str | None]]:
    """What was said, episode by episode."""
    return [[one["text"] for one in episode["messages"]] for episode in picture(world)]


def insists(act: Callable[[], object]) -> None:
    """Do it again while it comes again, as a queue does."""
    for _ in range(5):
        try:
            act()
        except (ComesAgainError, BusyError):
            continue
        return
    raise AssertionError("it comes again for ever")


def at_once(*acts: Callable[[], object]) -> None:
    """All of them in threads of their own."""
    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(insists, act) for act in acts]:
            done.result()


def test_a_message_two_days_late_opens_an_episode_after_its_own_was_resolved(
    world: World,
) -> None:
    ana = Customer.fresh()
    world.receive(Written(ana, "hola"))
    resolves(world)
    late = Written(ana, "tarde", START_SECOND - 2 * DAY)
    world.receive(late)
    world.settle()
    assert troubles(world) == []
    assert texts(world) == [["tarde"], ["hola"]]
    opened, closed = picture(world)
    assert (opened["state"], opened["unread"]) == ("new", 1)
    assert closed["state"] == "resolved"


def test_a_reply_that_comes_before_what_it_answers_shows_it_later(world: World) -> None:
    ana, eva = Customer.fresh(), Customer.fresh("Eva")
    asked = Written(ana, "pregunta")
    reply = {"text": {"body": "eso"}, "context": {"id": asked.provider_id}}
    for customer in (ana, eva):
        world.receive(Written(customer, "respuesta", START_SECOND + 5, extra=reply))
    world.receive(asked)
    quotes = {}
    for head in Stored.of(world).heads.values():
        for one in world.container.reading.messages(head, None, 10).items:
            quotes[head.contact_name, one.text] = one.quote and one.quote.preview
    assert quotes == {
        (ana.name, "pregunta"): None,
        (ana.name, "eso"): "pregunta",
        (eva.name, "eso"): None,  # it is not her thread
    }


def test_a_late_message_of_an_open_episode_counts_and_stands_in_its_place(world: World) -> None:
    ana = Customer.fresh()
    world.receive(Written(ana, "después"), Written(ana, "antes", START_SECOND - 2 * DAY))
    world.settle()
    assert troubles(world) == []
    (episode,) = picture(world)
    assert [one["text"] for one in episode["messages"]] == ["antes", "después"]
    assert (episode["unread"], episode["last"]) == (2, ("in", "después"))
    assert episode["window"] == START_SECOND + DAY


@pytest.mark.parametrize("between", ["nothing", "resolved", "nine others"])
def test_the_same_update_after_the_window_of_the_queue_changes_nothing(
    world: World, between: str
) -> None:
    ana = Customer.fresh()
    world.receive(Written(ana, "hola"))
    if between == "resolved":
        resolves(world)
    if between == "nine others":
        others(ana, 9)(world)
    before = picture(world)
    world.clock.advance(6 * 60)
    world.receive(Written(ana, "hola"), Written(ana, "hola"))
    world.settle()
    assert picture(world) == before
    assert troubles(world) == []


@pytest.mark.parametrize("known", [False, True])
def test_two_identities_of_one_customer_in_two_lanes_at_once(world: World, known: bool) -> None:
    """A message by phone, one by user id and one that proves both, all at the same time."""
    for number in range(ROUNDS):
        ana = Customer.fresh()
        if known:
            world.receive(Written(ana, "antes", START_SECOND - 60))
        lanes = (("phone",), ("user_id",), BOTH)
        written = [Written(ana, f"{number}{shows}", shows=shows) for shows in lanes]
        at_once(*(partial(world.receive, one) for one in written))
        assert troubles(world) == [], f"round {number}"
    world.settle()
    stored = Stored.of(world)
    assert len(stored.messages) == ROUNDS * (3 + known)
    assert sum(head.unread for head in stored.open_heads()) == ROUNDS * (3 + known)


def test_the_same_update_three_times_at_once_is_stored_once(world: World) -> None:
    ana = Customer.fresh()
    for number in range(ROUNDS):
        once = Written(ana, f"mensaje {number}", START_SECOND + number, shows=BOTH)
        at_once(*[partial(world.receive, once)] * 3)
        if number % 2:
            resolves(world)
        assert troubles(world) == [], f"round {number}"
    stored = Stored.of(world)
    assert len(stored.messages) == ROUNDS
    assert sum(head.unread for head in stored.heads.values()) == ROUNDS


def test_a_status_that_comes_before_the_send_returned(world: World) -> None:
    ana = Customer.fresh()
    conversation_id = in_a_chat(world, ana)

    def at_the_provider(provider_id: str, message: TextToSend) -> None:
        for word in ("delivered", "sent"):
            data = message.callback_data
            world.report(status_update(ana, provider_id, word, data, START_SECOND + 60))

    world.sender.on_taken = at_the_provider
    world.post(conversation_id, "buenas")
    world.settle()
    assert troubles(world) == []
    (episode,) = picture(world)
    assert episode["messages"][-1]["status"] == "delivered"
    assert episode["unsent"] == 0


def in_a_chat(world: World, customer: Customer, name: str = "agente1") -> ConversationId:
    known = {head.id for head in Stored.of(world).open_heads()}
    world.receive(Written(customer, "hola"))
    (conversation_id,) = {head.id for head in Stored.of(world).open_heads()} - known
    world.claim(conversation_id, name)
    world.run_down()
    return conversation_id


def test_nobody_resolves_over_a_message_that_is_on_its_way(world: World) -> None:
    """HEAD knows of it, the message is not stored yet: the customer has written since."""
    ana = Customer.fresh()
    conversation_id = in_a_chat(world, ana)
    (seen,) = Stored.of(world).messages
    world.killer.arm(3, "before")  # index and HEAD are written, the message is not
    with pytest.raises(KilledError):
        world.receive(Written(ana, "¿y?", START_SECOND + 5))
    head = world.head(conversation_id)
    with pytest.raises(NewMessageError):
        world.container.closing.resolve(head, seen.id, world.acting())
    left = world.container.desk.read(head, seen.id, world.acting())
    assert left.unread == 1
    world.receive(Written(ana, "¿y?", START_SECOND + 5))
    world.settle()
    assert troubles(world) == []
    (episode,) = picture(world)
    assert (episode["state"], episode["unread"]) == ("pending", 1)


def test_resolve_against_arrival(world: World) -> None:
    """Either the arrival is in the episode and open, or it opened another one."""
    for number in range(ROUNDS):
        ana = Customer.fresh()
        world.receive(Written(ana, "hola"))
        (head,) = (one for one in Stored.of(world).open_heads() if one.phone == ana.phone)
        world.claim(head.id)
        thread = Stored.of(world).thread(head.id)

        def resolve(head: Conversation = head, seen: Any = thread[-1].id) -> None:
            try:
                world.container.closing.resolve(world.head(head.id), seen, world.acting())
            except NewMessageError:
                return

        arrival = Written(ana, f"¿{number}?", START_SECOND + 5)
        at_once(resolve, partial(world.receive, arrival))
        assert troubles(world) == [], f"round {number}"
        stored = Stored.of(world)
        (after,) = [one for one in stored.messages if one.text == arrival.text]
        assert not stored.heads[after.conversation_id].is_resolved


def test_arrival_against_reopen(world: World) -> None:
    for number in range(ROUNDS):
        ana = Customer.fresh()
        world.receive(Written(ana, "hola"))
        (head,) = (one for one in Stored.of(world).open_heads() if one.phone == ana.phone)
        resolves(world)

        def reopen(head: Conversation = head) -> None:
            try:
                world.container.desk.reopen(world.head(head.id), world.acting("supervisora"))
            except ConflictError:
                return  # the newer episode was first

        arrival = Written(ana, f"¿{number}?", START_SECOND + 5)
        at_once(reopen, partial(world.receive, arrival))
        assert troubles(world) == [], f"round {number}"
        assert len([one for one in Stored.of(world).messages if one.text == arrival.text]) == 1
        resolves(world)


def test_one_of_four_claims(world: World) -> None:
    ana = Customer.fresh()
    world.receive(Written(ana, "hola"))
    (head,) = Stored.of(world).open_heads()
    won: list[str] = []
    told: list[str] = []

    def claim(name: str) -> None:
        try:
            world.claim(head.id, name)
        except AlreadyAssignedError as lost:
            told.append(lost.facts["holder"]["id"])
        else:
            won.append(name)

    at_once(*(partial(claim, f"agente{n}") for n in (1, 2, 3, 4)))
    assert won == [world.head(head.id).assignee_id]
    assert told == won * 3
    assert world.head(head.id).version == head.version + 1


def test_a_dead_letter_replayed_after_nine_others_is_counted_once(world: World) -> None:
    """A run was killed behind HEAD; its update comes again long after its mark dropped out."""
    ana = Customer.fresh()
    world.receive(Written(ana, "hola"))
    lost = Written(ana, "perdido", START_SECOND + 5)
    body = pack([lost.update()], world.container.bodies)
    for effect in (2, 3):
        world.killer.arm(effect, "before")
        with pytest.raises(KilledError):
            world.receive(lost)
    others(ana, 9)(world)
    world.clock.advance(600)
    world.deliver(INBOUND, body)
    world.deliver(INBOUND, body)
    world.settle()
    assert troubles(world) == []
    (episode,) = picture(world)
    assert episode["unread"] == len(episode["messages"]) == 11


def test_a_young_attempt_is_left_alone_and_an_old_one_is_unconfirmed(world: World) -> None:
    ana = Customer.fresh()
    conversation_id = in_a_chat(world, ana)
    message = world.post(conversation_id, "buenas")
    world.stream_records()
    world.killer.arm(2, "before")  # the attempt is recorded, the call was not made
    with pytest.raises(KilledError):
        world.container.lane.deliver(conversation_id, message.id)
    lane = world.container.lane
    wait = lane.deliver(conversation_id, message.id)
    assert wait is not None
    assert 0 < wait <= 60
    assert picture(world)[0]["messages"][-1]["status"] == "queued"
    world.clock.advance(wait)
    assert lane.deliver(conversation_id, message.id) is None
    assert world.sender.calls == []
    (episode,) = picture(world)
    assert (episode["messages"][-1]["status"], episode["unsent"]) == ("unconfirmed", 0)
    world.report(status_update(ana, "wamid.x", "read", callback_data(message), START_SECOND + 90))
    (episode,) = picture(world)
    assert episode["messages"][-1]["status"] == "read"
    assert troubles(world) == []


def test_a_refusal_of_the_whole_connection_is_shown_until_something_is_sent(
    world: World,
) -> None:
    ana = Customer.fresh()
    conversation_id = in_a_chat(world, ana)
    expired = DeliveryError("190", "The access token has expired", "Error", retryable=False)
    blocked = DeliveryError("131026", "Undeliverable", None, retryable=False)
    world.sender.script += [Refused(expired, concerns_connection=True), Refused(blocked)]
    found = []
    for text in ("uno", "dos", "tres"):
        world.post(conversation_id, text)
        world.settle()
        trouble = world.container.connections.trouble_of(WA)
        found.append(trouble and (trouble.code, trouble.title, trouble.detail))
    shown = ("190", "The access token has expired", "Error")
    assert found == [shown, shown, None]
    assert [one["status"] for one in picture(world)[0]["messages"][-3:]] == [
        "failed",
        "failed",
        "sent",
    ]
    assert troubles(world) == []


ACCOUNT, NOTED = AccountName(APP, "200"), Change("connection.changed", "inbound", 1)


def bans(world: World, connection_id: ConnectionId) -> None:
    """The provider bans the account of a connection, which holds no other."""
    connections = world.container.connections
    version = connections.require(connection_id).version
    edit = ConnectionEdit(holder=ACCOUNT.holder)
    connections.edit(connection_id, edit, expected_version=version, change=NOTED)
    connections.note_facts(ACCOUNT, [Fact("ban", "banned", 100, 1)], NOTED)


def reinstates(world: World) -> None:
    world.container.connections.note_facts(ACCOUNT, [Fact("ban", None, 200, 1)], NOTED)


def test_a_banned_account_sends_nothing_and_says_why_until_it_is_reinstated(
    world: World,
) -> None:
    ana = Customer.fresh()
    conversation_id = in_a_chat(world, ana)
    bans(world, WA)
    world.post(conversation_id, "uno")
    world.run_down()
    for _ in range(RARELY_MINUTES):  # once the sweep rings in vain, and changes nothing
        world.clock.advance(61)
        world.tick()
        world.run_down()
    waiting = picture(world)[0]["messages"][-1]
    assert (waiting["status"], waiting["error"]) == ("queued", "connection_banned")
    (message,) = world.container.message_store.page(conversation_id, None, 1).items
    assert (message.version, message.attempts) == (2, 0)
    assert world.sender.calls == []
    reinstates(world)
    world.settle()
    sent = picture(world)[0]["messages"][-1]
    assert (sent["status"], sent["error"]) == ("sent", None)
    assert troubles(world) == []


def test_what_was_attempted_before_a_ban_is_unconfirmed_not_held(world: World) -> None:
    conversation_id = in_a_chat(world, Customer.fresh())
    posted = world.post(conversation_id, "uno")
    world.stream_records()
    now_ms = to_ms(world.clock.now())
    change = Change("message.attempted", "outbound", now_ms)
    world.container.message_store.record_attempt(conversation_id, posted.id, now_ms, change)
    bans(world, WA)
    for _ in range(RARELY_MINUTES):
        world.clock.advance(61)
        world.tick()
        world.run_down()
    (message,) = world.container.message_store.page(conversation_id, None, 1).items
    assert (message.unconfirmed_at_ms is not None, message.error) == (True, None)
    assert world.sender.calls == []


def test_a_doorbell_stays_until_an_attempt_before_a_ban_has_ended(world: World) -> None:
    conversation_id = in_a_chat(world, Customer.fresh())
    posted = world.post(conversation_id, "uno")
    now_ms = to_ms(world.clock.now())
    change = Change("message.attempted", "outbound", now_ms)
    world.container.message_store.record_attempt(conversation_id, posted.id, now_ms, change)
    bans(world, WA)
    world.run_down()  # too young: somebody may still be sending it
    assert picture(world)[0]["messages"][-1]["status"] == "queued"
    world.clock.advance(61)
    world.run_down()
    assert picture(world)[0]["messages"][-1]["status"] == "unconfirmed"
    assert world.sender.calls == []


def test_a_lost_doorbell_is_rung_while_another_number_is_held(world: World) -> None:
    """What a held number keeps is not even looked at, and goes out soon after its release."""
    held, free = Customer.fresh("Rosa"), Customer.fresh("Luis")
    kept = in_a_chat(world, held)
    lost = in_a_chat(world, replace(free, connection=OTHER), "agente3")
    bans(world, WA)
    world.post(kept, "uno")
    world.post(lost, "dos", name="agente3")
    world.stream_records()  # nobody rings
    world.clock.advance(61)
    world.tick()
    assert world.queues.waiting(OUTBOUND) == 1
    world.settle()
    assert [message.text for _, message in world.sender.taken] == ["dos"]
    reinstates(world)
    world.clock.advance(61)
    world.tick()
    world.run_down()
    assert [message.text for _, message in world.sender.taken] == ["dos", "uno"]
    assert troubles(world) == []


def test_a_run_begins_no_attempt_that_it_may_not_end(world: World) -> None:
    """A provider that takes its time: what is left goes out in a run of its own."""
    conversation_id = in_a_chat(world, Customer.fresh())
    posted = [world.post(conversation_id, f"respuesta {number}") for number in range(3)]
    world.stream_records()
    world.sender.on_taken = lambda *_: world.clock.advance(16)
    lane = world.container.lane
    assert lane.deliver(conversation_id, posted[-1].id) == 1.0
    assert [message.text for _, message in world.sender.taken] == ["respuesta 0"]
    world.settle()
    sent = [message.text for _, message in world.sender.taken]
    assert sent == ["respuesta 0", "respuesta 1", "respuesta 2"]
    assert troubles(world) == []


def test_two_workers_of_one_lane_send_each_message_once(world: World) -> None:
    ana = Customer.fresh()
    conversation_id = in_a_chat(world, ana)
    posted = [world.post(conversation_id, f"respuesta {number}") for number in range(ROUNDS)]
    world.stream_records()
    lane = world.container.lane
    at_once(*(lambda: lane.deliver(conversation_id, posted[-1].id) for _ in range(3)))
    world.settle()
    assert troubles(world) == []
    sent = [message.text for _, message in world.sender.taken]
    assert sorted(str(text) for text in sent) == [f"respuesta {n}" for n in range(ROUNDS)]


def test_post_against_arrival_and_lane(world: World) -> None:
    """Whoever is first: the answer goes out once, and what came after it waits."""
    ana = Customer.fresh()
    conversation_id = in_a_chat(world, ana)
    for number in range(ROUNDS):
        arrival = Written(ana, f"pregunta {number}", START_SECOND + 5 + number)
        at_once(
            partial(world.post, conversation_id, f"respuesta {number}"),
            partial(world.receive, arrival),
        )
        world.run_down()
    world.settle()
    assert troubles(world) == []
    assert len(world.sender.taken) == ROUNDS
    (episode,) = picture(world)
    assert episode["unread"] == ROUNDS + 1
    assert episode["unsent"] == 0


@pytest.mark.parametrize("open_ones", ["both", "older", "younger", "none"])
@pytest.mark.parametrize("held", [False, True])
def test_a_merge_leaves_one_open_episode(world: World, open_ones: str, held: bool) -> None:
    """The held one survives, else the older; it takes what nobody read."""
    ana = Customer.fresh()
    world.receive(Written(ana, "uno", START_SECOND - 60))
    if open_ones in ("younger", "none"):
        resolves(world)
    world.receive(Written(ana, "dos", START_SECOND - 50, shows=("user_id",)))
    stored = Stored.of(world)
    older, younger = (one.conversation_id for one in stored.messages)
    if open_ones in ("older", "none"):
        change = stored.heads[younger]
        resolve_one(world, change)
    if held and open_ones in ("both", "younger"):
        world.claim(younger)
    world.receive(Written(ana, "tres", shows=BOTH))
    world.settle()
    assert troubles(world) == []
    (survivor,) = Stored.of(world).open_heads()
    expected = {
        "both": younger if held else older,
        "older": older,
        "younger": younger,
    }.get(open_ones)
    assert expected is None or survivor.id == expected
    assert survivor.unread == {"both": 3, "older": 2, "younger": 2, "none": 1}[open_ones]
    merged = [one for one in Stored.of(world).heads.values() if one.merged_into]
    assert [one.merged_into for one in merged] == ([survivor.id] if open_ones == "both" else [])


@pytest.mark.parametrize("known", ["phone", "user_id"])
@pytest.mark.parametrize("merging", [False, True])
def test_an_identity_proven_later_is_known_in_the_next_episode(
    world: World, known: str, merging: bool
) -> None:
    """Whichever came first: alone, or as a contact of its own that was merged."""
    ana = Customer.fresh()
    other = "user_id" if known == "phone" else "phone"
    world.receive(Written(ana, "uno", START_SECOND - 60, shows=(known,)))
    if merging:
        world.receive(Written(ana, "dos", START_SECOND - 50, shows=(other,)))
    world.receive(Written(ana, "tres", START_SECOND - 40, shows=BOTH))
    for shows in (known, other):
        resolves(world)
        world.receive(Written(ana, f"por {shows}", shows=(shows,)))
        (head,) = Stored.of(world).open_heads()
        assert (head.phone, head.user_id) == (ana.phone, ana.user_id)


@pytest.mark.parametrize("merging", [False, True])
def test_a_long_user_id_proven_later_is_shown(world: World, merging: bool) -> None:
    ana = replace(Customer.fresh(), user_id="BO." + "9" * 60)
    world.receive(Written(ana, "uno", START_SECOND - 60))
    if merging:
        world.receive(Written(ana, "dos", START_SECOND - 50, shows=("user_id",)))
    world.receive(Written(ana, "tres", shows=BOTH))
    (head,) = Stored.of(world).open_heads()
    shown = {one["kind"]: one["value"] for one in world.container.reading.view(head)["identities"]}
    assert shown == {"phone": ana.phone, "whatsapp_user_id": ana.user_id}


def test_the_answer_goes_to_the_phone_the_customer_last_wrote_from(world: World) -> None:
    ana = Customer.fresh()
    moved = replace(Customer.fresh(), user_id=ana.user_id)
    world.receive(Written(ana, "uno", START_SECOND - 60, shows=BOTH))
    world.receive(Written(moved, "dos", shows=BOTH))
    world.receive(Written(ana, "tarde", START_SECOND - 30, shows=BOTH))
    (head,) = Stored.of(world).open_heads()
    world.claim(head.id)
    world.post(head.id, "hola")
    world.settle()
    assert [one.recipient.phone for one in world.sender.calls] == [moved.phone]
    assert troubles(world) == []


def test_a_name_that_comes_later_is_shown(world: World) -> None:
    ana = Customer.fresh()
    world.receive(Written(replace(ana, name=""), "uno", START_SECOND - 60))
    assert Stored.of(world).open_heads()[0].contact_name is None
    world.receive(Written(ana, "dos"))
    assert Stored.of(world).open_heads()[0].contact_name == ana.name


@pytest.mark.parametrize("held", ["older", "younger", "neither"])
def test_who_answers_after_a_merge_reads_what_came_under_the_other_identity(
    world: World, held: str
) -> None:
    """From the survivor on every message is found, whoever held the other episode."""
    ana = Customer.fresh()
    world.receive(Written(ana, "uno", START_SECOND - 60))
    world.receive(Written(ana, "urgente", START_SECOND - 50, shows=("user_id",)))
    episodes = dict(zip(("older", "younger"), Stored.of(world).messages, strict=True))
    if held in episodes:
        world.claim(episodes[held].conversation_id, "agente2")
    world.receive(Written(ana, "tres", shows=BOTH))
    (survivor,) = Stored.of(world).open_heads()
    desk, reading, lead = world.container.desk, world.container.reading, world.acting("supervisora")
    desk.assign(survivor, UserId("agente1"), lead)
    read, next_id = [], [survivor.id]
    while next_id:
        seen = desk.access_conversation(world.principal("agente1"), next_id.pop())
        read += [one.text for one in reading.messages(seen, None, 50).items]
        next_id += [seen.merged_from] if seen.merged_from else []
    assert sorted(read, key=str) == ["tres", "uno", "urgente"]
    merged = world.head(next(one for one in Stored.of(world).heads if one != survivor.id))
    with pytest.raises(ConflictError):
        world.post(merged.id, "no va aquí")


@pytest.mark.parametrize("held", [False, True], ids=["older survives", "younger survives"])
def test_what_survived_a_merge_can_be_reopened(world: World, held: bool) -> None:
    """Its own contact may have become an alias; what closed into it stays closed."""
    ana = Customer.fresh()
    world.receive(Written(ana, "uno", START_SECOND - 60))
    world.receive(Written(ana, "dos", START_SECOND - 50, shows=("user_id",)))
    older, younger = (one.conversation_id for one in Stored.of(world).messages)
    survivor, merged = (younger, older) if held else (older, younger)
    world.claim(survivor)
    world.receive(Written(ana, "tres", shows=BOTH))
    resolves(world)
    desk = world.container.desk
    with pytest.raises(NotReopenableError):
        desk.reopen(world.head(merged), world.acting("supervisora"))
    desk.reopen(world.head(survivor), world.acting())
    world.receive(Written(ana, "cuatro", START_SECOND + 9, shows=("user_id",)))
    world.settle()
    assert troubles(world) == []
    assert [one.id for one in Stored.of(world).open_heads()] == [survivor]
    assert len(Stored.of(world).heads) == 2


def resolve_one(world: World, head: Conversation) -> None:
    world.claim(head.id)
    (last,) = Stored.of(world).thread(head.id)
    world.container.closing.resolve(world.head(head.id), last.id, world.acting())


def test_an_opener_that_died_before_its_head_is_found_by_the_merge(world: World) -> None:
    """The merge sees a pointer and no episode behind it; nobody may be left in the dark."""
    for shows in (("phone",), ("user_id",)):
        for known in (("phone",), ("user_id",)):
            for effect in (2, 3, 4, 5):
                ana = Customer.fresh()
                if known != shows:
                    world.receive(Written(ana, "antes", START_SECOND - 60, shows=known))
                opening = Written(ana, f"abre {shows} {effect}", shows=shows)
                world.killer.arm(effect, "before")
                with pytest.raises(KilledError):
                    world.receive(opening)
                world.clock.advance(61)
                both = Written(ana, "ambos", START_SECOND + 5, shows=BOTH)
                insists(partial(world.receive, both))
                insists(partial(world.receive, opening))
                world.clock.advance(61)
                insists(partial(world.receive, Written(ana, "fin", START_SECOND + 9)))
                assert troubles(world) == [], f"{shows} killed before {effect}"
