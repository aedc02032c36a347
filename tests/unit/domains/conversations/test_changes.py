"""Reactions, edits and revocations: whatever their order, the message ends the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.ids import Arrival
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.events import MessageChanged
from chalicelib.domains.conversations.models import Message, Reaction
from tests.samples import MARIA, NOW_MS, NOW_SECOND, PRINCIPAL, written

MESSAGE = written(text="hola")


def changed(second: int, place: int = 0, **fields: Any) -> MessageChanged:
    base = MessageChanged(
        connection_id=PRINCIPAL,
        target_provider_id="wamid.0.0",
        what="reaction",
        actor="59171234567",
        sender=MARIA,
        second=NOW_SECOND + second,
        arrival=Arrival(NOW_MS + second * 1000, place),
    )
    return replace(base, **fields)


def edit(second: int, text: str, place: int = 0) -> MessageChanged:
    return changed(second, place, what="edit", text=text)


def react(second: int, emoji: str | None, actor: str = "maria", place: int = 0) -> MessageChanged:
    return changed(second, place, emoji=emoji, actor=actor)


def after(*changes: MessageChanged, message: Message = MESSAGE) -> Message:
    for one in changes:
        message = rules.with_change(message, one)
    return message


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (changed(1), changed(2)),
        (changed(1, 3), changed(2, 0)),
        (changed(1, 0), changed(1, 1)),
        (changed(1), changed(1, arrival=Arrival(NOW_MS + 1001))),
        (changed(1, 5, arrival=Arrival(9, 5)), changed(1, 0, arrival=Arrival(10, 0))),
    ],
)
def test_changes_are_ordered_by_second_then_by_arrival(
    earlier: MessageChanged, later: MessageChanged
) -> None:
    assert rules.change_order(earlier) < rules.change_order(later)


class TestReactions:
    def test_each_actor_has_one(self) -> None:
        message = after(react(1, "👍"), react(2, "❤️", "jose"), react(3, "😮"))
        assert [(one.actor, one.emoji) for one in message.reactions] == [
            ("jose", "❤️"),
            ("maria", "😮"),
        ]

    def test_one_taken_back_is_remembered_as_empty(self) -> None:
        message = after(react(2, None))
        assert message.reactions == (Reaction("maria", "", rules.change_order(react(2, None))),)
        assert after(react(1, "👍"), message=message) is message

    def test_a_repetition_is_stale(self) -> None:
        message = after(react(1, "👍"))
        assert after(react(1, "👍"), message=message) is message


class TestEdits:
    def test_the_first_text_is_kept(self) -> None:
        message = after(edit(1, "dos"), edit(2, "tres"))
        assert (message.text, message.original_text) == ("tres", "hola")
        assert message.edited_at_ms == (NOW_SECOND + 2) * 1000

    def test_also_where_there_was_none(self) -> None:
        picture = written(text=None)
        message = after(edit(1, "pie"), edit(2, "otro pie"), message=picture)
        assert (message.text, message.original_text) == ("otro pie", None)

    def test_an_older_one_is_stale(self) -> None:
        message = after(edit(2, "tres"))
        assert after(edit(1, "dos"), message=message) is message
        assert after(edit(2, "tres"), message=message) is message

    def test_one_of_the_same_second_counts_by_its_arrival(self) -> None:
        assert after(edit(1, "b", place=1), edit(1, "a", place=0)).text == "b"


class TestRevocations:
    def test_the_first_one_counts(self) -> None:
        revoked = changed(5, what="revocation")
        message = after(revoked)
        assert message.revoked_at_ms == (NOW_SECOND + 5) * 1000
        assert message.text == "hola"
        assert after(changed(7, what="revocation"), message=message) is message
        assert after(changed(3, what="revocation"), revoked) == after(
            revoked, changed(3, what="revocation")
        )


moments = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5)), unique=True, min_size=1, max_size=8
)


@st.composite
def histories(draw: st.DrawFn) -> list[MessageChanged]:
    """Changes of one message, no two of which came at one place of one second."""
    found = []
    for second, place in draw(moments):
        what = draw(st.sampled_from(["reaction", "edit", "revocation"]))
        if what == "reaction":
            emoji = draw(st.sampled_from(["👍", "❤️", None]))
            found.append(react(second, emoji, draw(st.sampled_from(["maria", "jose"])), place))
        elif what == "edit":
            found.append(edit(second, draw(st.text(max_size=3)), place))
        else:
            found.append(changed(second, place, what="revocation"))
    return found


@given(histories(), st.data())
def test_any_order_and_repetition_ends_the_same(
    history: list[MessageChanged], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(history + history[::2]))
    settled = after(*shuffled)
    assert settled == after(*history)
    assert after(*history, message=settled) is settled
