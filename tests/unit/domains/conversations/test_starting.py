"""Writing to a customer first: one episode, held by who began it, with one message."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import ApplicationId, ContactId
from chalicelib.domains.contacts.models import Identity, Person
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.errors import (
    ConnectionDisabledError,
    ConversationOpenError,
    ConversationResolvedError,
)
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.services.posting import Draft
from chalicelib.domains.conversations.services.starting import Addressee
from chalicelib.domains.templates.errors import TemplateParametersError
from chalicelib.domains.templates.models import WantedTemplate
from tests.samples import COBRANZAS, CONNECTION, id_of
from tests.unit.domains.conversations.office import ANA, LUIS, Office

ROSA = "593995550148"
TO_ROSA = Addressee(phone=ROSA, name="Rosa Quishpe")
GREETS = WantedTemplate("seguimiento", "es", {"1": "Rosa", "2": "su consulta"})


def start(
    office: Office,
    addressee: Addressee = TO_ROSA,
    *,
    name: str = "ana",
    pin: str = "pin",
    repeated: bool = False,
    wanted: WantedTemplate = GREETS,
    **changed: Any,
) -> Conversation:
    connection = replace(office.numbers.require(CONNECTION.id), **changed)
    writing = office.writing(name, pin, repeated=repeated)
    return office.starting.start(connection, addressee, Draft(None, None, wanted), writing)


def closed(office: Office, head: Conversation) -> None:
    office.threads.rows[head.id] = rules.resolved(office.threads.rows[head.id], 0)


def test_a_stranger_gets_an_episode_with_the_template_queued(office: Office) -> None:
    head = start(office)
    assert head.id == id_of("pin")
    assert (head.assignee_id, head.phone, head.contact_name) == (ANA, ROSA, "Rosa Quishpe")
    assert (head.queue_id, head.window_expires_second) == (CONNECTION.queue_id, None)
    (message,) = office.messages.page(head.id, None, 10).items
    assert (message.kind, message.author_id) == ("template", ANA)
    assert head.unsent == {message.id}
    assert rules.state_of(head) == "in_progress"
    assert ("conversation.opened", "ana") in office.events


def test_repeated_it_is_the_same(office: Office) -> None:
    first = start(office)
    assert start(office, repeated=True) == first
    assert len(office.messages.page(first.id, None, 10).items) == 1
    assert len(office.threads.rows) == 1


def test_repeated_after_the_template_is_gone_it_is_the_same(office: Office) -> None:
    first = start(office)
    bad = replace(GREETS, values={})
    assert start(office, repeated=True, wanted=bad) == first
    with pytest.raises(TemplateParametersError):
        start(office, pin="other", wanted=bad)


def test_what_is_refused_writes_nothing(office: Office) -> None:
    with pytest.raises(TemplateParametersError):
        start(office, wanted=replace(GREETS, values={}))
    with pytest.raises(ConnectionDisabledError):
        start(office, enabled=False)
    assert office.threads.rows == {}
    assert office.contact_rows.pinned == {}


def test_an_open_one_is_named_with_its_holder(office: Office) -> None:
    head = start(office, name="luis", pin="first")
    with pytest.raises(ConversationOpenError) as caught:
        start(office)
    assert caught.value.facts == {
        "conversation_id": head.id,
        "holder": {"id": LUIS, "name": office.colleagues.name_of(LUIS)},
    }
    assert len(office.messages.page(head.id, None, 10).items) == 1


def test_an_open_one_out_of_sight_is_not_named(office: Office) -> None:
    head = start(office, name="luis", pin="first")
    office.threads.rows[head.id] = replace(head, queue_id=COBRANZAS)
    with pytest.raises(ConversationOpenError) as caught:
        start(office)
    assert caught.value.facts == {"conversation_id": None, "holder": None}


def test_after_a_closed_one_another_begins(office: Office) -> None:
    first = start(office, name="luis", pin="first")
    closed(office, first)
    second = start(office, Addressee(phone=ROSA, name="Otra Persona"))
    assert second.id != first.id
    assert second.contact_id == first.contact_id
    assert second.contact_name == "Rosa Quishpe"  # a name that is known stays


def test_a_start_whose_episode_was_closed_begins_no_other(office: Office) -> None:
    head = start(office)
    for message in office.messages.page(head.id, None, 10).items:
        del office.messages.rows[head.id, message.id]  # killed before the message
    closed(office, head)
    with pytest.raises(ConversationResolvedError):
        start(office, repeated=True)
    assert len(office.threads.rows) == 1


def test_a_contact_is_written_to_by_its_id(office: Office) -> None:
    first = start(office, name="luis", pin="first")
    closed(office, first)
    second = start(office, Addressee(contact_id=first.contact_id))
    assert (second.contact_id, second.phone) == (first.contact_id, ROSA)


def test_a_contact_of_other_queues_is_not_there(office: Office) -> None:
    first = start(office, name="luis", pin="first")
    office.threads.rows[first.id] = replace(first, queue_id=COBRANZAS, resolved_at_ms=1)
    with pytest.raises(NotFoundError):
        start(office, Addressee(contact_id=first.contact_id))
    with pytest.raises(NotFoundError):
        start(office, Addressee(contact_id=ContactId(id_of("nobody"))))
    assert len(office.threads.rows) == 1


def test_a_contact_nobody_ever_talked_to_is_not_there(office: Office) -> None:
    person = Person((Identity("phone", ROSA),))
    identified = office.contacts.identify(person)
    office.contacts.ensure(identified.contact_id, person, first_sight=True)
    with pytest.raises(NotFoundError):
        start(office, Addressee(contact_id=identified.contact_id))


class TestByAnApplication:
    """Nobody holds what it starts, so that the answer waits in the queue."""

    def start(self, office: Office, *, repeated: bool = False) -> Conversation:
        writing = office.writing("admin", repeated=repeated)
        me = replace(writing.principal, application_id=ApplicationId("admin"))
        draft = Draft(None, None, GREETS)
        return office.starting.start(CONNECTION, TO_ROSA, draft, replace(writing, principal=me))

    def test_it_is_left_to_its_queue(self, office: Office) -> None:
        head = self.start(office)
        assert (head.assignee_id, head.is_waiting) == (None, True)
        (message,) = office.messages.page(head.id, None, 10).items
        assert (message.author_kind, message.author_id) == ("bot", "admin")

    def test_a_repetition_goes_on_in_it(self, office: Office) -> None:
        first = self.start(office)
        office.messages.rows.clear()
        assert self.start(office, repeated=True).id == first.id
        assert office.threads.rows[first.id].assignee_id is None
