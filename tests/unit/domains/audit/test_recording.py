"""What streams tell becomes acts: named, with long names, masked, and nothing twice."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.adapters.stored_names import SAY_NOTHING, StoredNames
from chalicelib.core.change import RESTORED
from chalicelib.core.dynamo import Dynamo, UnnamedWriteError
from chalicelib.core.queues import AUDIT, QueueUnavailableError
from chalicelib.core.tables import TABLES
from chalicelib.domains.access.repository import UserRow
from chalicelib.domains.audit import rules
from chalicelib.domains.audit.masking import MOST_BYTES, differences
from chalicelib.domains.audit.models import Act
from chalicelib.domains.audit.services.recording import UNNAMED, Recording, StreamRecord
from tests.fakes.queues import FakeQueues
from tests.samples import NOW_MS

SAID = {"e": {"S": "user.changed"}, "a": {"S": "U1"}, "t": {"N": str(NOW_MS)}, "o": {"S": "admin"}}


def user(version: int, said: dict[str, Any] | None = SAID, **values: Any) -> dict[str, Any]:
    image = {"pk": {"S": "user"}, "sk": {"S": "U9"}, "vs": {"N": str(version)}, **values}
    return image if said is None else {**image, "cg": {"M": said}}


def acts_of(*records: StreamRecord) -> list[Act]:
    queues = FakeQueues()
    Recording(StoredNames(), queues).handle(records)
    return [rules.read(message.body) for message in queues.sent.get(AUDIT, [])]


def record(old: Any, new: Any) -> StreamRecord:
    return StreamRecord("event-1", NOW_MS, old, new)


def test_a_change_is_told_by_long_names_before_and_after() -> None:
    old = user(1, nm={"S": "Ana"}, ep={"N": "1"}, ac={"BOOL": True})
    new = user(2, nm={"S": "Eva"}, ep={"N": "1"}, ac={"BOOL": False}, qs={"SS": ["b", "a"]})
    (act,) = acts_of(record(old, new))
    assert (act.event, act.actor, act.role) == ("user.changed", "U1", "admin")
    assert (act.entity_kind, act.entity_id, act.version) == ("user", "U9", 2)
    assert act.before == {"name": "Ana", "is_active": True}
    assert act.after == {"name": "Eva", "is_active": False, "queue_ids": ["a", "b"]}
    assert act.at_ms == NOW_MS


def test_a_second_person_stands_beside_the_first() -> None:
    said = {**SAID, "v": {"S": "U2"}}
    (act,) = acts_of(record(user(1), user(2, said, ac={"BOOL": False})))
    assert (act.actor, act.detail) == ("U1", {"approved_by": "U2"})


def test_secrets_are_digests_and_words_are_masked() -> None:
    (act,) = acts_of(record(user(1, ph={"S": "$argon2id$old"}), user(2, ph={"S": "$argon2id$new"})))
    assert "argon2id" not in str(act)
    assert act.before["password_hash"] != act.after["password_hash"]
    assert act.after["password_hash"].startswith("sha256:")
    before, after = differences("note", {"text": "ayer"}, {"text": "mañana"})
    assert (before, after) == ({"text": "••• (4)"}, {"text": "••• (6)"})


def test_a_counter_of_a_conversation_is_nobody_s_decision() -> None:
    head = {"pk": {"S": "C#1"}, "sk": {"S": "H"}, "cg": {"M": SAID}}
    assert acts_of(record({**head, "ur": {"N": "1"}}, {**head, "ur": {"N": "2"}})) == []
    (act,) = acts_of(record(head, {**head, "as": {"S": "U1"}, "ur": {"N": "2"}}))
    assert act.after == {"assignee_id": "U1"}


def test_the_same_record_again_is_the_same_act() -> None:
    one = record(None, user(1))
    first, second = acts_of(one, one)
    assert first.id == second.id


def test_configuration_that_no_row_describes_is_told_as_digests() -> None:
    image = {"pk": {"S": "novelty#U1"}, "sk": {"S": "-"}, "cg": {"M": SAID}}
    (act,) = acts_of(record({**image, "x": {"S": "hush"}}, {**image, "x": {"S": "hush, hush"}}))
    assert (act.entity_kind, act.entity_id) == ("novelty", "U1")
    assert act.before["x"] != act.after["x"]
    assert "hush" not in str(act)


@pytest.mark.parametrize("partition", SAY_NOTHING)
def test_what_only_follows_is_no_act(partition: str) -> None:
    image = {"pk": {"S": partition}, "sk": {"S": "x"}, "cg": {"M": SAID}}
    assert acts_of(record(None, image)) == []


def test_what_a_restore_brought_back_is_no_act() -> None:
    assert acts_of(record(None, user(1, {**SAID, RESTORED: {"N": "1"}}))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (None, user(1, None)),
        (user(1), None),
        (None, {"pk": {"S": "X#1"}, "sk": {"S": "I"}}),
    ],
)
def test_a_write_that_does_not_say_what_happened_is_an_act_and_logged(
    old: Any, new: Any, caplog: pytest.LogCaptureFixture
) -> None:
    (act,) = acts_of(record(old, new))
    assert (act.event, act.actor) == (UNNAMED, "unknown")
    assert [line.message for line in caplog.records] == ["unnamed write"]


def test_nothing_is_lost_when_the_queue_takes_nothing() -> None:
    queues = FakeQueues()
    queues.broken.add(AUDIT)
    with pytest.raises(QueueUnavailableError):
        Recording(StoredNames(), queues).handle([record(None, user(1))])


def test_values_fit_a_queue_whatever_was_stored() -> None:
    before, after = differences("quick_reply", {}, {"text": "x" * 300_000, "name": "corta"})
    assert before == {}
    assert after["name"] == "corta"
    assert len(str(after)) < MOST_BYTES


def test_every_row_of_a_table_with_a_stream_is_known_or_follows_from_others() -> None:
    """A new row of configuration has its partition as default, or a kind; others say their sort
    key in their Meta."""
    streamed = {table.name for table in TABLES if table.stream} - {"directory"}
    names = StoredNames()
    silent = {
        row.__name__
        for row in names.models
        if row.Meta.table_name in streamed and not hasattr(row.Meta, "audited_as")
    }
    assert silent == {
        *("Row", "PointerRow", "IndexRow", "TrayRow", "QueueRow", "ContactIndexRow", "DueRow"),
        *("RevisionRow", "WhisperRow", "MentionRow", "FactRow", "PulseRow"),
    }
    configured = {
        row
        for row in names.models
        if row.Meta.table_name == "directory"
        and row.__name__ not in {"ConfiguredRow", "StampRow", "ItemRow"}
        and not hasattr(row.Meta, "audited_as")
    }
    assert configured <= set(names.configured.values())


def test_no_repository_can_remove_what_a_stream_tells_of() -> None:
    """A removal says neither what happened nor who did it; puts and updates cannot omit it."""
    dynamo = Dynamo(lambda: pytest.fail("nothing is asked"))
    with pytest.raises(UnnamedWriteError):
        dynamo.delete(UserRow, ("user", "U9"))
