"""Dead letters are buried once, and leave by a decision."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

import pytest

from chalicelib.core.body_store import by_reference
from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import ConnectionId
from chalicelib.core.queues import QueueUnavailableError
from chalicelib.domains.dead_letters.errors import DeadLetterClosedError, DeadLetterUnreadableError
from chalicelib.domains.dead_letters.models import DeadLetter, DeadLetterId
from chalicelib.domains.dead_letters.service import DeadLetters
from tests.fakes.body_store import FakeBodyStore
from tests.fakes.clock import FakeClock
from tests.fakes.dead_letters import MemoryDeadLetters
from tests.fakes.queues import FakeQueues

CHANGE = Change("to be named", "admin", 1, role="administrator")


@dataclass
class Office:
    store: MemoryDeadLetters = field(default_factory=MemoryDeadLetters)
    queues: FakeQueues = field(default_factory=FakeQueues)
    bodies: FakeBodyStore = field(default_factory=FakeBodyStore)
    clock: FakeClock = field(default_factory=FakeClock)

    def __post_init__(self) -> None:
        self.letters = DeadLetters(self.store, self.queues, self.bodies, self.clock)

    def bury(self, body: str = "{}", intake_ms: int = 5, queue: str = "inbound.fifo") -> DeadLetter:
        self.letters.bury(
            source="inbound",
            queue=queue,
            body=body,
            intake_ms=intake_ms,
            reason="unparsable",
            detail="no readable time",
            connection_id=ConnectionId("wa-principal"),
        )
        return next(one for one in self.store.rows.values() if one.body == body)

    @property
    def events(self) -> list[tuple[str, str]]:
        return [(one.event, one.actor) for one in self.store.changes]


@pytest.fixture
def office() -> Office:
    return Office()


class TestBury:
    def test_a_letter_is_open(self, office: Office) -> None:
        letter = office.bury()
        assert (letter.state, letter.attempts, letter.version) == ("open", 1, 1)
        assert letter.at_ms == to_ms(office.clock.now())
        assert (letter.reason, letter.detail) == ("unparsable", "no readable time")
        assert office.events == [("dead_letter.opened", "inbound")]

    def test_the_same_body_again_is_the_same_letter(self, office: Office) -> None:
        first, second = office.bury(), office.bury()
        assert (first.id, second.attempts) == (second.id, 2)
        assert len(office.store.rows) == 1

    def test_another_body_or_intake_is_another(self, office: Office) -> None:
        office.bury("a")
        office.bury("b")
        office.bury("a", intake_ms=6)
        assert len(office.store.rows) == 3

    def test_the_list_is_by_intake_newest_first(self, office: Office) -> None:
        for intake_ms in (7, 900_000, 8):
            office.bury(str(intake_ms), intake_ms)
        page = office.letters.page("open", None, 5)
        assert [one.content for one in page.items] == ["900000", "8", "7"]


class TestLarge:
    """Letters whose body lies in the body store."""

    def test_the_list_shows_them_whole(self, office: Office) -> None:
        office.bury(by_reference(b'{"updates":["large"]}', "letters", office.bodies))
        (opened,) = office.letters.page("open", None, 5).items
        assert opened.content == '{"updates":["large"]}'

    def test_a_page_ends_before_it_is_too_large(self, office: Office) -> None:
        for number in range(4):
            content = json.dumps([number, "x" * 1_400_000]).encode()
            office.bury(by_reference(content, "letters", office.bodies), intake_ms=number)
        walked, before = [], None
        while True:
            page = office.letters.page("open", before, 3)
            walked.append([json.loads(one.content or "")[0] for one in page.items])
            if page.next_position is None:
                break
            (before,) = page.next_position
        assert walked == [[3, 2], [1, 0]]

    def test_one_larger_than_a_page_stands_alone(self, office: Office) -> None:
        content = json.dumps("x" * 4_000_000).encode()
        office.bury(by_reference(content, "letters", office.bodies))
        assert len(office.letters.page("open", None, 5).items) == 1

    def test_one_that_cannot_be_read_is_shown_without_its_body(self, office: Office) -> None:
        letter = office.bury(by_reference(b"[]", "letters", office.bodies))
        office.bodies.kept.clear()
        (opened,) = office.letters.page("open", None, 5).items
        assert (opened.letter, opened.content) == (letter, None)

    def test_one_that_cannot_be_read_is_not_replayed(self, office: Office) -> None:
        letter = office.bury(by_reference(b"[]", "letters", office.bodies))
        office.bodies.is_down = True
        with pytest.raises(DeadLetterUnreadableError):
            office.letters.replay(letter.id, CHANGE)
        assert office.queues.sent == {}
        office.bodies.is_down = False
        assert office.letters.replay(letter.id, CHANGE).state == "replayed"


class TestReplay:
    def test_it_goes_on_its_queue_again(self, office: Office) -> None:
        letter = office.bury("body")
        replayed = office.letters.replay(letter.id, CHANGE)
        assert office.store.rows[letter.id] == replayed
        assert replayed == replace(letter, state="replayed", version=2)
        (sent,) = office.queues.sent["inbound.fifo"]
        assert sent.body == "body"
        assert sent.group_id
        assert sent.deduplication_id
        assert office.events[-1] == ("dead_letter.replayed", "admin")

    def test_a_second_replay_is_no_duplicate_for_fifo(self, office: Office) -> None:
        letter = office.bury()
        for _ in range(2):
            office.letters.replay(letter.id, CHANGE)
            office.bury()
        first, second = office.queues.sent["inbound.fifo"]
        assert first.group_id == second.group_id
        assert first.deduplication_id != second.deduplication_id

    def test_a_standard_queue_takes_no_group(self, office: Office) -> None:
        office.letters.replay(office.bury(queue="status").id, CHANGE)
        (sent,) = office.queues.sent["status"]
        assert (sent.group_id, sent.deduplication_id) == (None, None)

    def test_one_that_reached_no_queue_stays_open(self, office: Office) -> None:
        letter = office.bury()
        office.queues.broken.add("inbound.fifo")
        with pytest.raises(QueueUnavailableError):
            office.letters.replay(letter.id, CHANGE)
        assert office.store.rows[letter.id] == letter
        office.queues.broken.clear()
        assert office.letters.replay(letter.id, CHANGE).state == "replayed"
        assert len(office.queues.sent["inbound.fifo"]) == 1

    def test_one_that_fails_again_at_once_stays_open(self, office: Office) -> None:
        letter = office.bury()
        office.queues.on_send = office.bury
        again = office.letters.replay(letter.id, CHANGE)
        assert again == office.store.rows[letter.id]
        assert (again.state, again.attempts) == ("open", 2)

    def test_of_two_at_once_both_see_it_replayed(self, office: Office) -> None:
        letter = office.bury()

        def second() -> None:
            office.queues.on_send = None
            office.letters.replay(letter.id, CHANGE)

        office.queues.on_send = second
        assert office.letters.replay(letter.id, CHANGE).state == "replayed"
        assert [event for event, _ in office.events].count("dead_letter.replayed") == 1


class TestClosing:
    def test_one_is_discarded_with_a_word(self, office: Office) -> None:
        letter = office.bury()
        discarded = office.letters.discard(letter.id, "prueba", CHANGE)
        assert office.store.rows[letter.id] == discarded
        assert (discarded.state, discarded.comment) == ("discarded", "prueba")
        assert office.events[-1] == ("dead_letter.discarded", "admin")
        assert office.queues.sent == {}

    @pytest.mark.parametrize("first", ["replay", "discard"])
    def test_a_closed_one_stays_so(self, office: Office, first: str) -> None:
        letter = office.bury()
        if first == "replay":
            office.letters.replay(letter.id, CHANGE)
        else:
            office.letters.discard(letter.id, "x", CHANGE)
        closed = office.store.rows[letter.id]
        with pytest.raises(DeadLetterClosedError) as caught:
            office.letters.discard(letter.id, "y", CHANGE)
        assert caught.value.facts == {"state": closed.state}
        with pytest.raises(DeadLetterClosedError):
            office.letters.replay(letter.id, CHANGE)
        assert office.store.rows[letter.id] is closed
        assert sum(map(len, office.queues.sent.values())) == (first == "replay")

    def test_an_unknown_one_is_not_found(self, office: Office) -> None:
        with pytest.raises(NotFoundError):
            office.letters.replay(DeadLetterId("nobody"), CHANGE)
        with pytest.raises(NotFoundError):
            office.letters.discard(DeadLetterId("nobody"), "x", CHANGE)
