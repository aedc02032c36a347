"""The composition root: settings, then repositories and adapters, then services.

One container per process, built piece by piece at first use: what an entry point does not
touch is not imported. The local stack and tests hand in their own ports by name
(`Container(environment, secrets=..., clock=...)`) and install it.
"""

# ruff: noqa: PLC0415 - imports belong to the piece that needs them, so that cold starts stay short

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.core.clock import Clock, SystemClock
from chalicelib.core.settings import load_settings

if TYPE_CHECKING:
    import boto3

    from chalicelib.core.directory import DirectoryTable
    from chalicelib.core.dynamo import Dynamo, Meter
    from chalicelib.core.secret_store import SecretStore
    from chalicelib.core.stamped_cache import StampedCache
    from chalicelib.domains.access.models import AccessPolicy, People
    from chalicelib.domains.access.ports import (
        AccessTokens,
        AttemptRepository,
        Passwords,
        PeopleRepository,
        SessionRepository,
        TicketRepository,
    )
    from chalicelib.domains.access.services.sessions import Sessions
    from chalicelib.domains.access.services.sign_in import SignIn
    from chalicelib.domains.access.services.tickets import Tickets
    from chalicelib.domains.connections.models import ConnectionDirectory
    from chalicelib.domains.connections.ports import ConnectionRepository
    from chalicelib.domains.connections.service import Connections
    from chalicelib.domains.idempotency.ports import ClaimRepository
    from chalicelib.domains.idempotency.service import Idempotency


@dataclass(frozen=True, slots=True)
class Settings:
    """What every entry point shares."""

    table_prefix: str = ""
    region: str = ""
    secure_cookies: bool = True


class Container:
    """Everything wired together; `ports` replace what is built here, by name."""

    def __init__(self, environment: Mapping[str, str], **ports: Any) -> None:
        self.environment = environment
        for name, port in ports.items():
            if not isinstance(getattr(type(self), name, None), cached_property):
                raise TypeError(f"nothing here is called {name}")
            self.__dict__[name] = port

    # foundations ---------------------------------------------------------------------

    @cached_property
    def settings(self) -> Settings:
        return load_settings(Settings, self.environment)

    @cached_property
    def clock(self) -> Clock:
        return SystemClock()

    @cached_property
    def session(self) -> boto3.Session:
        """Every client comes from this one session; a second one costs 80 ms."""
        import boto3

        return boto3.Session()

    @cached_property
    def meter(self) -> Meter | None:
        """Told what each request to DynamoDB consumed; the bench hands one in."""
        return None

    @cached_property
    def dynamo(self) -> Dynamo:
        from chalicelib.core.dynamo import Dynamo, connect

        prefix = self.settings.table_prefix
        return Dynamo(lambda: connect(self.session), prefix=prefix, meter=self.meter)

    @cached_property
    def secrets(self) -> SecretStore:
        from chalicelib.adapters.secrets import SecretsManagerStore, connect_secrets

        return SecretsManagerStore(lambda: connect_secrets(self.session), self.clock)

    @cached_property
    def directory_table(self) -> DirectoryTable:
        from chalicelib.core.directory import DirectoryTable

        return DirectoryTable(self.dynamo)

    # access --------------------------------------------------------------------------

    @cached_property
    def access_policy(self) -> AccessPolicy:
        from chalicelib.domains.access.models import AccessPolicy

        return load_settings(AccessPolicy, self.environment)

    @cached_property
    def people_repository(self) -> PeopleRepository:
        from chalicelib.domains.access.repository import DynamoPeopleRepository

        return DynamoPeopleRepository(self.directory_table)

    @cached_property
    def people(self) -> StampedCache[People]:
        """Users, roles and queues: `people.get()`."""
        from chalicelib.core.stamped_cache import StampedCache

        repository = self.people_repository
        return StampedCache(self.clock, repository.stamp, repository.load)

    @cached_property
    def session_repository(self) -> SessionRepository:
        from chalicelib.domains.access.repository import DynamoSessionRepository

        return DynamoSessionRepository(self.dynamo)

    @cached_property
    def attempt_repository(self) -> AttemptRepository:
        from chalicelib.domains.access.repository import DynamoAttemptRepository

        return DynamoAttemptRepository(self.dynamo)

    @cached_property
    def ticket_repository(self) -> TicketRepository:
        from chalicelib.domains.access.repository import DynamoTicketRepository

        return DynamoTicketRepository(self.dynamo)

    @cached_property
    def passwords(self) -> Passwords:
        from chalicelib.adapters.passwords import Argon2Passwords

        return Argon2Passwords()

    @cached_property
    def access_tokens(self) -> AccessTokens:
        from chalicelib.adapters.tokens import JoseTokens

        return JoseTokens(self.secrets)

    @cached_property
    def sessions(self) -> Sessions:
        from chalicelib.domains.access.services.sessions import Sessions

        return Sessions(
            self.people.get,
            self.session_repository,
            self.access_tokens,
            self.clock,
            self.access_policy,
        )

    @cached_property
    def sign_in(self) -> SignIn:
        from chalicelib.domains.access.services.sign_in import SignIn

        return SignIn(
            self.people.get,
            self.attempt_repository,
            self.passwords,
            self.sessions,
            self.clock,
            self.access_policy,
        )

    @cached_property
    def tickets(self) -> Tickets:
        from chalicelib.domains.access.services.tickets import Tickets

        return Tickets(self.ticket_repository, self.sessions, self.clock, self.access_policy)

    # connections ---------------------------------------------------------------------

    @cached_property
    def connection_repository(self) -> ConnectionRepository:
        from chalicelib.domains.connections.repository import DynamoConnectionRepository

        return DynamoConnectionRepository(self.directory_table)

    @cached_property
    def connection_directory(self) -> StampedCache[ConnectionDirectory]:
        from chalicelib.core.stamped_cache import StampedCache

        repository = self.connection_repository
        return StampedCache(self.clock, repository.stamp, repository.load)

    @cached_property
    def connections(self) -> Connections:
        from chalicelib.domains.connections.service import Connections

        return Connections(
            self.connection_repository,
            self.connection_directory,
            lambda: self.people.get().queues,
        )

    # requests ------------------------------------------------------------------------

    @cached_property
    def claim_repository(self) -> ClaimRepository:
        from chalicelib.domains.idempotency.repository import DynamoClaimRepository

        return DynamoClaimRepository(self.dynamo)

    @cached_property
    def idempotency(self) -> Idempotency:
        from chalicelib.domains.idempotency.service import Idempotency

        return Idempotency(self.claim_repository, self.clock)


_installed: list[Container] = []


def container() -> Container:
    """The container of this process; from the environment unless one was installed."""
    if not _installed:
        _installed.append(Container(os.environ))
    return _installed[0]


def install(made: Container) -> None:
    """Make this the container of the process."""
    _installed[:] = [made]
