"""What records come to; a journal made shorter comes to the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.keeping.records import Change, Record, key_of, text_of
from infra.local.keeping.state import State
from infra.local.keeping.tables import TABLES, Unread, read_up_to, stream_end

CHATS, PLAIN = "chats", "plain"


def item(name: str, table: str = CHATS) -> str:
    return key_of(table, {"S": name}, None)


def following(*records: Record) -> State:
    state = State()
    for record in records:
        state.apply(record)
    return state


def tables(*changes: Change) -> Record:
    return Record(TABLES, changes)


texts = st.one_of(st.none(), st.integers(0, 3).map(text_of))
some_changes = st.lists(st.tuples(st.sampled_from("abc"), texts), max_size=4)
other_records = st.builds(
    Record,
    st.sampled_from(["queues", "objects"]),
    some_changes.map(tuple),
    cleared=st.booleans(),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Record]:
    """Writes to a table with a stream and to one without, reads of the stream, other parts."""
    records: list[Record] = []
    end = read = 10
    for kind in draw(
        st.lists(st.sampled_from(["write", "write", "plain", "read", "other", "clear"]))
    ):
        if kind == "write":
            changes = [(item(key), text) for key, text in draw(some_changes)]
            end += len(changes)
            records.append(tables(*changes, stream_end(CHATS, end)))
        elif kind == "plain":
            records.append(tables(*((item(k, PLAIN), text) for k, text in draw(some_changes))))
        elif kind == "read":
            read = draw(st.integers(read, end))
            records.append(tables(read_up_to(CHATS, read)))
        elif kind == "clear" and draw(st.booleans()):
            end = read = 10
            records.append(Record(TABLES, cleared=True))
        else:
            records.append(draw(other_records))
    return records


def seen(state: State) -> object:
    """Everything that a state tells."""
    kept = state.tables
    unread = {table: list(waiting) for table, waiting in kept.unread.items() if waiting}
    others = {part: dict(state.texts(part)) for part in ("queues", "objects")}
    return kept.items, kept.ends, kept.read, unread, others


@given(other_records)
def test_a_record_is_read_as_it_was_written(record: Record) -> None:
    assert Record.decode(record.encode()) == record


@given(histories())
def test_the_shortest_history_comes_to_the_same(history: list[Record]) -> None:
    state = following(*history)
    assert seen(following(*state.records())) == seen(state)


@given(histories(), st.data())
def test_what_follows_a_shortened_history_comes_to_the_same(
    history: list[Record], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(history)))
    shortened = following(*following(*history[:cut]).records(), *history[cut:])
    assert seen(shortened) == seen(following(*history))


def test_the_last_text_holds_and_a_cleared_part_is_empty() -> None:
    state = following(
        Record("queues", (("a", "1"), ("b", "1"))),
        Record("objects", (("a", "9"),)),
        Record("queues", (("a", "2"), ("b", None))),
    )
    assert state.texts("queues") == {"a": "2"}
    state.apply(Record("queues", cleared=True))
    assert state.texts("queues") == {}
    assert state.texts("objects") == {"a": "9"}


def test_a_change_that_no_reader_took_stays_on_the_stream() -> None:
    state = following(
        tables((item("a"), "1"), stream_end(CHATS, 7)),
        tables(read_up_to(CHATS, 7)),
        tables((item("a"), "2"), (item("b"), "2"), stream_end(CHATS, 9)),
        tables((item("a"), None), stream_end(CHATS, 10)),
        tables(read_up_to(CHATS, 8)),
    )
    assert state.tables.items == {item("a"): "2"}
    assert list(state.tables.unread[CHATS]) == [
        Unread(9, item("b"), "2"),
        Unread(10, item("a"), None),
    ]


@pytest.mark.parametrize("followed", [True, False])
def test_only_a_stream_that_is_read_keeps_changes_back(followed: bool) -> None:
    begun = [tables(read_up_to(CHATS, 4))] if followed else []
    state = following(*begun, tables((item("a"), "1"), stream_end(CHATS, 5)))
    assert bool(state.tables.unread[CHATS]) is followed
    assert bool(state.tables.items) is not followed
