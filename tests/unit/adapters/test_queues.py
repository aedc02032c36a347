"""Batches and repeats of the SQS sender, against a client that answers as SQS does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.queues import (
    LONGEST_SECONDS,
    PATIENCE_SECONDS,
    MessageRefusedError,
    SqsQueues,
)
from chalicelib.core.queues import QueueMessage, QueueUnavailableError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

URL = "https://queue"


class FakeSqs:
    """Records batches; `answers` are taken in turn, then everything is accepted.

    An answer is an exception, or the bodies to refuse with whether it is the sender's fault.
    """

    def __init__(self, *answers: Exception | dict[str, bool]) -> None:
        self.answers = list(answers)
        self.batches: list[list[dict[str, Any]]] = []
        self.accepted: list[str] = []

    def send_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        assert QueueUrl == URL
        self.batches.append(Entries)
        answer = self.answers.pop(0) if self.answers else {}
        if isinstance(answer, Exception):
            raise answer
        failed = [
            {"Id": each["Id"], "Code": "InternalError", "SenderFault": answer[each["MessageBody"]]}
            for each in Entries
            if each["MessageBody"] in answer
        ]
        refused = {each["Id"] for each in failed}
        self.accepted += [each["MessageBody"] for each in Entries if each["Id"] not in refused]
        return {"Failed": failed} if failed else {"Successful": []}

    def bodies(self) -> list[list[str]]:
        return [[each["MessageBody"] for each in batch] for batch in self.batches]


def _queues(sqs: FakeSqs, pauses: list[float] | None = None) -> SqsQueues:
    pauses = [] if pauses is None else pauses
    return SqsQueues(lambda: cast("SQSClient", sqs), {"q": URL}, sleep=pauses.append)


def _fifo(*bodies: str) -> list[QueueMessage]:
    return [QueueMessage(body, group_id=body[0], deduplication_id=body) for body in bodies]


def _client_error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "said so"}}, "SendMessageBatch")


class TestFailures:
    def test_it_raises_when_an_entry_is_the_senders_fault(self) -> None:
        sqs = FakeSqs({"a0": True})

        with pytest.raises(MessageRefusedError):
            _queues(sqs).send("q", _fifo("a0"))

        assert len(sqs.batches) == 1

    def test_it_raises_without_repeating_when_sqs_says_the_request_is_wrong(self) -> None:
        sqs = FakeSqs(_client_error("InvalidParameterValue"))

        with pytest.raises(MessageRefusedError):
            _queues(sqs).send("q", _fifo("a0"))

        assert len(sqs.batches) == 1

    def test_it_raises_when_every_repeat_failed(self) -> None:
        pauses: list[float] = []
        sqs = FakeSqs(*[{"a0": False}] * 4)

        with pytest.raises(QueueUnavailableError, match="InternalError"):
            _queues(sqs, pauses).send("q", _fifo("a0"))

        assert len(sqs.batches) == 4
        assert pauses == sorted(pauses)
        assert len(pauses) == 3

    def test_rest_of_a_group_is_held_back_when_one_of_it_is_lost(self) -> None:
        sqs = FakeSqs(*[{"a0": False}] * 4)

        with pytest.raises(QueueUnavailableError):
            _queues(sqs).send("q", _fifo("a0", "a1", "b0", "b1"))

        assert sqs.accepted == ["b0", "b1"]

    @pytest.mark.parametrize(
        "fault",
        [_client_error("ThrottlingException"), EndpointConnectionError(endpoint_url=URL)],
        ids=["throttled", "unreachable"],
    )
    def test_whole_batch_is_sent_again_when_the_call_failed(self, fault: Exception) -> None:
        sqs = FakeSqs(fault)

        _queues(sqs).send("q", _fifo("a0", "b0"))

        assert sqs.bodies() == [["a0", "b0"], ["a0", "b0"]]


class TestBatches:
    def test_only_what_failed_is_sent_again(self) -> None:
        sqs = FakeSqs({"b0": False})

        _queues(sqs).send("q", _fifo("a0", "b0", "c0"))

        assert sqs.bodies() == [["a0", "b0", "c0"], ["b0"]]

    def test_later_message_does_not_overtake_when_an_earlier_of_its_group_failed(self) -> None:
        sqs = FakeSqs({"a0": False})

        _queues(sqs).send("q", _fifo("a0", "a1", "b0"))

        assert sqs.accepted.index("a0") < sqs.accepted.index("a1")

    def test_entries_carry_what_each_kind_of_queue_takes(self) -> None:
        sqs = FakeSqs()

        _queues(sqs).send("q", [QueueMessage("f", "g", "d"), QueueMessage("s", delay_seconds=7)])

        assert sqs.batches == [
            [
                {
                    "Id": "0",
                    "MessageBody": "f",
                    "MessageGroupId": "g",
                    "MessageDeduplicationId": "d",
                },
                {"Id": "1", "MessageBody": "s", "DelaySeconds": 7},
            ]
        ]

    def test_client_is_made_once_and_only_when_needed(self) -> None:
        sqs, made = FakeSqs(), []

        def make() -> SQSClient:
            made.append(1)
            return cast("SQSClient", sqs)

        queues = SqsQueues(make, {"q": URL})
        queues.send("q", [])
        assert made == []
        queues.send("q", _fifo("a0"))
        queues.send("q", _fifo("a1"))
        assert made == [1]

    @given(
        st.lists(
            st.tuples(st.sampled_from([None, "a", "b", "c"]), st.integers(1, 700_000)), max_size=40
        )
    )
    def test_limits_and_order_hold_whatever_is_sent(
        self, sent: list[tuple[str | None, int]]
    ) -> None:
        sqs = FakeSqs()
        messages = [
            QueueMessage(f"{number:03}".ljust(size, "x"), group_id=group)
            for number, (group, size) in enumerate(sent)
        ]

        _queues(sqs).send("q", messages)

        assert sorted(sqs.accepted) == [message.body for message in messages]
        for batch in sqs.batches:
            groups = [each["MessageGroupId"] for each in batch if "MessageGroupId" in each]
            assert len(batch) <= 10
            assert len(groups) == len(set(groups))
            assert sum(len(each["MessageBody"]) for each in batch) <= 1024 * 1024
        for group in ("a", "b", "c"):
            own = [message.body for message in messages if message.group_id == group]
            assert [body for body in sqs.accepted if body in own] == own


class Slow(FakeSqs):
    """Answers nothing; each attempt takes so many seconds of a clock of its own."""

    def __init__(self, attempt_seconds: float) -> None:
        super().__init__()
        self.attempt_seconds = attempt_seconds
        self.seconds = 0.0

    def send_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        self.seconds += self.attempt_seconds
        self.batches.append(Entries)
        raise EndpointConnectionError(endpoint_url=QueueUrl)

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds

    def queues(self) -> SqsQueues:
        client = cast("SQSClient", self)
        return SqsQueues(lambda: client, {"q": URL}, self.sleep, lambda: self.seconds)


class Paced(Slow):
    """Takes everything, each batch in so many seconds."""

    def send_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        self.seconds += self.attempt_seconds
        self.batches.append(Entries)
        return {"Successful": [{"Id": one["Id"]} for one in Entries], "Failed": []}


class TestSlowQueue:
    @pytest.mark.parametrize("attempt_seconds", [0.01, 0.5, 1.0, 3.0])
    def test_no_attempt_begins_when_patience_is_over(self, attempt_seconds: float) -> None:
        sqs = Slow(attempt_seconds)
        with pytest.raises(QueueUnavailableError):
            sqs.queues().send("q", [QueueMessage(str(number)) for number in range(200)])
        assert sqs.seconds <= PATIENCE_SECONDS + attempt_seconds

    def test_a_large_send_goes_on_while_every_batch_is_taken(self) -> None:
        """A thousand updates of one delivery, at a pace that is usual."""
        sqs = Paced(0.03)
        sqs.queues().send("q", [QueueMessage(str(number)) for number in range(1_000)])
        assert len(sqs.batches) == 100
        assert sqs.seconds > PATIENCE_SECONDS

    @pytest.mark.parametrize("attempt_seconds", [0.4, 0.6])
    def test_it_ends_in_time_though_every_batch_is_taken(self, attempt_seconds: float) -> None:
        sqs = Paced(attempt_seconds)
        with pytest.raises(QueueUnavailableError):
            sqs.queues().send("q", [QueueMessage(str(number)) for number in range(1_000)])
        assert sqs.seconds <= LONGEST_SECONDS + attempt_seconds

    def test_a_quick_refusal_is_still_repeated(self) -> None:
        sqs = Slow(0.01)
        with pytest.raises(QueueUnavailableError):
            sqs.queues().send("q", [QueueMessage("one")])
        assert len(sqs.batches) == 4


class Measured:
    """Answers counts as SQS writes them, or fails."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure

    def get_queue_attributes(self, *, QueueUrl: str, AttributeNames: list[str]) -> Any:  # noqa: N803
        assert QueueUrl == URL
        if self.failure:
            raise self.failure
        return {"Attributes": dict.fromkeys(AttributeNames, "12")}


def test_waiting_messages_are_counted() -> None:
    client: Any = Measured()
    assert SqsQueues(lambda: client, {"q": URL}).waiting("q") == 12


def test_waiting_is_unavailable_when_the_queue_does_not_answer() -> None:
    client: Any = Measured(_client_error("AccessDenied"))
    with pytest.raises(QueueUnavailableError):
        SqsQueues(lambda: client, {"q": URL}).waiting("q")
