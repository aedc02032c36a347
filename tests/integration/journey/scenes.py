"""Steps that several tests of the journey share."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import ConversationId
from chalicelib.domains.contacts.models import Person
from chalicelib.domains.contacts.service import identities_of
from chalicelib.domains.conversations import rules
from tests.integration.journey.customers import START_SECOND, Customer, Written
from tests.integration.journey.pictures import Stored
from tests.integration.journey.world import World

Step = Callable[[World], None]
BOTH = ("phone", "user_id")
DAY = 24 * 3600


def writes(*written: Written) -> Step:
    """Messages come in, one after the other."""
    return lambda world: world.receive(*written)


def resolves(world: World) -> None:
    """Whatever is open is closed without a look at what may be on its way."""
    threads = world.container.thread_store
    for head in Stored.of(world).open_heads():
        now_ms = to_ms(world.clock.now())
        change = Change("conversation.resolved", "agente1", now_ms)
        assert threads.save_head(head, rules.resolved(head, now_ms), change) is None


def others(customer: Customer, count: int, shows: tuple[str, ...] = ("phone",)) -> Step:
    """So many further messages of a customer, a second apart, a minute later."""
    return writes(
        *(
            Written(customer, f"otro {number}", START_SECOND + 60 + number, shows=shows)
            for number in range(count)
        )
    )


def steps(*several: Step) -> Step:
    """One after the other."""

    def run(world: World) -> None:
        for step in several:
            step(world)

    return run


def merges(customer: Customer) -> Step:
    """The first half of a message with two identities: their contacts become one."""

    def merge(world: World) -> None:
        person = Person(identities_of(customer.phone, customer.user_id))
        contacts = world.container.contacts
        identified = contacts.identify(person)
        for loser in identified.merging:
            world.container.episodes.forward(loser, identified.contact_id)
        contacts.finish_merge(person, identified)

    return merge


def only_conversation(world: World) -> ConversationId:
    """The one conversation that there is."""
    (conversation_id,) = Stored.of(world).heads
    return conversation_id
