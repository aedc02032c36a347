"""Applications: programs of others that use the API in their own name, and their secrets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chalicelib.core.ids import ApplicationId, QueueId
from chalicelib.domains.access.models import Permission
from chalicelib.domains.configuration.models import Configured

ApplicationScope = Literal["all", "queues"]

SECRETS_AT_ONCE = 2
"""One in use, and the one that takes its place."""

LONGEST_OVERLAP_HOURS = 30 * 24


@dataclass(frozen=True, slots=True)
class Secret:
    """One of an application's secrets, of which only the digest is kept.

    `id` is the part of it that is no secret. It serves until `ends_at_ms`, without end if None.
    """

    id: str
    digest: str
    created_at_ms: int
    created_by: str
    ends_at_ms: int | None = None

    def is_live(self, now_ms: int) -> bool:
        return self.ends_at_ms is None or now_ms < self.ends_at_ms


@dataclass(frozen=True, slots=True)
class Application(Configured):
    """What a program may do (`permissions`) and see: all queues, or `queue_ids`."""

    id: ApplicationId
    description: str = ""
    permissions: frozenset[Permission] = frozenset()
    scope: ApplicationScope = "queues"
    queue_ids: frozenset[QueueId] = frozenset()
    secrets: tuple[Secret, ...] = ()

    def secret(self, secret_id: str) -> Secret | None:
        return next((one for one in self.secrets if one.id == secret_id), None)

    def live_secrets(self, now_ms: int) -> list[Secret]:
        """Those that serve now, oldest first."""
        return [one for one in self.secrets if one.is_live(now_ms)]


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A secret as it is shown, once, with the application that has it now."""

    application: Application
    secret: Secret
    text: str


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """What a client sends. `scope` is None where it asks for all it was given."""

    client_id: str
    client_secret: str
    scope: str | None


@dataclass(frozen=True, slots=True)
class GivenToken:
    """An access token, what it is good for, and how long."""

    application: Application
    access_token: str
    expires_in_seconds: int
    permissions: frozenset[str]
