"""After an erasure nothing of the person lies anywhere, whatever killed it on the way."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.queues import INBOUND, NETS, QueueMessage
from chalicelib.domains.privacy.errors import ErasureExistsError
from tests.engines import EngineTables
from tests.integration.journey.customers import START_SECOND, Written
from tests.integration.journey.kills import killed_worlds
from tests.integration.journey.pictures import Stored, picture
from tests.integration.privacy.person import ANA, EVA, HERS, fill, small
from tests.integration.privacy.world import PrivateWorld

STRIDE = 5
"""There are some hundred places to be killed at; each world takes a second."""


@pytest.fixture
def world(engine_tables: EngineTables, moto_s3: object) -> PrivateWorld:
    return PrivateWorld(engine_tables, moto_s3)


def found(world: PrivateWorld) -> list[tuple[str, str]]:
    """Where something of hers lies yet, and what."""
    return [(where, word) for where, text in world.traces() for word in HERS if word in text]


def erases(world: PrivateWorld, contact_id: str) -> None:
    """An administrator orders it, and `clock` does it."""
    path = f"/v1/contacts/{contact_id}"
    phrase = world.ask("GET", f"{path}/privacy").json["confirm_with"]
    ordered = world.ask("POST", f"{path}/erasure", {"confirmation": phrase})
    assert ordered.status == 201, ordered.text
    finishes(world)


def finishes(world: PrivateWorld) -> None:
    world.work()
    world.run_down()
    world.clock.advance(15 * 60)
    world.work()
    world.run_down()


def test_nothing_of_a_person_lies_anywhere_after_an_erasure(
    world: PrivateWorld, caplog: pytest.LogCaptureFixture
) -> None:
    contact_id = fill(world)
    assert {word for _, word in found(world)} == set(HERS)  # the test would see them
    erases(world, contact_id)
    assert found(world) == []
    lines = [f"{line.getMessage()} {line.__dict__}" for line in caplog.records]
    assert len(lines) > 5
    assert [line for line in lines if any(word in line for word in HERS)] == []
    shown = world.ask("GET", f"/v1/contacts/{contact_id}/privacy").json
    assert (shown["name"], shown["identities"]) == (None, [])
    assert shown["erasure"]["state"] == "done"
    assert shown["erasure"]["counts"]["messages"] == 8
    assert [export["state"] for export in shown["exports"]] == ["gone"]
    assert [hole for one in world.container.sealing.verify_all() for hole in one.holes] == []


def test_what_is_of_others_stays(world: PrivateWorld) -> None:
    erases(world, fill(world))
    texts = [text for _, text in world.traces()]
    for word in (EVA.phone, EVA.name, "Hola, soy Eva", "carta de Eva"):
        assert any(word in text for text in texts), word


def test_what_happened_can_be_counted_yet(world: PrivateWorld) -> None:
    contact_id = fill(world)
    before = Stored.of(world)
    erases(world, contact_id)
    after = Stored.of(world)
    assert [(one.id, one.direction, one.kind) for one in after.messages] == [
        (one.id, one.direction, one.kind) for one in before.messages
    ]
    hers = [one for one in after.heads.values() if one.contact_id == contact_id]
    assert all(one.is_resolved and not one.unsent for one in hers)
    (scheduled,) = [one for one in after.messages if one.send_at_ms is not None]
    assert scheduled.cancelled_at_ms is not None
    assert scheduled.due_at_ms is None


def test_who_writes_again_is_somebody_new(world: PrivateWorld) -> None:
    contact_id = fill(world)
    erases(world, contact_id)
    later = START_SECOND + 86_400
    world.receive(Written(ANA, "hola de nuevo", later, shows=("phone", "user_id")))
    fresh = [one for one in Stored.of(world).open_heads() if one.contact_name == ANA.name]
    assert [one.contact_id == contact_id for one in fresh] == [False]


def test_what_was_on_its_way_is_erased_as_well(world: PrivateWorld) -> None:
    contact_id = fill(world)
    path = f"/v1/contacts/{contact_id}"
    world.ask("POST", f"{path}/erasure", {"confirmation": ANA.name})
    world.work()
    world.receive(Written(ANA, "Perdí mi tarjeta violeta, dije", START_SECOND + 9))
    world.run_down()
    waits = world.ask("GET", f"{path}/privacy").json["erasure"]
    assert (waits["state"], waits["waits_for"]) == ("open", "underway")
    finishes(world)
    assert found(world) == []


def test_it_waits_while_queues_hold_what_nobody_could_process(world: PrivateWorld) -> None:
    contact_id = small(world)
    net = NETS[INBOUND]
    world.queues.send(net, [QueueMessage("carta muerta violeta", "lane", "once")])
    erases(world, contact_id)
    path = f"/v1/contacts/{contact_id}/privacy"
    assert world.ask("GET", path).json["erasure"]["waits_for"] == "undelivered"
    (dead,) = world.queues.receive(net, 1)
    world.queues.delete(net, dead.receipt_handle)
    world.work()
    assert world.ask("GET", path).json["erasure"]["state"] == "done"


def ends(world: PrivateWorld) -> None:
    """Order it, unless that was done, and let it run to its end."""
    (contact_id,) = {head.contact_id for head in Stored.of(world).heads.values()}
    contact = world.container.contacts.standing(contact_id)
    assert contact is not None
    change = Change("erasure.ordered", "admin", to_ms(world.clock.now()), role="administrator")
    with suppress(ErasureExistsError):
        world.container.erasing.order(contact, ANA.name, change)
    world.work()
    world.clock.advance(15 * 60)
    world.work()


@pytest.mark.timeout(600)
def test_it_ends_the_same_wherever_it_was_killed(make_private: Callable[[], PrivateWorld]) -> None:
    clean = make_private()
    small(clean)
    clean.run_down()
    ends(clean)
    assert found(clean) == []
    whole = picture(clean)
    tried = 0
    for label, world in killed_worlds(make_private, small, ends, STRIDE):
        ends(world)
        assert found(world) == [], label
        assert picture(world) == whole, label
        tried += 1
    assert tried > 10
