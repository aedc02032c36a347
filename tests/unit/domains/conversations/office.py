"""People, a number and everything they share, on fakes: what tests of conversations stand on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from chalicelib.adapters.channels.whatsapp_cloud.limits import SENDABLE
from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import ConnectionId, ConversationId, UserId
from chalicelib.core.stamped_cache import StampedCache
from chalicelib.domains.access.models import People, Principal
from chalicelib.domains.access.services.colleagues import Colleagues
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.contacts.service import Contacts
from chalicelib.domains.content_policies.models import ContentPolicy
from chalicelib.domains.content_policies.service import ContentPolicies
from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.conversations.services.closing import Closing
from chalicelib.domains.conversations.services.desk import Acting, Desk
from chalicelib.domains.conversations.services.echoes import Echoes
from chalicelib.domains.conversations.services.episodes import Episodes
from chalicelib.domains.conversations.services.facts import Facts
from chalicelib.domains.conversations.services.history import History
from chalicelib.domains.conversations.services.label_desk import LabelDesk
from chalicelib.domains.conversations.services.lists import Lists
from chalicelib.domains.conversations.services.media import MediaKeeper
from chalicelib.domains.conversations.services.posting import (
    Pinned,
    Posting,
    Writing,
    pinned_message_id,
)
from chalicelib.domains.conversations.services.reading import Reading
from chalicelib.domains.conversations.services.snoozing import Snoozing
from chalicelib.domains.conversations.services.starting import Starting
from chalicelib.domains.conversations.services.thread import ContactThread
from chalicelib.domains.labels.models import Label
from chalicelib.domains.labels.service import Labels
from chalicelib.domains.templates.service import Templates
from chalicelib.domains.typifications.models import Tree
from chalicelib.domains.typifications.service import Typifications
from chalicelib.domains.uploads.service import Uploads
from tests.fakes.catalogue import MemoryCatalogue
from tests.fakes.channel import FakeMediaFetcher, FakeMediaStore
from tests.fakes.clock import FakeClock
from tests.fakes.closings import MemoryClosings
from tests.fakes.contacts import MemoryContacts
from tests.fakes.messages import MemoryMessages
from tests.fakes.templates import FakeTemplateSource, MemoryTemplates
from tests.fakes.threads import MemoryThreads
from tests.fakes.timers import MemoryTimers
from tests.fakes.trays import MemoryTrays
from tests.fakes.uploads import FakeUploadSpace
from tests.samples import CHANGE, COBRANZAS, CONNECTION, GENERAL, id_of
from tests.unit.domains.access.house import people_with, user

ANA, LUIS, ROSA = UserId("ana"), UserId("luis"), UserId("rosa")
SILVIA, ADMIN, IDA = UserId("silvia"), UserId("admin"), UserId("ida")
STAFF = (
    user("ana", "agent", GENERAL),
    user("luis", "agent", GENERAL),
    user("rosa", "agent", COBRANZAS),
    user("silvia", "supervisor", GENERAL),
    user("admin", "administrator"),
    replace(user("ida", "agent", GENERAL), is_active=False),
)
WA_COBRANZAS = replace(
    CONNECTION, id=ConnectionId("wa-cobranzas"), queue_id=COBRANZAS, account="100000000000002"
)
TELEGRAM = replace(CONNECTION, id=ConnectionId("tg"), channel="telegram", account="bot")


class Numbers:
    """The connections there are."""

    def __init__(self) -> None:
        known = (replace(CONNECTION, holder="200000000000001"), WA_COBRANZAS, TELEGRAM)
        self.rows = {one.id: one for one in known}

    def by_id(self, connection_id: ConnectionId) -> Connection | None:
        return self.rows.get(connection_id)

    def require(self, connection_id: ConnectionId) -> Connection:
        return self.rows[connection_id]


@dataclass
class Office:
    """Services of conversations on fakes; `people` may be replaced by a test."""

    people: People = field(default_factory=lambda: people_with(*STAFF))
    clock: FakeClock = field(default_factory=FakeClock)
    threads: MemoryThreads = field(default_factory=MemoryThreads)
    messages: MemoryMessages = field(default_factory=MemoryMessages)
    contact_rows: MemoryContacts = field(default_factory=MemoryContacts)
    files: FakeMediaFetcher = field(default_factory=FakeMediaFetcher)
    media_store: FakeMediaStore = field(default_factory=FakeMediaStore)
    timers: MemoryTimers = field(default_factory=MemoryTimers)
    uploads: FakeUploadSpace = field(default_factory=FakeUploadSpace)
    template_source: FakeTemplateSource = field(default_factory=FakeTemplateSource)
    numbers: Numbers = field(default_factory=Numbers)
    label_rows: MemoryCatalogue[Label] = field(default_factory=MemoryCatalogue)
    tree_rows: MemoryCatalogue[Tree] = field(default_factory=MemoryCatalogue)
    policies: dict[str, ContentPolicy] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.trays = MemoryTrays(self.threads)
        self.colleagues = Colleagues(lambda: self.people, lambda _: None)
        self.contacts = Contacts(self.contact_rows, self.clock)
        self.media = MediaKeeper(self.messages, lambda: self.files, self.media_store, self.clock)
        self.echoes = Echoes(self.threads, self.messages, self.contacts, self.clock)
        self.history = History(self.threads, self.messages, self.contacts, self.clock)
        self.facts = Facts(self.threads, self.messages, self.contacts, self.clock)
        self.templates = Templates(
            self.template_source, MemoryTemplates(), self.numbers.require, self.clock
        )
        self.posting = Posting(
            self.threads,
            self.messages,
            Uploads(self.uploads, SENDABLE),
            lambda: self.templates,
            ContentPolicies(lambda: self.policies, self.numbers),
            self.clock,
        )
        self.desk = Desk(self.threads, self.messages, self.colleagues, self.numbers, self.clock)
        self.closings = MemoryClosings(self.threads)
        self.typifications = Typifications(
            StampedCache(self.clock, self.tree_rows.stamp, self.tree_rows.load)
        )
        self.closing = Closing(
            self.threads,
            self.messages,
            self.closings,
            self.typifications,
            self.desk,
            self.clock,
        )
        self.starting = Starting(
            self.threads,
            self.messages,
            self.contacts,
            Episodes(self.threads, self.contacts, self.clock),
            self.posting,
            self.desk,
            self.colleagues,
            self.clock,
        )
        self.labels = Labels(StampedCache(self.clock, self.label_rows.stamp, self.label_rows.load))
        self.label_desk = LabelDesk(self.threads, self.messages, self.labels, self.clock)
        self.snoozing = Snoozing(self.threads, self.timers, self.clock)
        self.lists = Lists(
            self.threads, self.trays, self.numbers, self.colleagues, self.labels, self.clock
        )
        self.reading = Reading(
            self.threads,
            self.messages,
            self.trays,
            self.contacts,
            self.numbers,
            self.colleagues,
            self.media,
            self.labels,
        )

        self.contact_thread = ContactThread(
            self.threads, self.messages, self.trays, self.contacts, self.desk
        )

    def has(self, *stored: Conversation | Message) -> None:
        """Keep HEADs and messages, as they are."""
        for one in stored:
            if isinstance(one, Message):
                self.messages.put(one, CHANGE)
            else:
                self.threads.create_head(one, CHANGE)
        self.messages.changes.clear()
        self.threads.changes.clear()

    def head(self, name: str = "one") -> Conversation:
        return self.threads.rows[id_of(name)]

    def thread(self, name: str = "one") -> list[Message]:
        """Newest first."""
        return self.messages.page(ConversationId(id_of(name)), None, 100).items

    def principal(self, name: str) -> Principal:
        found = self.colleagues.principal(UserId(name))
        assert found is not None
        return found

    def change(self, name: str) -> Change:
        return Change("to be named", name, to_ms(self.clock.now()), request_id="r1")

    def acting(self, name: str = "ana") -> Acting:
        return Acting(self.principal(name), self.change(name))

    def writing(self, name: str = "ana", pin: str = "pin", *, repeated: bool = False) -> Writing:
        """`repeated`: an earlier request pinned what this one would pin now."""
        begins = ConversationId(id_of(pin))
        pinned = Pinned(pinned_message_id(pin, to_ms(self.clock.now())), repeated, begins)
        earlier = pinned if repeated else None
        return Writing(self.principal(name), self.change(name), lambda: pinned, lambda: earlier)

    @property
    def events(self) -> list[tuple[str, str]]:
        """Event and actor of every change of a HEAD, in order."""
        return [(one.event, one.actor) for one in self.threads.changes]
