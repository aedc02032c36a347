"""Every DraftStore keeps the same promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.change import Change
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import ConversationId, MessageId, UserId
from chalicelib.domains.drafts.models import Draft, Quoted
from chalicelib.domains.drafts.ports import NOTHING, DraftRefused, DraftStore
from chalicelib.domains.drafts.repository import DynamoDraftStore
from tests.fakes.drafts import MemoryDrafts

CHANGE = Change("draft.saved", "ana", 1)
ANA, CHAT = UserId("ana"), ConversationId("1M85EKZE6NFS0V4D0C9")
QUOTED = Quoted(MessageId("1M85EKZE6NFS0V4D0C9ABCD"), "¿Cuánto debo?", "Rosa Ñahui")
LATER_MS = 4_000_000_000_000  # of this century: engines take away what is past its time
DRAFT = Draft(ANA, CHAT, "Debe ₡ 612.400", QUOTED, version=7, saved_at_ms=LATER_MS)


@pytest.fixture
def drafts(storage: Dynamo | None) -> DraftStore:
    return DynamoDraftStore(storage) if storage else MemoryDrafts()


def test_a_draft_comes_back_as_it_was_kept(drafts: DraftStore) -> None:
    assert drafts.save(DRAFT, NOTHING, CHANGE) is None
    assert drafts.of_user(ANA) == [DRAFT]
    assert drafts.of_user(UserId("otra")) == []


def test_a_draft_without_text_or_quote_is_kept_too(drafts: DraftStore) -> None:
    for draft in (replace(DRAFT, text=""), replace(DRAFT, reply_to=None, version=8)):
        standing = draft.version - 1 if draft.version == 8 else NOTHING
        assert drafts.save(draft, standing, CHANGE) is None
        assert drafts.of_user(ANA) == [draft]


@pytest.mark.parametrize("expected", [NOTHING, 6, 8])
def test_saving_shows_what_stands_when_another_version_was_expected(
    drafts: DraftStore, expected: int
) -> None:
    drafts.save(DRAFT, NOTHING, CHANGE)
    newer = replace(DRAFT, text="otra cosa", version=9)
    assert drafts.save(newer, expected, CHANGE) == DraftRefused(DRAFT)
    assert drafts.remove(ANA, CHAT, expected) == DraftRefused(DRAFT)
    assert drafts.of_user(ANA) == [DRAFT]


def test_saving_is_refused_when_the_expected_draft_is_gone(drafts: DraftStore) -> None:
    assert drafts.save(DRAFT, 6, CHANGE) == DraftRefused(None)
    assert drafts.of_user(ANA) == []


def test_removing_is_done_once_and_no_harm_twice(drafts: DraftStore) -> None:
    drafts.save(DRAFT, NOTHING, CHANGE)
    assert drafts.remove(ANA, CHAT, 7) is None
    assert drafts.remove(ANA, CHAT, 7) is None
    assert drafts.of_user(ANA) == []
