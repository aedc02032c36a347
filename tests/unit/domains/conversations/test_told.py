"""A message quotes what was said in its own thread, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.ids import Arrival, ContactId
from chalicelib.domains.conversations.events import MessageReceived
from chalicelib.domains.conversations.models import IndexEntry, Quote
from chalicelib.domains.conversations.services.told import Quotes
from tests.samples import CHANGE, MARIA, NOW_MS, NOW_SECOND, PRINCIPAL, heard, id_at, id_of, written
from tests.unit.domains.conversations.office import Office

HERE, ME, JOSE = id_of("one"), heard().contact_id, ContactId(id_of("José"))
QUOTED = Quote(id_at(0), "Mensaje 0.0")


def replying(to: str | None = "wamid.0.0") -> MessageReceived:
    return MessageReceived(
        connection_id=PRINCIPAL,
        provider_id="wamid.reply",
        kind="text",
        raw_type="text",
        second=NOW_SECOND + 9,
        arrival=Arrival(NOW_MS + 9_000),
        text="eso",
        reply_to_provider_id=to,
        sender=MARIA,
    )


@pytest.fixture
def told(office: Office) -> Office:
    """María's episode with one message, which is known to the provider."""
    office.has(heard("one", 0), written(0))
    office.threads.pin_index(IndexEntry(PRINCIPAL, "wamid.0.0", HERE, id_at(0)), CHANGE)
    return office


@pytest.fixture
def quotes(told: Office) -> Quotes:
    return Quotes(told.threads, told.messages, told.contacts)


def test_nothing_where_nothing_is_quoted_or_known(quotes: Quotes) -> None:
    assert quotes.of(replying(None), HERE, ME) is None
    assert quotes.of(replying("wamid.unknown"), HERE, ME) is None


def test_a_message_of_the_same_episode(quotes: Quotes) -> None:
    assert quotes.of(replying(), HERE, ME) == QUOTED


def test_a_message_of_an_earlier_episode(quotes: Quotes) -> None:
    assert quotes.of(replying(), id_of("two"), ME) == QUOTED


def test_not_what_another_customer_wrote(quotes: Quotes) -> None:
    assert quotes.of(replying(), id_of("two"), JOSE) is None


@pytest.mark.parametrize(("loser", "winner"), [(ME, JOSE), (JOSE, ME)])
def test_a_message_of_a_contact_merged_into_one_with_it(
    told: Office, quotes: Quotes, loser: ContactId, winner: ContactId
) -> None:
    told.contact_rows.alias(loser, winner, CHANGE)
    assert quotes.of(replying(), id_of("two"), JOSE) == QUOTED


def test_a_reply_that_came_first_shows_what_it_answers_once_it_is_there(
    told: Office, quotes: Quotes
) -> None:
    reply, head = written(9, quoted_provider_id="wamid.0.0"), told.head()
    told.has(reply, written(8, quoted_provider_id="wamid.unknown"))
    shown = {one.id: one for one in told.reading.messages(head, None, 10).items}
    assert (shown[id_at(9)].quote, shown[id_at(9)].quoted_provider_id) == (QUOTED, None)
    assert shown[id_at(8)].quote is None
    elsewhere = replace(reply, conversation_id=id_of("two"))
    assert quotes.completed(elsewhere, JOSE) is elsewhere
