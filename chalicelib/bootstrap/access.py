"""Who comes in: passwords, sessions, roles, applications."""

# ruff: noqa: PLC0415 - imports belong to the piece that needs them, so that cold starts stay short

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.house import HouseParts
from chalicelib.core.settings import load_settings

if TYPE_CHECKING:
    from chalicelib.core.change import Change
    from chalicelib.core.stamped_cache import FollowingCache, StampedCache
    from chalicelib.domains.access.models import AccessPolicy, People, SessionLimits
    from chalicelib.domains.access.ports import (
        AccessTokens,
        AttemptRepository,
        LinkRepository,
        Passwords,
        PeopleRepository,
        SessionRepository,
        TicketRepository,
    )
    from chalicelib.domains.access.services.limits import Limits
    from chalicelib.domains.access.services.one_time_links import OneTimeLinks
    from chalicelib.domains.access.services.one_time_passwords import OneTimePasswords
    from chalicelib.domains.access.services.roles import Roles
    from chalicelib.domains.access.services.sessions import Sessions
    from chalicelib.domains.access.services.sign_in import SignIn
    from chalicelib.domains.access.services.tickets import Tickets
    from chalicelib.domains.applications.models import Application
    from chalicelib.domains.applications.ports import SecretUses
    from chalicelib.domains.applications.services.callers import Callers
    from chalicelib.domains.applications.services.keeping import Applications
    from chalicelib.domains.applications.services.tokens import ApplicationTokens
    from chalicelib.domains.configuration.ports import CatalogueStore
    from chalicelib.domains.identity_providers.services.only_way import OnlyWay
    from chalicelib.domains.notifications.services.ended_sessions import EndedSessions
    from chalicelib.domains.security.ports import Post
    from chalicelib.domains.security.services.house_rules import HouseRules


class AccessParts(HouseParts):
    """Who comes in: passwords, sessions, roles, applications."""

    if TYPE_CHECKING:  # built further up

        @property
        def ended_sessions(self) -> EndedSessions: ...

        @property
        def house_rules(self) -> HouseRules: ...

        @property
        def only_way(self) -> OnlyWay: ...

        @property
        def security_post(self) -> Post: ...

    # access -------------------------------------------------------------------------------

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
    def link_repository(self) -> LinkRepository:
        from chalicelib.domains.access.repository import DynamoLinkRepository

        return DynamoLinkRepository(self.dynamo)

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
            lambda *ended: self.ended_sessions.hang_up(*ended),  # noqa: PLW0108 - few sessions end
            self._session_limits,
        )

    def _session_limits(self) -> SessionLimits:
        from chalicelib.domains.security.rules import limits

        return limits(self.house_rules.current())

    @cached_property
    def attempt_limits(self) -> Limits:
        from chalicelib.domains.access.services.limits import Limits

        lockout = self.access_policy.lockout_seconds
        return Limits(self.attempt_repository, self.clock, lockout)

    @cached_property
    def sign_in(self) -> SignIn:
        from chalicelib.domains.access.services.sign_in import SignIn

        return SignIn(
            self.people.get,
            self.attempt_limits,
            self.passwords,
            self.clock,
            self.access_policy,
            self._tell_of_failures,
            lambda user: self.only_way.password_serves(user),  # noqa: PLW0108 - built when asked
        )

    def _tell_of_failures(self, email: str, count: int, change: Change) -> None:
        self.security_post.repeated_failures(self.people.get().by_login(email), count, change)

    @cached_property
    def one_time_passwords(self) -> OneTimePasswords:
        from chalicelib.domains.access.services.one_time_passwords import OneTimePasswords

        return OneTimePasswords(
            self.people_repository,
            self.passwords,
            self.clock,
            self.access_policy,
            self.people.forget,
        )

    @cached_property
    def roles(self) -> Roles:
        from chalicelib.domains.access.services.roles import Roles

        return Roles(self.people_repository, self.people.get, self.people.forget)

    @cached_property
    def one_time_links(self) -> OneTimeLinks:
        from chalicelib.domains.access.services.one_time_links import OneTimeLinks

        return OneTimeLinks(self.link_repository, self.clock)

    @cached_property
    def tickets(self) -> Tickets:
        from chalicelib.domains.access.services.tickets import Tickets

        return Tickets(self.ticket_repository, self.sessions, self.clock, self.access_policy)

    # applications -------------------------------------------------------------------------

    @cached_property
    def application_store(self) -> CatalogueStore[Application]:
        from chalicelib.domains.applications.repository import APPLICATION
        from chalicelib.domains.configuration.repository import DynamoCatalogueStore

        return DynamoCatalogueStore(self.directory_table, APPLICATION)

    @cached_property
    def application_cache(self) -> FollowingCache[dict[str, Application]]:
        from chalicelib.core.stamped_cache import FollowingCache

        return FollowingCache(self.people, self.application_store.load)

    @cached_property
    def secret_uses(self) -> SecretUses:
        from chalicelib.domains.applications.repository import DynamoSecretUses

        return DynamoSecretUses(self.dynamo)

    @cached_property
    def applications(self) -> Applications:
        from chalicelib.domains.applications.services.keeping import Applications
        from chalicelib.domains.configuration.service import Catalogue

        cache = self.application_cache
        catalogue = Catalogue("application", self.application_store, cache.get, cache.forget)
        return Applications(catalogue, self.secret_uses, self.clock)

    @cached_property
    def application_tokens(self) -> ApplicationTokens:
        from chalicelib.domains.applications.services.tokens import ApplicationTokens

        return ApplicationTokens(
            self.application_cache.get,
            self.secret_uses,
            self.attempt_repository,
            self.access_tokens,
            self.witness,
            self.clock,
            self.access_policy,
        )

    @cached_property
    def callers(self) -> Callers:
        from chalicelib.domains.applications.services.callers import Callers

        return Callers(
            self.sessions,
            lambda: self.application_cache.get(),  # noqa: PLW0108 - built for applications alone
            self.people.get,
            self.access_tokens,
            self.clock,
        )

    def _name_of_application(self, identifier: str) -> str | None:
        """None for what cannot be one, functions for instance, without a look."""
        from chalicelib.core.ids import is_id

        application = self.application_cache.get().get(identifier) if is_id(identifier) else None
        return application.name if application else None
