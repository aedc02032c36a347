"""The numbers of `relay`."""

from chalicelib.core.tables import CONTACTS, CONVERSATIONS, DIRECTORY, PRESENCE
from chalicelib.domains.conversations.rules import SHOWN_AS
from functions.definition import Function, Having, Said, StreamTrigger
from functions.pulses import PULSE

DUE, TO_FETCH = Having("M#", "ds"), Having("M#", "ms", "f")
"""A message that waits to be sent, and one whose file has to be fetched, as they are stored."""

DECIDED = Said(
    (
        "conversation.assigned",
        "conversation.released",
        "conversation.resolved",
        "conversation.reopened",
        "conversation.typified",
        "note.added",
        "note.changed",
        *SHOWN_AS,
    )
)
"""What is put on record of conversations. Messages are their own record, and what only counts
or follows is none: an ordinary message costs the audit nothing."""
RINGS = ("M#", PULSE)
RECORDED = StreamTrigger(CONVERSATIONS.name, batch_size=100, said=(DECIDED,), unnamed=True)
BY_PEOPLE = Said(by_people=True)
MERGED = Said(("contact.merged", "identity.moved"))
CONFIGURED = Said(but_not=("stamp", "name"))
"""All configuration, but for what only follows from it."""

FUNCTION = Function(
    name="relay",
    trigger=StreamTrigger(
        CONVERSATIONS.name,
        batch_size=100,
        sort_keys=(PULSE,),
        having=(DUE, TO_FETCH),
        said=(DECIDED,),
        unnamed=True,
    ),
    more_streams=(
        StreamTrigger(CONTACTS.name, batch_size=100, said=(BY_PEOPLE, MERGED), unnamed=True),
        StreamTrigger(DIRECTORY.name, batch_size=100, said=(CONFIGURED,), unnamed=True),
        StreamTrigger(PRESENCE.name, batch_size=100, said=(BY_PEOPLE,), unnamed=True),
    ),
    timeout_seconds=30,
    memory_mb=512,
    alarm="a maximum iterator age over one minute",
)
