"""Our own queues alone: depth, threads, clocks, counts; the contract suite has the rest."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.adapters.queues import MessageRefusedError
from chalicelib.core.clock import SystemClock
from chalicelib.core.queues import QueueMessage
from infra.local.queues import LocalQueues, QueueDefinition
from tests.fakes.clock import FakeClock

FIFO, STANDARD, DEAD = "orders.fifo", "tasks", "orders-dead.fifo"
DEFINITIONS = (
    QueueDefinition(FIFO, 30, max_receive_count=2, dead_letter=DEAD),
    QueueDefinition(DEAD),
    QueueDefinition(STANDARD, 30),
)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def queues(clock: FakeClock) -> LocalQueues:
    return LocalQueues(DEFINITIONS, clock)


def _message(body: str, group: str = "g") -> QueueMessage:
    return QueueMessage(body, group_id=group, deduplication_id=body)


class TestDefinitions:
    def test_definition_is_refused_when_its_dead_letter_queue_is_of_the_other_kind(self) -> None:
        with pytest.raises(ValueError, match="same kind"):
            QueueDefinition("a.fifo", max_receive_count=1, dead_letter="b")

    def test_definition_is_refused_when_a_count_has_no_dead_letter_queue(self) -> None:
        with pytest.raises(ValueError, match="go together"):
            QueueDefinition("a", max_receive_count=1)

    def test_queues_are_refused_when_a_dead_letter_queue_is_not_among_them(self) -> None:
        with pytest.raises(ValueError, match="no queue"):
            LocalQueues([DEFINITIONS[0]], FakeClock())


class TestDeduplication:
    def test_id_is_new_again_when_five_minutes_have_passed(
        self, queues: LocalQueues, clock: FakeClock
    ) -> None:
        queues.send(FIFO, [_message("a")])
        clock.advance(299)
        queues.send(FIFO, [_message("a")])  # dropped, and does not extend the window
        assert queues.counts()[FIFO]["waiting"] == 1

        clock.advance(1)
        queues.send(FIFO, [_message("a")])

        assert queues.counts()[FIFO]["waiting"] == 2

    def test_ids_are_apart_when_queues_are(self, queues: LocalQueues) -> None:
        queues.send(FIFO, [_message("a")])
        queues.send(DEAD, [_message("a")])

        assert queues.counts()[DEAD]["waiting"] == 1

    def test_ids_are_forgotten_when_purged(self, queues: LocalQueues) -> None:
        queues.send(FIFO, [_message("a"), _message("b")])
        queues.receive(FIFO)
        queues.purge()
        assert queues.counts()[FIFO] == {"waiting": 0, "in_flight": 0, "delayed": 0}

        queues.send(FIFO, [_message("a")])

        assert [message.body for message in queues.receive(FIFO)] == ["a"]


class TestSending:
    def test_nothing_is_sent_when_one_of_several_is_refused(self, queues: LocalQueues) -> None:
        with pytest.raises(MessageRefusedError):
            queues.send(FIFO, [_message("a"), QueueMessage("no group")])

        assert queues.counts()[FIFO]["waiting"] == 0

    def test_deduplication_id_is_refused_on_a_standard_queue(self, queues: LocalQueues) -> None:
        with pytest.raises(MessageRefusedError, match="only FIFO"):
            queues.send(STANDARD, [QueueMessage("x", deduplication_id="d")])

    def test_unknown_queue_is_refused(self, queues: LocalQueues) -> None:
        with pytest.raises(KeyError, match="unknown"):
            queues.send("unknown", [])


class TestReceiving:
    def test_counts_tell_waiting_in_flight_and_delayed(
        self, queues: LocalQueues, clock: FakeClock
    ) -> None:
        queues.send(
            STANDARD, [QueueMessage("a"), QueueMessage("b"), QueueMessage("c", None, None, 9)]
        )
        queues.receive(STANDARD)
        assert queues.counts()[STANDARD] == {"waiting": 1, "in_flight": 1, "delayed": 1}

        clock.advance(9)
        assert queues.counts()[STANDARD] == {"waiting": 2, "in_flight": 1, "delayed": 0}

        clock.advance(21)
        assert queues.counts()[STANDARD] == {"waiting": 3, "in_flight": 0, "delayed": 0}

    def test_stale_receipt_changes_nothing_when_visibility_is_over(
        self, queues: LocalQueues, clock: FakeClock
    ) -> None:
        queues.send(FIFO, [_message("a")])
        (first,) = queues.receive(FIFO)
        clock.advance(31)

        assert queues.delete(FIFO, first.receipt_handle) is False
        (second,) = queues.receive(FIFO)
        assert queues.delete(FIFO, first.receipt_handle) is False
        assert queues.change_visibility(FIFO, first.receipt_handle, 0) is False

        assert queues.counts()[FIFO]["in_flight"] == 1
        assert queues.delete(FIFO, second.receipt_handle) is True
        assert queues.counts()[FIFO] == {"waiting": 0, "in_flight": 0, "delayed": 0}

    def test_given_back_message_waits_when_others_of_its_group_are_in_flight(
        self, queues: LocalQueues
    ) -> None:
        queues.send(FIFO, [_message(body) for body in ("a", "b", "c")])
        a, b, c = queues.receive(FIFO, 3)
        queues.change_visibility(FIFO, b.receipt_handle, 0)
        queues.delete(FIFO, a.receipt_handle)
        assert queues.receive(FIFO, 3) == []

        queues.change_visibility(FIFO, c.receipt_handle, 0)

        assert [message.body for message in queues.receive(FIFO, 3)] == ["b", "c"]

    def test_dead_letter_names_its_source_and_counts_anew(self, queues: LocalQueues) -> None:
        queues.send(FIFO, [_message("a"), _message("b")])
        for _ in range(2):
            queues.change_visibility(FIFO, queues.receive(FIFO)[0].receipt_handle, 0)

        assert [message.body for message in queues.receive(FIFO, 10)] == ["b"]

        (dead,) = queues.receive(DEAD)
        assert dead.receive_count == 1
        assert dead.attributes["DeadLetterQueueSourceArn"].endswith(f":{FIFO}")

    @pytest.mark.parametrize("most", [0, 11])
    def test_batch_size_is_refused_when_out_of_range(self, queues: LocalQueues, most: int) -> None:
        with pytest.raises(ValueError, match="1 to 10"):
            queues.receive(FIFO, most)


class TestWaiting:
    @pytest.fixture
    def live(self) -> LocalQueues:
        definitions = [QueueDefinition(FIFO, 1), QueueDefinition(STANDARD, 1)]
        return LocalQueues(definitions, SystemClock())

    def test_receive_wakes_when_a_message_is_sent(self, live: LocalQueues) -> None:
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(live.receive, FIFO, 1, 20)
            live.send(FIFO, [_message("a")])
            assert [message.body for message in waiting.result()] == ["a"]

    def test_receive_wakes_when_the_group_is_free_again(self, live: LocalQueues) -> None:
        live.send(FIFO, [_message("a"), _message("b")])
        (first,) = live.receive(FIFO)
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(live.receive, FIFO, 1, 20)
            live.delete(FIFO, first.receipt_handle)
            assert [message.body for message in waiting.result()] == ["b"]

    def test_other_waiter_receives_when_the_first_did_not_acknowledge(
        self, live: LocalQueues
    ) -> None:
        with ThreadPoolExecutor(2) as pool:
            waiting = [pool.submit(live.receive, FIFO, 1, 20) for _ in range(2)]
            live.send(FIFO, [_message("a")])
            assert sorted(task.result()[0].receive_count for task in waiting) == [1, 2]

    def test_wait_tells_when_a_delay_has_ended(self, live: LocalQueues) -> None:
        live.send(STANDARD, [QueueMessage("a", delay_seconds=1)])

        assert live.wait(STANDARD, 0) is False
        assert live.wait(STANDARD, 20) is True

    def test_waiting_ends_when_closed(self, live: LocalQueues) -> None:
        with ThreadPoolExecutor(2) as pool:
            receiving = pool.submit(live.receive, FIFO, 1, 60)
            waiting = pool.submit(live.wait, STANDARD, 60)
            live.close()
            assert receiving.result() == []
            assert waiting.result() is False


class Consumers:
    """Threads that receive batches, note what they saw, and object to a group served twice."""

    def __init__(self, queues: LocalQueues, groups: list[str]) -> None:
        self.queues = queues
        self.seen: dict[str, list[int]] = {group: [] for group in groups}
        self.done = threading.Semaphore(0)
        self._busy = {group: threading.Lock() for group in groups}

    def consume(self, seed: int) -> None:
        """Work until the queues are closed."""
        chance = random.Random(seed)
        while batch := self.queues.receive(FIFO, chance.choice([1, 1, 3, 10]), 20):
            groups = {message.group_id or "" for message in batch}
            assert all(self._busy[group].acquire(blocking=False) for group in groups)
            for message in batch:
                self.seen[message.group_id or ""].append(int(message.body))
            for group in groups:
                self._busy[group].release()
            for message in batch:
                assert self.queues.delete(FIFO, message.receipt_handle)
                self.done.release()


class TestThreads:
    def test_each_is_delivered_once_and_in_order_when_many_send_and_receive(self) -> None:
        queues = LocalQueues([QueueDefinition(FIFO, 60)], SystemClock())
        groups, each = [f"g{number}" for number in range(20)], 40
        consumers = Consumers(queues, groups)

        def send(group: str) -> None:
            for number in range(each):
                queues.send(FIFO, [QueueMessage(str(number), group, f"{group}-{number}")])

        with ThreadPoolExecutor(12) as pool:
            work = [pool.submit(send, group) for group in groups]
            work += [pool.submit(consumers.consume, seed) for seed in range(6)]
            arrived = [consumers.done.acquire(timeout=30) for _ in range(len(groups) * each)]
            queues.close()
            for task in work:
                task.result()

        assert all(arrived)
        assert consumers.seen == {group: list(range(each)) for group in groups}
        assert queues.counts()[FIFO] == {"waiting": 0, "in_flight": 0, "delayed": 0}


class TestDepth:
    def _cycle_seconds(self, depth: int, groups: int) -> float:
        """The best time of a few hundred send, receive, extend, delete at that depth."""
        queues = LocalQueues([QueueDefinition(FIFO, 60)], FakeClock())
        queues.send(FIFO, [_message(f"m{n}", f"g{n % groups}") for n in range(depth)])
        best = float("inf")
        for attempt in range(5):
            start = time.perf_counter()
            for number in range(200):
                queues.send(FIFO, [_message(f"new{attempt}-{number}", f"g{number % groups}")])
                (message,) = queues.receive(FIFO)
                queues.change_visibility(FIFO, message.receipt_handle, 90)
                queues.delete(FIFO, message.receipt_handle)
            best = min(best, time.perf_counter() - start)
        return best

    @pytest.mark.parametrize("groups", [1, 50])
    def test_operations_cost_nearly_the_same_when_the_queue_is_300_times_deeper(
        self, groups: int
    ) -> None:
        """A walk through the queue would make the ratio about 300; a logarithm about 2."""
        assert self._cycle_seconds(30_000, groups) < 8 * self._cycle_seconds(100, groups)
