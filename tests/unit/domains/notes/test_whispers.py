"""Who whispers with whom, and what a change of hands leaves to whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.core.errors import ForbiddenError
from chalicelib.core.ids import UserId, base32, digest
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.notes.errors import (
    HolderChangedError,
    NobodyHoldsError,
    NoteTooLongError,
)
from chalicelib.domains.notes.models import NotePolicy, Whisper, Writing
from chalicelib.domains.notes.services.whispers import Whispers
from tests.fakes.notes import MemoryWhispers
from tests.samples import NOW_MS, heard
from tests.unit.domains.conversations.office import ANA, LUIS, SILVIA, Office

BY_ANA = heard("one", 0, assignee_id=ANA)
BY_LUIS = replace(BY_ANA, assignee_id=LUIS, version=9)

Say = Callable[..., Whisper]


class Gallery:
    """The side line of one conversation."""

    def __init__(self) -> None:
        self.office = Office()
        self.store = MemoryWhispers()
        policy = NotePolicy(note_limit=20)
        self.whispers = Whispers(self.store, self.office.colleagues, policy)

    def say(
        self,
        text: str,
        name: str,
        conversation: Conversation = BY_ANA,
        *,
        to: UserId = ANA,
        repeated: bool = False,
    ) -> Whisper:
        identifier = base32(NOW_MS, 9) + digest(text, 10)
        earlier = identifier if repeated else None
        principal, change = self.office.principal(name), self.office.change(name)
        writing = Writing(principal, change, lambda: identifier, lambda: earlier)
        return self.whispers.write(conversation, to, text, writing)

    def read(self, name: str, conversation: Conversation = BY_ANA) -> set[str]:
        page = self.whispers.page(conversation, self.office.principal(name), None, 50)
        return {one.text for one in page.items}


@pytest.fixture
def gallery() -> Gallery:
    return Gallery()


def test_holder_and_supervisors_hear_each_other(gallery: Gallery) -> None:
    gallery.say("ofrezca el plan", "silvia")
    gallery.say("gracias", "ana")
    for name in ("ana", "silvia", "admin"):
        assert gallery.read(name) == {"ofrezca el plan", "gracias"}


def test_a_later_holder_does_not_read_what_was_whispered_to_another(gallery: Gallery) -> None:
    gallery.say("solo para Ana", "silvia")
    gallery.say("para Luis", "silvia", BY_LUIS, to=LUIS)
    assert gallery.read("luis", BY_LUIS) == {"para Luis"}
    assert gallery.read("silvia", BY_LUIS) == {"solo para Ana", "para Luis"}
    assert gallery.read("ana", BY_ANA) == {"solo para Ana"}, "back in her hands"


def test_what_was_meant_for_one_does_not_reach_the_next(gallery: Gallery) -> None:
    with pytest.raises(HolderChangedError) as refused:
        gallery.say("para Ana", "silvia", BY_LUIS, to=ANA)
    assert refused.value.facts == {"holder": {"id": "luis", "name": "Luis"}}
    assert gallery.store.rows == {}


def test_a_former_holder_has_no_say(gallery: Gallery) -> None:
    with pytest.raises(HolderChangedError):
        gallery.say("una cosa más", "ana", BY_LUIS, to=ANA)
    with pytest.raises(ForbiddenError):
        gallery.say("una cosa más", "ana", BY_LUIS, to=LUIS)


def test_nobody_is_whispered_to_while_it_waits(gallery: Gallery) -> None:
    waiting = replace(BY_ANA, assignee_id=None)
    with pytest.raises(NobodyHoldsError):
        gallery.say("hola", "silvia", waiting)


def test_a_supervisor_who_holds_it_has_a_line_too(gallery: Gallery) -> None:
    held = replace(BY_ANA, assignee_id=SILVIA)
    gallery.say("¿la cierro?", "silvia", held, to=SILVIA)
    gallery.say("sí", "admin", held, to=SILVIA)
    assert gallery.read("silvia", held) == {"¿la cierro?", "sí"}


def test_a_repeated_request_finds_its_whisper_though_hands_changed(gallery: Gallery) -> None:
    first = gallery.say("para Ana", "silvia")
    assert gallery.say("para Ana", "silvia", BY_LUIS, to=ANA, repeated=True) == first
    assert len(gallery.store.rows) == 1


def test_a_long_text_is_refused(gallery: Gallery) -> None:
    with pytest.raises(NoteTooLongError) as refused:
        gallery.say("a" * 21, "silvia")
    assert refused.value.facts == {"limit": 20, "length": 21}
