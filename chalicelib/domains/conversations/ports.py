"""What conversations need from a channel and from storage."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, TYPE_CHECKING, BinaryIO, ClassVar, Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import ConnectionId, ContactId, ConversationId, MessageId, QueueId, UserId
from chalicelib.core.pagination import Page
from chalicelib.domains.connections.models import Connection, Trouble
from chalicelib.domains.connections.standing import Restriction
from chalicelib.domains.contacts.models import Person
from chalicelib.domains.conversations.events import (
    DeliveryError,
    DeliveryReported,
    MessageKind,
    UpdateKept,
)
from chalicelib.domains.conversations.models import (
    Conversation,
    Hold,
    IndexEntry,
    MediaFailure,
    Message,
    Pointer,
)
from chalicelib.domains.templates.models import Filled, SentTemplate, WantedTemplate

if TYPE_CHECKING:  # most functions meet nobody who signs in
    from chalicelib.domains.access.models import Principal
    from chalicelib.domains.labels.models import Labelling
    from chalicelib.domains.typifications.models import Choice, Chosen, Typified


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a message goes: digits of a phone number or the provider's user id, or both."""

    phone: str | None
    user_id: str | None


@dataclass(frozen=True, slots=True)
class TextToSend:
    """One text for a customer; `callback_data` comes back on its statuses."""

    connection_id: ConnectionId
    recipient: Recipient
    text: str
    callback_data: str
    reply_to_provider_id: str | None = None


@dataclass(frozen=True, slots=True)
class FileToSend:
    """One file for a customer, kept in our storage under `key`; otherwise as a text."""

    connection_id: ConnectionId
    recipient: Recipient
    kind: MessageKind
    key: str
    content_type: str
    filename: str | None
    caption: str | None
    callback_data: str
    reply_to_provider_id: str | None = None


@dataclass(frozen=True, slots=True)
class ReactionToSend:
    """A reaction on a message that the provider knows; an empty emoji takes it back."""

    connection_id: ConnectionId
    recipient: Recipient
    provider_id: str
    emoji: str


@dataclass(frozen=True, slots=True)
class TemplateToSend:
    """One filled template for a customer; `file` is what its header shows."""

    connection_id: ConnectionId
    recipient: Recipient
    template: SentTemplate
    callback_data: str
    file: FileToSend | None = None
    reply_to_provider_id: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took it under this id; `hold`: it keeps a template back for now."""

    provider_id: str
    hold: Hold | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider proved that it did not take it; `retry_after_seconds` is its own wish.

    `concerns_connection`: not this message or recipient is wrong, nothing can be sent at all.
    """

    error: DeliveryError
    retry_after_seconds: float | None = None
    concerns_connection: bool = False


@dataclass(frozen=True, slots=True)
class OutcomeUnknown:
    """The request left and no answer came: it may have been taken. Never sent again by itself."""

    detail: str


SendOutcome = Accepted | Refused | OutcomeUnknown

REACTION_CALLBACK = "reaction"
"""What a reaction carries and its statuses bring back: they are about no message."""

UNCONFIRMED_LINE = "message unconfirmed"
"""What the log says of a send whose outcome nobody knows; a deployment's alarm counts it."""


class ChannelSender(Protocol):
    """Sends through one channel; never raises for what a provider or network does."""

    def send_text(self, message: TextToSend) -> SendOutcome: ...

    def send_file(self, message: FileToSend) -> SendOutcome:
        """Hand the file over, then the message that shows it."""

    def send_reaction(self, reaction: ReactionToSend) -> SendOutcome:
        """Put a reaction on a message in the place of an earlier one; may be repeated freely."""

    def send_template(self, message: TemplateToSend) -> SendOutcome:
        """Hand the header's file over, if it shows one, then the template with its values."""

    def mark_read(self, connection_id: ConnectionId, provider_id: str, *, typing: bool) -> None:
        """Show the customer that a message was read, or that an answer is being typed."""


@dataclass(frozen=True, slots=True)
class FetchedMedia:
    """A file as it came: `content` stands at its beginning and is closed by who asked for it.

    `bytes` and `sha256` (hexadecimal) are measured; `content_type`, `told_bytes` and
    `told_sha256` (hexadecimal or base64) are the provider's words, where it has any.
    """

    content: IO[bytes]
    bytes: int
    sha256: str
    content_type: str
    told_bytes: int | None = None
    told_sha256: str | None = None


class MediaRefusedError(Exception):
    """A file that is not kept: final, no retry by itself. `failure` is what the agent is told."""

    failure: ClassVar[MediaFailure]


class MediaGoneError(MediaRefusedError):
    """The provider does not have the file (any more)."""

    failure = "gone"


class MediaTooLargeError(MediaRefusedError):
    """The file is larger than its channel allows for its kind."""

    failure = "too_large"


class MediaCorruptError(MediaRefusedError):
    """What came is not what the provider described."""

    failure = "corrupt"


class MediaProgramError(MediaRefusedError):
    """The file is a program for the computer of whoever opens it."""

    failure = "program"


class MediaUnavailableError(Exception):
    """The provider could not give the file now; worth another try."""


class MediaFetcher(Protocol):
    """Fetches a customer's file from a channel."""

    def fetch(
        self, connection_id: ConnectionId, provider_media_id: str, kind: MessageKind
    ) -> FetchedMedia:
        """The file of a message of that kind, which says how large it may be.

        Raises MediaGoneError, MediaTooLargeError, MediaUnavailableError.
        """


class FileUnavailableError(Exception):
    """A file of ours cannot be read now; worth another try."""


class MediaStore(Protocol):
    """Keeps files of customers; addresses it gives are signed and short-lived."""

    def put(self, key: str, content: IO[bytes], content_type: str, *, sha256: str) -> None:
        """Store under the key; the same content again changes nothing.

        Raises MediaCorruptError where the content that arrives does not have the hash.
        """

    def open(self, key: str, ends_at: datetime) -> BinaryIO:
        """A file to read, which the caller closes.

        Raises FileUnavailableError, also where it does not come within the time, which may be
        over by the few seconds that storage is silent.
        """

    def signed_url(self, key: str, *, content_type: str, filename: str | None) -> str:
        """An address that works for minutes; active content is forced to download."""


@dataclass(frozen=True, slots=True)
class HeadRefused:
    """HEAD did not take a change; `head` is as it stands, None where it is missing."""

    head: Conversation | None


@dataclass(frozen=True, slots=True)
class MessageRefused:
    """A message did not take a change; as it stands, None where it is missing."""

    message: Message | None


class ThreadStore(Protocol):
    """Pointers, the provider index and HEADs. Every write is one conditional item."""

    def pointer(
        self, contact_id: ContactId, connection_id: ConnectionId, *, consistent: bool = False
    ) -> Pointer | None: ...

    def pointers(self, contact_id: ContactId) -> list[Pointer]:
        """All of a contact, read strongly."""

    def move_pointer(self, moved: Pointer, change: Change) -> bool:
        """Store a pointer whose generation is one above the one that stands; False if lost."""

    def pin_index(self, entry: IndexEntry, change: Change) -> IndexEntry | None:
        """Pin a provider message for ever; answers the earlier pin where there is one."""

    def repin_index(self, old: IndexEntry, new: IndexEntry, change: Change) -> bool:
        """Move a pin whose message was never written; False if somebody else moved it."""

    def index(
        self, connection_id: ConnectionId, provider_id: str, *, consistent: bool = False
    ) -> IndexEntry | None: ...

    def head(
        self, conversation_id: ConversationId, *, consistent: bool = True
    ) -> Conversation | None: ...

    def heads(self, conversation_ids: Sequence[ConversationId]) -> list[Conversation]:
        """In the order asked for, eventually consistent; absent ones are left out."""

    def receive(
        self,
        conversation_id: ConversationId,
        message: Message,
        sender: Person,
        now_ms: int,
        change: Change,
    ) -> HeadRefused | None:
        """Apply the newest customer message without reading: open, newer, not applied yet.

        Refused also where the sender proves another phone than HEAD's.
        """

    def create_head(self, conversation: Conversation, change: Change) -> HeadRefused | None: ...

    def save_head(self, old: Conversation, new: Conversation, change: Change) -> HeadRefused | None:
        """Write what differs, if HEAD still has the old version."""

    def settle(
        self, conversation_id: ConversationId, message_id: MessageId, change: Change
    ) -> None:
        """Take one of our messages off the lane's list; the version stays."""

    def close_into(
        self,
        closing: tuple[Conversation, Conversation],
        survivor: tuple[Conversation, Conversation],
        change: Change,
    ) -> bool:
        """Save two HEADs (old, new) in one transaction; False if either has changed."""

    def reopen(
        self, old: Conversation, new: Conversation, pointer: Pointer, change: Change
    ) -> bool:
        """Open again and raise the pointer's generation in one transaction; False if lost."""


class ClosingStore(Protocol):
    """What conversations were closed with."""

    def typified(self, conversation_id: ConversationId) -> Typified | None:
        """The newest of a conversation, read strongly."""

    def typified_of(self, conversation_ids: Sequence[ConversationId]) -> list[Typified]:
        """The newest of each, in no particular order, eventually consistent."""

    def past(self, conversation_id: ConversationId) -> list[Typified]:
        """What held before the newest, newest first."""

    def save(
        self,
        heads: tuple[Conversation, Conversation],
        typified: Typified,
        replaced: Typified | None,
        change: Change,
    ) -> HeadRefused | None:
        """Write HEAD (old, new), what is said of it and what was said before, in one transaction;
        refused where HEAD has changed."""


class MessageStore(Protocol):
    """Messages of a conversation, and the changes that come to them later."""

    def put(self, message: Message, change: Change) -> Message | None:
        """Store a new message; answers the one that stands there already."""

    def message(
        self, conversation_id: ConversationId, message_id: MessageId, *, consistent: bool = True
    ) -> Message | None: ...

    def page(
        self, conversation_id: ConversationId, before: MessageId | None, limit: int
    ) -> Page[Message]:
        """Newest first, older than `before`."""

    def page_after(
        self, conversation_id: ConversationId, after: MessageId | None, limit: int
    ) -> Page[Message]:
        """Oldest first, newer than `after`."""

    def received_after(
        self, conversation_id: ConversationId, after: MessageId | None
    ) -> list[MessageId]:
        """Ids of customer messages behind a place of the thread, read strongly."""

    def apply_status(
        self,
        conversation_id: ConversationId,
        message_id: MessageId,
        report: DeliveryReported,
        change: Change,
    ) -> MessageRefused | Message:
        """Set a stamp that is not set on a message of ours of the report's connection; one
        write, refused where it would change nothing.
        """

    def save(self, old: Message, new: Message, change: Change) -> MessageRefused | None:
        """Write what differs, if the message still has the old version."""

    def record_attempt(
        self, conversation_id: ConversationId, message_id: MessageId, now_ms: int, change: Change
    ) -> MessageRefused | Message:
        """Record that a send is about to be tried: due, no attempt pending, no outcome."""

    def record_accepted(
        self, message: Message, accepted: Accepted, now_ms: int, change: Change
    ) -> None: ...

    def record_failed(
        self, message: Message, error: DeliveryError, now_ms: int, change: Change
    ) -> Message | None:
        """Answers the message where a status came first: that is the better witness."""

    def record_retry(
        self, message: Message, error: DeliveryError, due_at_ms: int, change: Change
    ) -> Message | None:
        """Answers the message where a status came first."""

    def record_unconfirmed(self, message: Message, now_ms: int, change: Change) -> Message | None:
        """Answers the message where a status came first."""

    def clear_due(self, message: Message, change: Change) -> None:
        """Take a message with an outcome off the index of due ones."""

    def overdue(
        self, connection_id: ConnectionId | None, before_ms: int
    ) -> Iterator[tuple[ConversationId, MessageId]]:
        """Messages of ours over a connection whose time to be sent has passed, longest first.

        Read as they are asked for, so that a mountain costs no more than what is taken of it.
        None: those that earlier versions stored, of all connections.
        """

    def appointed(self, until_ms: int, limit: int) -> list[tuple[ConversationId, MessageId]]:
        """Scheduled messages whose time has come, `limit` of each part of the index."""


class TrayStore(Protocol):
    """Lists of conversations, keys only."""

    def newest(
        self, places: Sequence[str], before: tuple[str, ConversationId] | None, limit: int
    ) -> list[tuple[str, ConversationId]]:
        """The newest (activity, conversation) of several places, merged, strictly before."""

    def opened(
        self,
        contact_ids: Sequence[ContactId],
        beyond: tuple[int, ConversationId] | None,
        limit: int,
        *,
        forward: bool = False,
    ) -> list[tuple[int, ConversationId]]:
        """The last opened (instant, conversation) of several contacts, merged, strictly before a
        position; `forward`: the first opened strictly after it."""

    def count(self, place: str, limit: int) -> int:
        """How many conversations a place has, up to `limit`."""

    def counts(self, places: Sequence[str], limit: int) -> list[int]:
        """`count` of several places, in their order."""

    def last_opened(
        self, shelves: Sequence[str], before: tuple[int, ConversationId] | None, limit: int
    ) -> list[tuple[int, ConversationId]]:
        """The last opened (millisecond, conversation) of several shelves of queues, merged,
        strictly before."""

    def count_shelf(self, shelf: str, limit: int) -> int:
        """How many conversations a shelf of a queue has, up to `limit`."""

    def waiting(self, queue_id: QueueId) -> Iterator[tuple[int, ConversationId]]:
        """Those that wait in a queue with when they were opened, first opened first."""

    def held(self, queue_id: QueueId, limit: int) -> list[ConversationId]:
        """Open ones of a queue that somebody holds, first opened first."""


class Timers(Protocol):
    """Conversations to look at again, in buckets of a minute; any may be swept late, or twice."""

    def arm(self, conversation_id: ConversationId, minute: int, change: Change) -> None:
        """Look at it in that minute since 1970, at the earliest."""

    def due(self, minute: int, limit: int) -> list[ConversationId]:
        """What a bucket still holds, read strongly."""

    def disarm(self, conversation_id: ConversationId, minute: int) -> None: ...

    def swept_up_to(self) -> int | None:
        """The last minute whose bucket is done with; None before the first timer."""

    def sweep_up_to(self, minute: int, change: Change) -> None:
        """Buckets up to this minute are done with."""


class KeptUpdates(Protocol):
    """Updates that are no messages, kept raw for the administrator."""

    def keep(self, app_id: str, update: UpdateKept, intake_ms: int, change: Change) -> None: ...


class Connections(Protocol):
    """Looks connections up."""

    def by_id(self, connection_id: ConnectionId) -> Connection | None: ...


class SendingConnections(Connections, Protocol):
    """Connections, and what sending tells of their health."""

    def hold_of(self, connection_id: ConnectionId, now_ms: int) -> Restriction | None:
        """Why nothing is to be sent over it now, by the provider's word."""

    def note_trouble(self, connection_id: ConnectionId, trouble: Trouble, change: Change) -> None:
        """A refusal that concerns the whole connection."""

    def note_success(self, connection_id: ConnectionId, change: Change) -> None:
        """Something was sent."""


class Labels(Protocol):
    """The labels there are, as configured now."""

    def seen_by(self, role: str | None, label_ids: Sequence[str]) -> list[str]:
        """Those of them that a role sees, in their order; None: what every role sees."""

    def relabelled(
        self, current: Sequence[str], labelling: Labelling, role: str
    ) -> tuple[str, ...]:
        """The labels after a change by somebody of a role; refuses what the role may not."""


class Typifications(Protocol):
    """The trees there are, as configured now."""

    def chosen(self, queue_id: QueueId, choice: Choice | None) -> Chosen | None:
        """A choice as it is called now, None where none is made; refuses where one is due."""


class FilledTemplates(Protocol):
    """Templates of the provider's account that holds a connection."""

    def fill(self, connection_id: ConnectionId, wanted: WantedTemplate, change: Change) -> Filled:
        """A template with its values. Raises subclasses of HiloError that say what is wrong."""


class People(Protocol):
    """The people who work here, as configured now."""

    def name_of(self, user_id: str) -> str | None: ...

    def principal(self, user_id: UserId) -> Principal | None:
        """What somebody may do now; None for unknown and inactive people."""

    def holders(self, queue_ids: Collection[QueueId]) -> list[UserId]:
        """Everybody who may hold a conversation of these queues, also who left or was moved."""

    def hold_only_in(self, user_id: UserId, queue_ids: Collection[QueueId]) -> bool:
        """Whether all that somebody may hold is of these queues."""
