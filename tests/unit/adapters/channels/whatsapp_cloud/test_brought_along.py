"""History and address book in pieces: small ones, always the same, and nothing is left out."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.channels.raw_update import MAX_QUEUED_BYTES
from chalicelib.adapters.channels.whatsapp_cloud.brought_along import pieces_of

THREADS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 130), st.sampled_from([1, 40_000, 160_000])),
    max_size=6,
)


def thread(name: str, count: int, size: int) -> dict[str, Any]:
    few = count if size == 1 else count % 4
    messages = [{"id": f"{name}{number}", "body": "x" * size} for number in range(few)]
    return {"id": name, "messages": messages}


@given(THREADS)
def test_pieces_hold_every_message_once_in_order_and_fit_a_queue(
    threads: list[tuple[str, int, int]],
) -> None:
    given_threads = [thread(*one) for one in threads]
    chunk = {"metadata": {"progress": 45}, "threads": given_threads}
    pieces = list(pieces_of("history", {"history": [chunk]}))
    assert pieces == list(pieces_of("history", {"history": [chunk]}))
    assert pieces[-1] == ("progress", {"metadata": {"progress": 45}})
    assert {part for part, _ in pieces[:-1]} <= {"past"}
    assert _by_thread(content for _, content in pieces[:-1]) == _by_thread([given_threads])
    for _, content in pieces[:-1]:
        count = sum(len(one["messages"]) for one in content)
        assert count <= 100
        assert count == 1 or len(json.dumps(content)) < MAX_QUEUED_BYTES


def _by_thread(contents: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for content in contents:
        for one in content:
            found[one["id"]] += one["messages"]
    return {name: messages for name, messages in found.items() if messages}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("history", {"history": "later"}),
        ("history", {"history": [3]}),
        ("history", {"news": 1}),
        ("smb_app_state_sync", {"state_sync": {"type": "contact"}}),
        ("smb_app_state_sync", {"state_sync": ["contact"]}),
    ],
)
def test_what_has_another_shape_is_kept_as_it_came(field: str, value: dict[str, Any]) -> None:
    assert list(pieces_of(field, value)) == [("kept", value)]


@pytest.mark.parametrize("threads", ["x", [1], [{"id": "1"}], [{"id": "1", "messages": {}}]])
def test_a_chunk_of_another_shape_hinders_no_other(threads: Any) -> None:
    strange, sound = {"threads": threads}, {"metadata": {"progress": 1}}
    found = list(pieces_of("history", {"history": [strange, sound]}))
    assert found == [("kept", strange), ("progress", sound)]


def test_a_large_address_book_comes_in_pieces() -> None:
    entries = [{"type": "contact", "number": number} for number in range(250)]
    pieces = list(pieces_of("smb_app_state_sync", {"state_sync": entries}))
    assert [(part, len(content)) for part, content in pieces] == [
        ("names", 100),
        ("names", 100),
        ("names", 50),
    ]
    assert [entry for _, content in pieces for entry in content] == entries
