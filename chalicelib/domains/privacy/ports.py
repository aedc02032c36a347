"""What privacy needs: its own rows, and the way into everything that is kept of a person.

Whatever takes something away is safe to repeat.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, NamedTuple, Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import AppId, ConnectionId, ContactId, ConversationId, UserId
from chalicelib.core.pagination import Page
from chalicelib.domains.contacts.models import Contact, Identity
from chalicelib.domains.dead_letters.models import DeadLetter, DeadLetterState
from chalicelib.domains.drafts.models import Draft
from chalicelib.domains.drafts.ports import DraftRefused
from chalicelib.domains.privacy.models import (
    Consent,
    Erasure,
    Export,
    ExportState,
    Hold,
    RetentionKind,
    Sweeping,
)
from chalicelib.domains.provider_updates.models import Notice


class Cases(Protocol):
    """Holds and consents, beside the contact they are about."""

    def holds(self, contact_id: ContactId) -> list[Hold]:
        """All there ever were, newest first, read strongly."""

    def place(self, hold: Hold, change: Change) -> None: ...

    def release(self, hold: Hold, change: Change) -> None:
        """End it, by who changes it and now."""

    def consents(self, contact_id: ContactId) -> list[Consent]:
        """All that was said, newest first, read strongly."""

    def record(self, consent: Consent, change: Change) -> None: ...

    def forget(self, contact_id: ContactId, change: Change) -> None:
        """Take away what was written of a person; that there were holds and consents stays."""


class Requests(Protocol):
    """Exports and erasures. Each step is saved only over the version that it was made from."""

    def add_export(self, export: Export, change: Change) -> None: ...

    def export(self, contact_id: ContactId, export_id: str) -> Export | None: ...

    def exports_of(self, contact_id: ContactId) -> list[Export]:
        """Newest first."""

    def exports(self, state: ExportState, before: str | None, limit: int) -> Page[Export]:
        """Newest first."""

    def oldest_exports(self, state: ExportState, limit: int) -> list[Export]:
        """Oldest first, so that none waits behind those that came later."""

    def move_export(self, export: Export, change: Change) -> bool:
        """Save the next version; False where another stands."""

    def begin_erasure(self, erasure: Erasure, change: Change) -> bool:
        """False where the person was erased before, or is being erased."""

    def erasure(self, contact_id: ContactId) -> Erasure | None:
        """Read strongly."""

    def erasures(self, *, is_open: bool, before: str | None, limit: int) -> Page[Erasure]:
        """Newest first."""

    def oldest_erasures(self, limit: int) -> list[Erasure]:
        """The open ones, oldest first."""

    def move_erasure(self, erasure: Erasure, change: Change) -> bool:
        """Save the next version; False where another stands."""


class Sweepings(Protocol):
    """How far rules of retention have come."""

    def all(self) -> dict[RetentionKind, Sweeping]: ...

    def keep(self, sweeping: Sweeping, change: Change) -> None: ...


class KnownContacts(Protocol):
    """Who contacts are, and the way to forget it."""

    def owners(
        self, identities: Sequence[Identity], *, consistent: bool = False
    ) -> dict[Identity, ContactId]: ...

    def contacts(self, contact_ids: Sequence[ContactId]) -> dict[ContactId, Contact]: ...

    def release(self, identity: Identity, owner: ContactId, change: Change) -> None:
        """Forget an identity of a contact: whoever shows it again is somebody new."""

    def forget(self, contact_id: ContactId, change: Change) -> None:
        """Take away who a contact is; what it was merged with stays."""


class ProviderPins(Protocol):
    """The provider's ids of messages, which have numbers in them."""

    def unpin_index(
        self, connection_id: ConnectionId, provider_id: str, change: Change
    ) -> None: ...


class Words(Protocol):
    """What the house wrote about a conversation: notes, whispers, comments of typifications."""

    def forget_words(self, conversation_id: ConversationId, change: Change) -> None: ...


class Comments(Protocol):
    """What somebody added to a typification."""

    def forget_comments(self, conversation_id: ConversationId, change: Change) -> None: ...


class Values(Protocol):
    """What is known of a client."""

    def forget(self, contact_id: ContactId, change: Change) -> None: ...


class Drafts(Protocol):
    """What people have typed and not sent."""

    def of_user(self, user_id: UserId) -> list[Draft]: ...

    def remove(
        self, user_id: UserId, conversation_id: ConversationId, expected_version: int
    ) -> DraftRefused | None: ...


class Letters(Protocol):
    """What nobody could process."""

    def page(self, state: DeadLetterState, before: str | None, limit: int) -> Page[DeadLetter]: ...

    def rewrite(self, letter: DeadLetter, body: str, change: Change) -> None: ...


class Notices(Protocol):
    """What providers told that is no message."""

    def page(self, app_id: AppId, before: str | None, limit: int) -> Page[Notice]: ...

    def rewrite(self, notice: Notice, raw: dict[str, object], change: Change) -> None: ...


class Bodies(Protocol):
    """Bodies too large for a queue."""

    def keys(self, after: str, limit: int) -> list[str]:
        """Of all that lies there, in order, behind a key. Raises BodyUnavailableError."""

    def get(self, key: str) -> bytes: ...

    def put(self, key: str, content: bytes) -> None: ...


class StoredFile(NamedTuple):
    """What tells whether two files are the same."""

    etag: str
    bytes: int


class Files(Protocol):
    """Files of conversations and archives."""

    def look(self, key: str) -> StoredFile | None:
        """What is there now; None where nothing is. Raises FileUnavailableError."""

    def erase(self, key: str) -> None:
        """Remove every version. Raises FileUnavailableError."""

    def erase_alike(self, prefix: str, file: StoredFile) -> int:
        """Remove the copies of a file under a prefix; how many. Raises FileUnavailableError."""

    def put(self, key: str, content: IO[bytes], content_type: str, *, sha256: str) -> None: ...

    def chunks(self, key: str) -> Iterator[bytes]:
        """A file as it comes. Raises FileUnavailableError."""

    def signed_url(self, key: str, *, content_type: str, filename: str | None) -> str: ...


class AuditValues(Protocol):
    """The values of acts, which may go while their chain stays whole."""

    def forget(self, kind: str, identifier: str, change: Change) -> int: ...
