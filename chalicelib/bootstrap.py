"""The composition root: settings, then repositories and adapters, then services.

One container per process, built piece by piece at first use: what an entry point does not
touch is not imported. The local stack and tests hand in their own ports by name
(`Container(environment, secrets=..., clock=...)`) and install it.
"""

# ruff: noqa: PLC0415 - imports belong to the piece that needs them, so that cold starts stay short

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.core.clock import Clock, SystemClock
from chalicelib.core.settings import load_settings

if TYPE_CHECKING:
    import boto3

    from chalicelib.adapters.channels.pipeline import Pipeline
    from chalicelib.adapters.channels.webhooks import WebhookDependencies
    from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphApi
    from chalicelib.adapters.devices import DevicePasses
    from chalicelib.adapters.storage import OpenS3
    from chalicelib.core.body_store import BodyStore
    from chalicelib.core.change import Change
    from chalicelib.core.directory import DirectoryTable
    from chalicelib.core.dynamo import Dynamo, Meter, TransactionWrite
    from chalicelib.core.ids import UserId
    from chalicelib.core.queues import Queues
    from chalicelib.core.secret_store import SecretStore
    from chalicelib.core.stamped_cache import FollowingCache, StampedCache
    from chalicelib.domains.access.models import AccessPolicy, People, Queue, SessionLimits
    from chalicelib.domains.access.ports import (
        AccessTokens,
        AttemptRepository,
        LinkRepository,
        Passwords,
        PeopleRepository,
        SessionRepository,
        TicketRepository,
    )
    from chalicelib.domains.access.services.colleagues import Colleagues
    from chalicelib.domains.access.services.limits import Limits
    from chalicelib.domains.access.services.one_time_links import OneTimeLinks
    from chalicelib.domains.access.services.one_time_passwords import OneTimePasswords
    from chalicelib.domains.access.services.roles import Roles
    from chalicelib.domains.access.services.sessions import Sessions
    from chalicelib.domains.access.services.sign_in import SignIn
    from chalicelib.domains.access.services.tickets import Tickets
    from chalicelib.domains.alerts.models import AlertRule
    from chalicelib.domains.alerts.ports import AlertStore
    from chalicelib.domains.alerts.services.centre import Centre
    from chalicelib.domains.alerts.services.keeping import AlertKeeper
    from chalicelib.domains.alerts.services.rule_book import RuleBook
    from chalicelib.domains.alerts.services.views import AlertViews
    from chalicelib.domains.applications.models import Application
    from chalicelib.domains.applications.ports import SecretUses
    from chalicelib.domains.applications.services.callers import Callers
    from chalicelib.domains.applications.services.keeping import Applications
    from chalicelib.domains.applications.services.tokens import ApplicationTokens
    from chalicelib.domains.audit.ports import Record, Seals, Witness
    from chalicelib.domains.audit.services.chaining import Chaining
    from chalicelib.domains.audit.services.recording import Recording
    from chalicelib.domains.audit.services.sealing import Sealing
    from chalicelib.domains.audit.services.search import AuditSearch
    from chalicelib.domains.author_colours.models import Colours
    from chalicelib.domains.author_colours.service import AuthorColours
    from chalicelib.domains.changes.models import FourEyes
    from chalicelib.domains.changes.ports import ChangeStore, Telling
    from chalicelib.domains.changes.services.desk import ChangeDesk
    from chalicelib.domains.changes.services.gate import Gate
    from chalicelib.domains.changes.services.setting import FourEyesSetting
    from chalicelib.domains.client_values.ports import ValueStore
    from chalicelib.domains.client_values.service import Clients
    from chalicelib.domains.configuration.ports import CatalogueStore
    from chalicelib.domains.configuration.service import Catalogue
    from chalicelib.domains.connections.models import ConnectionDirectory
    from chalicelib.domains.connections.ports import ConnectionRepository
    from chalicelib.domains.connections.service import Connections
    from chalicelib.domains.contacts.ports import ContactStore
    from chalicelib.domains.contacts.service import Contacts
    from chalicelib.domains.content_policies.models import ContentPolicy
    from chalicelib.domains.content_policies.service import ContentPolicies
    from chalicelib.domains.conversations.ports import (
        ChannelSender,
        ClosingStore,
        KeptUpdates,
        MediaFetcher,
        MediaStore,
        MessageStore,
        ThreadStore,
        Timers,
        TrayStore,
    )
    from chalicelib.domains.conversations.services.closing import Closing
    from chalicelib.domains.conversations.services.desk import Desk
    from chalicelib.domains.conversations.services.echoes import Echoes
    from chalicelib.domains.conversations.services.episodes import Episodes
    from chalicelib.domains.conversations.services.facts import Facts
    from chalicelib.domains.conversations.services.handing_back import HandingBack
    from chalicelib.domains.conversations.services.history import History
    from chalicelib.domains.conversations.services.intake import Intake
    from chalicelib.domains.conversations.services.label_desk import LabelDesk
    from chalicelib.domains.conversations.services.lane import Lane
    from chalicelib.domains.conversations.services.lists import Lists
    from chalicelib.domains.conversations.services.media import MediaKeeper
    from chalicelib.domains.conversations.services.posting import Posting
    from chalicelib.domains.conversations.services.reactions import Reactions
    from chalicelib.domains.conversations.services.reading import Reading
    from chalicelib.domains.conversations.services.signals import Signals
    from chalicelib.domains.conversations.services.snoozing import Snoozing
    from chalicelib.domains.conversations.services.starting import Starting
    from chalicelib.domains.conversations.services.thread import ContactThread
    from chalicelib.domains.dead_letters.ports import DeadLetterStore
    from chalicelib.domains.dead_letters.service import DeadLetters
    from chalicelib.domains.drafts.ports import DraftStore
    from chalicelib.domains.drafts.service import Drafts
    from chalicelib.domains.health.ports import Notebook
    from chalicelib.domains.health.services.notes import HealthNotes
    from chalicelib.domains.health.services.report import HealthReport
    from chalicelib.domains.idempotency.ports import ClaimRepository
    from chalicelib.domains.idempotency.service import Idempotency
    from chalicelib.domains.identity_providers.models import IdentityProvider
    from chalicelib.domains.identity_providers.ports import (
        OpenId,
        PendingSignIns,
        ProviderAccounts,
        ProviderVisits,
    )
    from chalicelib.domains.identity_providers.services.keeping import ProviderKeeping
    from chalicelib.domains.identity_providers.services.only_way import OnlyWay
    from chalicelib.domains.identity_providers.services.sign_in import ProviderSignIn
    from chalicelib.domains.identity_providers.services.sign_out import ProviderSignOut
    from chalicelib.domains.identity_providers.services.testing import ProviderTest
    from chalicelib.domains.labels.models import Label
    from chalicelib.domains.labels.service import Labels
    from chalicelib.domains.limits.ports import CountStore
    from chalicelib.domains.limits.service import InboundLimits
    from chalicelib.domains.mail.models import Language, MailPolicy
    from chalicelib.domains.mail.ports import DispatchStore, MailCarrier
    from chalicelib.domains.mail.services.mail_room import MailRoom
    from chalicelib.domains.mail.services.rounds import Rounds
    from chalicelib.domains.notes.models import NotePolicy
    from chalicelib.domains.notes.ports import MentionStore, NoteImages, NoteStore, WhisperStore
    from chalicelib.domains.notes.services.mentions import Mentions
    from chalicelib.domains.notes.services.notes import Notes
    from chalicelib.domains.notes.services.views import NoteViews
    from chalicelib.domains.notes.services.whispers import Whispers
    from chalicelib.domains.notifications.ports import Images, Realtime, SocketStore
    from chalicelib.domains.notifications.services.alert_feed import AlertFeed
    from chalicelib.domains.notifications.services.alert_news import AlertNews
    from chalicelib.domains.notifications.services.delivery import Delivery
    from chalicelib.domains.notifications.services.ended_sessions import EndedSessions
    from chalicelib.domains.notifications.services.note_push import NotePush
    from chalicelib.domains.notifications.services.presence_push import PresencePush
    from chalicelib.domains.notifications.services.push import Push
    from chalicelib.domains.notifications.services.relay import Relay
    from chalicelib.domains.notifications.services.schedule import Schedule
    from chalicelib.domains.notifications.services.sockets import Sockets
    from chalicelib.domains.notifications.services.sweep import Sweep
    from chalicelib.domains.notifications.services.typists import Typists
    from chalicelib.domains.policy_reports.service import PolicyReports
    from chalicelib.domains.preferences.ports import PreferenceStore
    from chalicelib.domains.preferences.service import PreferenceBook
    from chalicelib.domains.presence.models import BreakType, BreakTypes, PresencePolicy
    from chalicelib.domains.presence.ports import PresenceStore
    from chalicelib.domains.presence.services.presences import Presences
    from chalicelib.domains.presence.services.reading import PresenceReading
    from chalicelib.domains.privacy.models import Activity, RetentionRule
    from chalicelib.domains.privacy.ports import Bodies, Cases, Files, Requests
    from chalicelib.domains.privacy.services.case_book import CaseBook
    from chalicelib.domains.privacy.services.collecting import Collecting
    from chalicelib.domains.privacy.services.erasing import Belongings, Erasing
    from chalicelib.domains.privacy.services.exporting import Exporting
    from chalicelib.domains.privacy.services.letting_go import LettingGo
    from chalicelib.domains.privacy.services.retention import Retention
    from chalicelib.domains.privacy.services.retention_book import RetentionBook
    from chalicelib.domains.privacy.services.working import PrivacyWork
    from chalicelib.domains.provider_updates.ports import NoticeStore
    from chalicelib.domains.queues.service import QueueSettings
    from chalicelib.domains.quick_replies.models import QuickReply
    from chalicelib.domains.quick_replies.ports import UseStore
    from chalicelib.domains.quick_replies.services.greeting import Greeting
    from chalicelib.domains.quick_replies.services.replies import QuickReplies
    from chalicelib.domains.security.models import SecuritySettings
    from chalicelib.domains.security.ports import (
        Ceremonies,
        ChallengeStore,
        CredentialStore,
        DeviceNames,
        LeakedPasswords,
        PasskeyStore,
        Post,
        Sealer,
        TimeCodes,
    )
    from chalicelib.domains.security.services.entrance import Entrance
    from chalicelib.domains.security.services.factor_reset import FactorReset
    from chalicelib.domains.security.services.house_rules import HouseRules
    from chalicelib.domains.security.services.own_account import OwnAccount
    from chalicelib.domains.security.services.own_passkeys import OwnPasskeys
    from chalicelib.domains.security.services.passkey_entrance import PasskeyEntrance
    from chalicelib.domains.security.services.passkeys import Passkeys
    from chalicelib.domains.security.services.password_book import PasswordBook
    from chalicelib.domains.security.services.resets import Resets
    from chalicelib.domains.security.services.second_factors import SecondFactors
    from chalicelib.domains.security.services.session_desk import SessionDesk
    from chalicelib.domains.templates.models import TemplateSettings
    from chalicelib.domains.templates.ports import TemplateSource, TemplateStore
    from chalicelib.domains.templates.service import Templates
    from chalicelib.domains.typifications.models import Tree
    from chalicelib.domains.typifications.service import Typifications
    from chalicelib.domains.uploads.models import Sendable
    from chalicelib.domains.uploads.ports import UploadSpace
    from chalicelib.domains.uploads.service import Uploads
    from chalicelib.domains.users.models import Group
    from chalicelib.domains.users.ports import InvitationMail
    from chalicelib.domains.users.services.importing import UserImport
    from chalicelib.domains.users.services.inviting import Invitations
    from chalicelib.domains.users.services.keeping import UserKeeping
    from chalicelib.domains.users.services.leaving import Leaving
    from chalicelib.domains.users.services.pictures import UserPictures
    from chalicelib.domains.views.ports import ViewStore
    from chalicelib.domains.views.service import Views


@dataclass(frozen=True, slots=True)
class Settings:
    """What every entry point shares."""

    table_prefix: str = ""
    region: str = ""
    secure_cookies: bool = True
    queue_urls: str = "{}"  # JSON: logical name -> address
    bodies_bucket: str = ""
    media_bucket: str = ""
    seals_bucket: str = ""  # of the audit, with an object lock
    media_endpoint_url: str = ""  # where browsers reach the media bucket, if not at S3 itself
    sockets_endpoint_url: str = ""
    public_origin: str = ""  # the one domain's, where a proxy hides the host
    public_address: str = ""  # what links in mails begin with, where no CDN tells it
    privacy_underway_seconds: int = 900  # until what was sent before an erasure has arrived


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
        from chalicelib.adapters.aws_session import open_session

        return open_session()

    @cached_property
    def meter(self) -> Meter | None:
        """Told what each request to DynamoDB consumed; the bench hands one in."""
        return None

    @cached_property
    def dynamo(self) -> Dynamo:
        from chalicelib.core.dynamo import Dynamo, connect

        prefix = self.settings.table_prefix
        return Dynamo(
            lambda: connect(self.session),
            prefix=prefix,
            meter=self.meter,
            watch=lambda *told: self.health_notes.table_refused(*told),  # noqa: PLW0108 - it needs us
        )

    @cached_property
    def secrets(self) -> SecretStore:
        from chalicelib.adapters.secrets import SecretsManagerStore, connect_secrets

        return SecretsManagerStore(lambda: connect_secrets(self.session), self.clock)

    @cached_property
    def directory_table(self) -> DirectoryTable:
        from chalicelib.core.directory import DirectoryTable

        def gate(writes: Sequence[TransactionWrite], change: Change) -> None:
            if change.is_asked_for:
                self.change_gate(writes, change)

        return DirectoryTable(self.dynamo, gate)

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

    # applications --------------------------------------------------------------------

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

    # security ------------------------------------------------------------------------

    @cached_property
    def security_settings_store(self) -> CatalogueStore[SecuritySettings]:
        from chalicelib.domains.configuration.repository import DynamoCatalogueStore
        from chalicelib.domains.security.repository import SECURITY_SETTINGS

        return DynamoCatalogueStore(self.directory_table, SECURITY_SETTINGS)

    @cached_property
    def house_rules(self) -> HouseRules:
        from chalicelib.core.stamped_cache import FollowingCache
        from chalicelib.domains.configuration.service import Catalogue
        from chalicelib.domains.security.services.house_rules import HouseRules

        store = self.security_settings_store
        cache = FollowingCache(self.people, store.load)
        return HouseRules(Catalogue("security_settings", store, cache.get, cache.forget))

    @cached_property
    def credential_store(self) -> CredentialStore:
        from chalicelib.domains.security.repository import DynamoCredentialStore

        return DynamoCredentialStore(self.dynamo)

    @cached_property
    def challenge_store(self) -> ChallengeStore:
        from chalicelib.domains.security.repository import DynamoChallengeStore

        return DynamoChallengeStore(self.dynamo)

    @cached_property
    def sealer(self) -> Sealer:
        from chalicelib.adapters.sealing import JoseSealer

        return JoseSealer(self.secrets)

    @cached_property
    def time_codes(self) -> TimeCodes:
        from chalicelib.adapters.time_codes import PyotpCodes

        return PyotpCodes()

    @cached_property
    def leaked_passwords(self) -> LeakedPasswords:
        from chalicelib.adapters.leaked_passwords import FrequentPasswords

        return FrequentPasswords()

    @cached_property
    def device_passes(self) -> DevicePasses:
        from chalicelib.adapters.devices import DevicePasses

        return DevicePasses(self.secrets)

    @cached_property
    def device_names(self) -> DeviceNames:
        from chalicelib.adapters.devices import device_name

        return device_name

    @cached_property
    def second_factors(self) -> SecondFactors:
        from chalicelib.domains.security.services.second_factors import SecondFactors

        return SecondFactors(
            self.credential_store,
            self.challenge_store,
            self.time_codes,
            self.sealer,
            self.attempt_limits,
            self.clock,
            self.passkey_store,
        )

    @cached_property
    def password_book(self) -> PasswordBook:
        from chalicelib.domains.security.services.password_book import PasswordBook

        return PasswordBook(
            self.people_repository,
            self.passwords,
            self.credential_store,
            self.leaked_passwords,
            self.house_rules.current,
            self.clock,
            self.people.forget,
        )

    @cached_property
    def entrance(self) -> Entrance:
        from chalicelib.domains.security.services.entrance import Entrance
        from chalicelib.domains.security.services.tidings import Tidings

        return Entrance(
            self.sign_in,
            self.sessions,
            self.second_factors,
            self.password_book,
            self.house_rules.current,
            self.people.get,
            Tidings(self.security_post, self.witness),
        )

    @cached_property
    def security_post(self) -> Post:
        from chalicelib.domains.security.services.letters import Letters

        return Letters(lambda: self.mail_room, self.device_names, self._language_of)

    def _language_of(self, user_id: UserId) -> Language:
        """What somebody chose to read; whoever left it to their browser gets Spanish by mail."""
        chosen = self.preferences.of(user_id).chosen.language
        return "es" if chosen == "auto" else chosen

    @cached_property
    def session_desk(self) -> SessionDesk:
        from chalicelib.domains.security.services.session_desk import SessionDesk

        return SessionDesk(self.sessions, self.witness)

    @cached_property
    def resets(self) -> Resets:
        from chalicelib.domains.security.services.resets import Resets

        return Resets(
            self.people.get,
            self.one_time_links,
            self.attempt_limits,
            self.password_book,
            self.session_desk,
            self.security_post,
        )

    @cached_property
    def own_account(self) -> OwnAccount:
        from chalicelib.domains.security.services.own_account import OwnAccount

        return OwnAccount(
            self.people.get,
            self.sign_in,
            self.password_book,
            self.second_factors,
            self.session_desk,
            self.house_rules.current,
            self.security_post,
        )

    # passkeys ------------------------------------------------------------------------

    @cached_property
    def passkey_store(self) -> PasskeyStore:
        from chalicelib.domains.security.repository import DynamoPasskeyStore

        return DynamoPasskeyStore(self.dynamo)

    @cached_property
    def ceremonies(self) -> Ceremonies:
        from chalicelib.adapters.passkeys import WebauthnCeremonies

        return WebauthnCeremonies()

    @cached_property
    def passkeys(self) -> Passkeys:
        from chalicelib.domains.security.services.passkeys import Passkeys

        return Passkeys(
            self.passkey_store,
            self.challenge_store,
            self.ceremonies,
            self.attempt_limits,
            self.clock,
        )

    @cached_property
    def passkey_entrance(self) -> PasskeyEntrance:
        from chalicelib.domains.security.services.passkey_entrance import PasskeyEntrance
        from chalicelib.domains.security.services.tidings import Tidings

        tidings = Tidings(self.security_post, self.witness)
        return PasskeyEntrance(self.entrance, self.passkeys, self.people.get, tidings)

    @cached_property
    def own_passkeys(self) -> OwnPasskeys:
        from chalicelib.domains.security.services.own_passkeys import OwnPasskeys

        return OwnPasskeys(
            self.own_account,
            self.passkeys,
            self.second_factors,
            self.house_rules.current,
            self.people.get,
            self.security_post,
        )

    @cached_property
    def factor_reset(self) -> FactorReset:
        from chalicelib.domains.security.services.factor_reset import FactorReset

        return FactorReset(self.second_factors, self.passkeys, self.security_post)

    # identity providers --------------------------------------------------------------

    @cached_property
    def identity_provider_store(self) -> CatalogueStore[IdentityProvider]:
        from chalicelib.domains.configuration.repository import DynamoCatalogueStore
        from chalicelib.domains.identity_providers.repository import IDENTITY_PROVIDER

        return DynamoCatalogueStore(self.directory_table, IDENTITY_PROVIDER)

    @cached_property
    def identity_provider_cache(self) -> FollowingCache[dict[str, IdentityProvider]]:
        from chalicelib.core.stamped_cache import FollowingCache

        return FollowingCache(self.people, self.identity_provider_store.load)

    @cached_property
    def provider_accounts(self) -> ProviderAccounts:
        from chalicelib.domains.identity_providers.repository import DynamoProviderAccounts

        return DynamoProviderAccounts(self.dynamo)

    @cached_property
    def pending_sign_ins(self) -> PendingSignIns:
        from chalicelib.domains.identity_providers.repository import DynamoPendingSignIns

        return DynamoPendingSignIns(self.dynamo)

    @cached_property
    def provider_visits(self) -> ProviderVisits:
        from chalicelib.domains.identity_providers.repository import DynamoProviderVisits

        return DynamoProviderVisits(self.dynamo)

    @cached_property
    def openid(self) -> OpenId:
        from chalicelib.adapters.openid.client import OpenIdClient
        from chalicelib.adapters.openid.requests import OpenIdSettings, ProviderRequests

        settings = load_settings(OpenIdSettings, self.environment)
        return OpenIdClient(ProviderRequests(settings), self.clock)

    @cached_property
    def identity_providers(self) -> ProviderKeeping:
        from chalicelib.domains.configuration.service import Catalogue
        from chalicelib.domains.identity_providers.services.keeping import ProviderKeeping

        store, cache = self.identity_provider_store, self.identity_provider_cache
        catalogue = Catalogue("identity_provider", store, cache.get, cache.forget)
        return ProviderKeeping(catalogue, self.people.get, self.sealer, self.openid)

    @cached_property
    def only_way(self) -> OnlyWay:
        from chalicelib.domains.identity_providers.services.only_way import OnlyWay

        cache = self.identity_provider_cache
        return OnlyWay(self.house_rules.current, lambda: cache.get().values(), self.people.get)

    @cached_property
    def provider_sign_in(self) -> ProviderSignIn:
        from chalicelib.domains.identity_providers.services.arrivals import Arrivals
        from chalicelib.domains.identity_providers.services.handshake import Handshake
        from chalicelib.domains.identity_providers.services.sign_in import ProviderSignIn

        keeping, openid = self.identity_providers, self.openid
        return ProviderSignIn(
            Handshake(keeping, openid, self.pending_sign_ins, self.clock),
            Arrivals(self.provider_accounts, self.user_keeping, self.people_repository.load),
            self.entrance,
            self.provider_sign_out,
            self.attempt_limits,
            self.witness,
            self.access_policy,
        )

    @cached_property
    def provider_sign_out(self) -> ProviderSignOut:
        from chalicelib.domains.identity_providers.services.sign_out import ProviderSignOut

        return ProviderSignOut(
            self.identity_providers,
            self.openid,
            self.provider_visits,
            self.sealer,
            self.clock,
            self._session_limits,
        )

    @cached_property
    def provider_test(self) -> ProviderTest:
        from chalicelib.domains.identity_providers.services.testing import ProviderTest

        return ProviderTest(self.identity_providers, self.openid)

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
            lambda: self.people.get().open_queues,
        )

    # what people configure -----------------------------------------------------------

    @cached_property
    def label_store(self) -> CatalogueStore[Label]:
        from chalicelib.domains.configuration.repository import DynamoCatalogueStore
        from chalicelib.domains.labels.repository import LABEL

        return DynamoCatalogueStore(self.directory_table, LABEL)

    @cached_property
    def label_cache(self) -> StampedCache[dict[str, Label]]:
        from chalicelib.core.stamped_cache import StampedCache

        return StampedCache(self.clock, self.label_store.stamp, self.label_store.load)

    @cached_property
    def label_catalogue(self) -> Catalogue[Label]:
        from chalicelib.domains.configuration.service import Catalogue

        cache = self.label_cache
        return Catalogue("label", self.label_store, cache.get, cache.forget)

    @cached_property
    def labels(self) -> Labels:
        from chalicelib.domains.labels.service import Labels

        return Labels(self.label_cache)

    @cached_property
    def tree_store(self) -> CatalogueStore[Tree]:
        from chalicelib.domains.configuration.repository import DynamoCatalogueStore
        from chalicelib.domains.typifications.repository import TREE

        return DynamoCatalogueStore(self.directory_table, TREE)

    @cached_property
    def tree_cache(self) -> StampedCache[dict[str, Tree]]:
        from chalicelib.core.stamped_cache import StampedCache

        return StampedCache(self.clock, self.tree_store.stamp, self.tree_store.load)

    @cached_property
    def tree_catalogue(self) -> Catalogue[Tree]:
        from chalicelib.domains.configuration.service import Catalogue

        cache = self.tree_cache
        return Catalogue("typification", self.tree_store, cache.get, cache.forget)

    @cached_property
    def typifications(self) -> Typifications:
        from chalicelib.domains.typifications.service import Typifications

        return Typifications(self.tree_cache)

    @cached_property
    def content_policy_store(self) -> CatalogueStore[ContentPolicy]:
        from chalicelib.domains.configuration.repository import DynamoCatalogueStore
        from chalicelib.domains.content_policies.repository import CONTENT_POLICY

        return DynamoCatalogueStore(self.directory_table, CONTENT_POLICY)

    @cached_property
    def content_policy_cache(self) -> FollowingCache[dict[str, ContentPolicy]]:
        from chalicelib.core.stamped_cache import FollowingCache

        return FollowingCache(self.people, self.content_policy_store.load)

    @cached_property
    def content_policy_catalogue(self) -> Catalogue[ContentPolicy]:
        from chalicelib.domains.configuration.service import Catalogue

        cache = self.content_policy_cache
        return Catalogue("content_policy", self.content_policy_store, cache.get, cache.forget)

    @cached_property
    def content_policies(self) -> ContentPolicies:
        from chalicelib.domains.content_policies.service import ContentPolicies

        return ContentPolicies(self.content_policy_cache.get, self.connections)

    @cached_property
    def author_colours_store(self) -> CatalogueStore[Colours]:
        from chalicelib.domains.author_colours.repository import AUTHOR_COLOURS
        from chalicelib.domains.configuration.repository import DynamoCatalogueStore

        return DynamoCatalogueStore(self.directory_table, AUTHOR_COLOURS)

    @cached_property
    def author_colours_cache(self) -> FollowingCache[dict[str, Colours]]:
        from chalicelib.core.stamped_cache import FollowingCache

        return FollowingCache(self.people, self.author_colours_store.load)

    @cached_property
    def author_colours(self) -> AuthorColours:
        from chalicelib.domains.author_colours.service import AuthorColours
        from chalicelib.domains.configuration.service import Catalogue

        store, cache = self.author_colours_store, self.author_colours_cache
        return AuthorColours(Catalogue("author_colours", store, cache.get, cache.forget))

    @cached_property
    def queue_store(self) -> CatalogueStore[Queue]:
        from chalicelib.domains.access.repository import QUEUE
        from chalicelib.domains.configuration.repository import DynamoCatalogueStore

        return DynamoCatalogueStore(self.directory_table, QUEUE)

    @cached_property
    def queue_settings(self) -> QueueSettings:
        from chalicelib.domains.configuration.service import Catalogue
        from chalicelib.domains.queues.service import QueueSettings

        people = self.people
        return QueueSettings(
            Catalogue("queue", self.queue_store, lambda: people.get().queues, people.forget),
            self.people_repository,
            people,
            self.connections,
            self.tray_store,
            self.thread_store,
        )

    # people --------------------------------------------------------------------------

    @cached_property
    def group_store(self) -> CatalogueStore[Group]:
        from chalicelib.domains.configuration.repository import DynamoCatalogueStore
        from chalicelib.domains.users.repository import GROUP

        return DynamoCatalogueStore(self.directory_table, GROUP)

    @cached_property
    def group_cache(self) -> FollowingCache[dict[str, Group]]:
        from chalicelib.core.stamped_cache import FollowingCache

        return FollowingCache(self.people, self.group_store.load)

    @cached_property
    def group_catalogue(self) -> Catalogue[Group]:
        from chalicelib.domains.configuration.service import Catalogue

        cache = self.group_cache
        return Catalogue("group", self.group_store, cache.get, cache.forget)

    @cached_property
    def user_keeping(self) -> UserKeeping:
        from chalicelib.domains.users.services.keeping import UserKeeping

        return UserKeeping(self.people_repository, self.people, self.group_cache.get)

    @cached_property
    def user_leaving(self) -> Leaving:
        from chalicelib.domains.users.services.leaving import Leaving

        return Leaving(
            self.user_keeping,
            self.people.get,
            self.handing_back,
            self.ended_sessions,
            self.one_time_links,
            self.clock,
        )

    @cached_property
    def invitation_mail(self) -> InvitationMail:
        from chalicelib.domains.users.services.invitation_mail import MailedInvitations

        return MailedInvitations(self.mail_room)

    @cached_property
    def invitations(self) -> Invitations:
        from chalicelib.domains.users.services.inviting import Invitations

        return Invitations(
            self.people_repository,
            self.user_keeping,
            self.one_time_links,
            self.invitation_mail,
            self.password_book,
            self.entrance,
            self.access_policy,
        )

    @cached_property
    def user_import(self) -> UserImport:
        from chalicelib.domains.users.services.importing import UserImport

        return UserImport(
            self.people_repository, self.people, self.group_cache.get, self.user_keeping
        )

    @cached_property
    def user_pictures(self) -> UserPictures:
        from chalicelib.domains.uploads.service import Uploads
        from chalicelib.domains.users.services.pictures import SHOWABLE, UserPictures

        uploads = Uploads(self.upload_space, SHOWABLE)
        return UserPictures(uploads, self.media_store, self.user_keeping)

    # presence ------------------------------------------------------------------------

    @cached_property
    def presence_policy(self) -> PresencePolicy:
        from chalicelib.domains.presence.models import PresencePolicy

        return load_settings(PresencePolicy, self.environment)

    @cached_property
    def presence_store(self) -> PresenceStore:
        from chalicelib.domains.presence.repository import DynamoPresenceStore

        return DynamoPresenceStore(self.dynamo)

    @cached_property
    def break_type_store(self) -> CatalogueStore[BreakType]:
        from chalicelib.domains.configuration.repository import DynamoCatalogueStore
        from chalicelib.domains.presence.repository import BREAK_TYPE

        return DynamoCatalogueStore(self.directory_table, BREAK_TYPE)

    @cached_property
    def break_types(self) -> StampedCache[BreakTypes]:
        from chalicelib.core.stamped_cache import StampedCache
        from chalicelib.domains.presence.models import BreakTypes

        store = self.break_type_store
        return StampedCache(self.clock, store.stamp, lambda: BreakTypes(store.load().values()))

    @cached_property
    def break_type_catalogue(self) -> Catalogue[BreakType]:
        from chalicelib.domains.configuration.service import Catalogue

        types = self.break_types
        store = self.break_type_store
        return Catalogue("break_type", store, lambda: types.get().by_id, types.forget)

    @cached_property
    def presences(self) -> Presences:
        from chalicelib.domains.presence.services.presences import Presences

        return Presences(
            self.presence_store,
            lambda: self.break_types.get(),  # noqa: PLW0108 - not read by who only comes and goes
            self.clock,
            self.presence_policy,
        )

    @cached_property
    def presence_reading(self) -> PresenceReading:
        from chalicelib.domains.presence.services.reading import PresenceReading

        return PresenceReading(
            self.presence_store,
            self.break_types.get,
            self.people.get,
            self.clock,
            self.presence_policy,
        )

    # requests ------------------------------------------------------------------------

    @cached_property
    def claim_repository(self) -> ClaimRepository:
        from chalicelib.domains.idempotency.repository import DynamoClaimRepository

        return DynamoClaimRepository(self.dynamo)

    @cached_property
    def idempotency(self) -> Idempotency:
        from chalicelib.adapters.sealing import JoseAnswerSeal
        from chalicelib.domains.idempotency.service import Idempotency

        return Idempotency(self.claim_repository, self.clock, JoseAnswerSeal())

    # queues, bodies, files -------------------------------------------------------------

    @cached_property
    def queues(self) -> Queues:
        import json

        from chalicelib.adapters.queues import SqsQueues, connect_sqs

        urls = json.loads(self.settings.queue_urls)
        return SqsQueues(lambda: connect_sqs(self.session), urls)

    # mails -----------------------------------------------------------------------------

    @cached_property
    def mail_policy(self) -> MailPolicy:
        from chalicelib.domains.mail.models import MailPolicy

        return load_settings(MailPolicy, self.environment)

    @cached_property
    def dispatch_store(self) -> DispatchStore:
        from chalicelib.domains.mail.repository import DynamoDispatchStore

        return DynamoDispatchStore(self.dynamo)

    @cached_property
    def mail_room(self) -> MailRoom:
        """Where mails are left: `mail_room.send(...)`."""
        from chalicelib.domains.mail.services.mail_room import MailRoom

        return MailRoom(self.mail_policy, self.dispatch_store, self.queues)

    @cached_property
    def mail_carrier(self) -> MailCarrier:
        from chalicelib.adapters.mail.ses import SesCarrier, connect_ses
        from chalicelib.adapters.mail.smtp import SmtpCarrier

        policy = self.mail_policy
        if policy.mail_carrier == "smtp":
            return SmtpCarrier(self.secrets, policy.mail_from)
        return SesCarrier(lambda: connect_ses(self.session), policy.mail_from)

    @cached_property
    def mail_rounds(self) -> Rounds:
        from chalicelib.domains.mail.services.rounds import Rounds

        return Rounds(self.mail_carrier, self.dispatch_store, self.clock)

    # files and bodies --------------------------------------------------------------------

    @cached_property
    def bodies(self) -> BodyStore:
        from chalicelib.adapters.storage import S3BodyStore, connect_s3

        return S3BodyStore(self.settings.bodies_bucket, lambda: connect_s3(self.session))

    @cached_property
    def media_store(self) -> MediaStore:
        from chalicelib.adapters.storage import BRIEF, S3MediaStore, connect_s3

        return S3MediaStore(
            self.settings.media_bucket,
            lambda: connect_s3(self.session),
            self.clock,
            open_reader=lambda: connect_s3(self.session, patience=BRIEF),
            open_presigner=self._open_presigner,
        )

    @cached_property
    def sendable_files(self) -> Sendable:
        from chalicelib.adapters.channels.whatsapp_cloud.limits import SENDABLE

        return SENDABLE

    @cached_property
    def uploads(self) -> Uploads:
        from chalicelib.domains.uploads.service import Uploads

        return Uploads(self.upload_space, self.sendable_files)

    @cached_property
    def upload_space(self) -> UploadSpace:
        from chalicelib.adapters.storage import connect_s3
        from chalicelib.adapters.uploads import S3Uploads

        return S3Uploads(
            self.settings.media_bucket,
            lambda: connect_s3(self.session),
            open_presigner=self._open_presigner,
        )

    @property
    def _open_presigner(self) -> OpenS3 | None:
        """Makes the client that signs for browsers, where those reach S3 elsewhere than we do."""
        from chalicelib.adapters.storage import connect_s3

        public = self.settings.media_endpoint_url
        return (lambda: connect_s3(self.session, endpoint_url=public)) if public else None

    # conversations -------------------------------------------------------------------

    @cached_property
    def colleagues(self) -> Colleagues:
        from chalicelib.domains.access.services.colleagues import Colleagues

        return Colleagues(self.people.get, self._name_of_application)

    @cached_property
    def contact_store(self) -> ContactStore:
        from chalicelib.domains.contacts.repository import DynamoContactStore

        return DynamoContactStore(self.dynamo)

    @cached_property
    def contacts(self) -> Contacts:
        from chalicelib.domains.contacts.service import Contacts

        return Contacts(self.contact_store, self.clock)

    @cached_property
    def thread_store(self) -> ThreadStore:
        from chalicelib.domains.conversations.repository import DynamoThreadStore

        return DynamoThreadStore(self.dynamo)

    @cached_property
    def message_store(self) -> MessageStore:
        from chalicelib.domains.conversations.repository import DynamoMessageStore

        return DynamoMessageStore(self.dynamo)

    @cached_property
    def tray_store(self) -> TrayStore:
        from chalicelib.domains.conversations.repository import DynamoTrayStore

        return DynamoTrayStore(self.dynamo)

    @cached_property
    def episodes(self) -> Episodes:
        from chalicelib.domains.conversations.services.episodes import Episodes

        return Episodes(self.thread_store, self.contacts, self.clock)

    @cached_property
    def intake(self) -> Intake:
        from chalicelib.domains.conversations.services.intake import Intake

        return Intake(
            self.thread_store, self.message_store, self.contacts, self.episodes, self.clock
        )

    @cached_property
    def echoes(self) -> Echoes:
        from chalicelib.domains.conversations.services.echoes import Echoes

        return Echoes(self.thread_store, self.message_store, self.contacts, self.clock)

    @cached_property
    def history(self) -> History:
        from chalicelib.domains.conversations.services.history import History

        return History(self.thread_store, self.message_store, self.contacts, self.clock)

    @cached_property
    def facts(self) -> Facts:
        from chalicelib.domains.conversations.services.facts import Facts

        return Facts(self.thread_store, self.message_store, self.contacts, self.clock)

    @cached_property
    def posting(self) -> Posting:
        from chalicelib.domains.conversations.services.posting import Posting

        return Posting(
            self.thread_store,
            self.message_store,
            self.uploads,
            lambda: self.templates,
            self.content_policies,
            self.clock,
        )

    @cached_property
    def starting(self) -> Starting:
        from chalicelib.domains.conversations.services.starting import Starting

        return Starting(
            self.thread_store,
            self.message_store,
            self.contacts,
            self.episodes,
            self.posting,
            self.desk,
            self.colleagues,
            self.clock,
        )

    @cached_property
    def desk(self) -> Desk:
        from chalicelib.domains.conversations.services.desk import Desk

        return Desk(
            self.thread_store,
            self.message_store,
            self.colleagues,
            self.connections,
            self.clock,
        )

    @cached_property
    def closing_store(self) -> ClosingStore:
        from chalicelib.domains.conversations.repository.closings import DynamoClosingStore

        return DynamoClosingStore(self.dynamo)

    @cached_property
    def closing(self) -> Closing:
        from chalicelib.domains.conversations.services.closing import Closing

        return Closing(
            self.thread_store,
            self.message_store,
            self.closing_store,
            self.typifications,
            self.desk,
            self.clock,
        )

    @cached_property
    def label_desk(self) -> LabelDesk:
        from chalicelib.domains.conversations.services.label_desk import LabelDesk

        return LabelDesk(self.thread_store, self.message_store, self.labels, self.clock)

    @cached_property
    def timer_store(self) -> Timers:
        from chalicelib.domains.conversations.repository.timers import DynamoTimers

        return DynamoTimers(self.dynamo)

    @cached_property
    def snoozing(self) -> Snoozing:
        from chalicelib.domains.conversations.services.snoozing import Snoozing

        return Snoozing(self.thread_store, self.timer_store, self.clock)

    @cached_property
    def view_store(self) -> ViewStore:
        from chalicelib.domains.views.repository import DynamoViewStore

        return DynamoViewStore(self.dynamo)

    @cached_property
    def views(self) -> Views:
        from chalicelib.domains.views.service import Views

        return Views(self.view_store)

    @cached_property
    def lists(self) -> Lists:
        from chalicelib.domains.conversations.services.lists import Lists

        return Lists(
            self.thread_store,
            self.tray_store,
            self.connections,
            self.colleagues,
            self.labels,
            self.clock,
        )

    @cached_property
    def reading(self) -> Reading:
        from chalicelib.domains.conversations.services.reading import Reading

        return Reading(
            self.thread_store,
            self.message_store,
            self.tray_store,
            self.contacts,
            self.connections,
            self.colleagues,
            self.media_keeper,
            self.labels,
        )

    @cached_property
    def handing_back(self) -> HandingBack:
        from chalicelib.domains.conversations.services.handing_back import HandingBack

        return HandingBack(self.lists, self.desk)

    @cached_property
    def contact_thread(self) -> ContactThread:
        from chalicelib.domains.conversations.services.thread import ContactThread

        return ContactThread(
            self.thread_store, self.message_store, self.tray_store, self.contacts, self.desk
        )

    @cached_property
    def graph(self) -> GraphApi:
        from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphApi, GraphSettings

        settings = load_settings(GraphSettings, self.environment)
        return GraphApi(settings, self.secrets, self.connections.require)

    @cached_property
    def sender(self) -> ChannelSender:
        from chalicelib.adapters.channels.whatsapp_cloud.sender import GraphSender

        return GraphSender(self.graph, self.media_store, self.clock)

    @cached_property
    def template_settings(self) -> TemplateSettings:
        from chalicelib.domains.templates.models import TemplateSettings

        return load_settings(TemplateSettings, self.environment)

    @cached_property
    def template_source(self) -> TemplateSource:
        from chalicelib.adapters.channels.whatsapp_cloud.templates import GraphTemplates

        return GraphTemplates(self.graph, self.clock)

    @cached_property
    def template_store(self) -> TemplateStore:
        from chalicelib.domains.templates.repository import DynamoTemplateStore

        return DynamoTemplateStore(self.dynamo)

    @cached_property
    def templates(self) -> Templates:
        from chalicelib.domains.templates.service import Templates

        return Templates(
            self.template_source, self.template_store, self.connections.require, self.clock
        )

    @cached_property
    def media_fetcher(self) -> MediaFetcher:
        from chalicelib.adapters.channels.whatsapp_cloud.media import GraphMedia

        return GraphMedia(self.graph, self.clock)

    @cached_property
    def lane(self) -> Lane:
        from chalicelib.domains.conversations.services.lane import Lane, LanePolicy

        return Lane(
            self.thread_store,
            self.message_store,
            self.contacts,
            self.posting,
            self.sender,
            self.connections,
            self.clock,
            load_settings(LanePolicy, self.environment),
        )

    @cached_property
    def signals(self) -> Signals:
        from chalicelib.domains.conversations.services.signals import Signals

        return Signals(self.message_store, self.connections, self.sender, self.queues, self.clock)

    @cached_property
    def reactions(self) -> Reactions:
        from chalicelib.domains.conversations.services.reactions import Reactions

        return Reactions(
            self.thread_store,
            self.message_store,
            self.contacts,
            self.connections,
            self.sender,
            self.queues,
            self.clock,
        )

    @cached_property
    def media_keeper(self) -> MediaKeeper:
        from chalicelib.domains.conversations.services.media import MediaKeeper

        return MediaKeeper(
            self.message_store, lambda: self.media_fetcher, self.media_store, self.clock
        )

    # what is written again and again -----------------------------------------------------

    @cached_property
    def value_store(self) -> ValueStore:
        from chalicelib.domains.client_values.repository import DynamoValueStore

        return DynamoValueStore(self.dynamo)

    @cached_property
    def clients(self) -> Clients:
        from chalicelib.domains.client_values.service import Clients

        return Clients(
            self.value_store, self.contacts, self.thread_store, self.tray_store, self.desk
        )

    @cached_property
    def quick_reply_store(self) -> CatalogueStore[QuickReply]:
        from chalicelib.domains.configuration.repository import DynamoCatalogueStore
        from chalicelib.domains.quick_replies.repository import QUICK_REPLY

        return DynamoCatalogueStore(self.directory_table, QUICK_REPLY)

    @cached_property
    def use_store(self) -> UseStore:
        from chalicelib.domains.quick_replies.repository import DynamoUseStore

        return DynamoUseStore(self.dynamo)

    @cached_property
    def quick_replies(self) -> QuickReplies:
        from chalicelib.core.stamped_cache import StampedCache
        from chalicelib.domains.configuration.service import Catalogue
        from chalicelib.domains.quick_replies.services.replies import QuickReplies

        store = self.quick_reply_store
        cache = StampedCache(self.clock, store.stamp, store.load)
        catalogue = Catalogue("quick_reply", store, cache.get, cache.forget)
        return QuickReplies(catalogue, self.use_store, self.uploads)

    @cached_property
    def greeting(self) -> Greeting:
        from chalicelib.domains.quick_replies.services.greeting import Greeting

        return Greeting(
            self.quick_replies.all, self.clients, self.posting, self.idempotency, self.use_store
        )

    # what stays in the house -------------------------------------------------------------

    @cached_property
    def note_policy(self) -> NotePolicy:
        from chalicelib.domains.notes.models import NotePolicy

        return load_settings(NotePolicy, self.environment)

    @cached_property
    def note_store(self) -> NoteStore:
        from chalicelib.domains.notes.repository import DynamoNoteStore

        return DynamoNoteStore(self.dynamo)

    @cached_property
    def mention_store(self) -> MentionStore:
        from chalicelib.domains.notes.repository import DynamoMentionStore

        return DynamoMentionStore(self.dynamo)

    @cached_property
    def whisper_store(self) -> WhisperStore:
        from chalicelib.domains.notes.repository import DynamoWhisperStore

        return DynamoWhisperStore(self.dynamo)

    @cached_property
    def notes(self) -> Notes:
        from chalicelib.domains.notes.services.notes import Notes

        return Notes(
            self.note_store,
            self.mention_store,
            self.colleagues,
            self.desk,
            self.clock,
            self.note_policy,
        )

    @cached_property
    def mentions(self) -> Mentions:
        from chalicelib.domains.notes.services.mentions import Mentions

        return Mentions(
            self.mention_store, self.note_store, self.thread_store, self.desk, self.clock
        )

    @cached_property
    def whispers(self) -> Whispers:
        from chalicelib.domains.notes.services.whispers import Whispers

        return Whispers(self.whisper_store, self.colleagues, self.note_policy)

    @cached_property
    def note_views(self) -> NoteViews:
        from chalicelib.domains.notes.services.views import NoteViews

        return NoteViews(self.colleagues, self.note_policy)

    # what somebody types, and how they like to work ----------------------------------------

    @cached_property
    def draft_store(self) -> DraftStore:
        from chalicelib.domains.drafts.repository import DynamoDraftStore

        return DynamoDraftStore(self.dynamo)

    @cached_property
    def drafts(self) -> Drafts:
        from chalicelib.domains.drafts.service import Drafts

        return Drafts(self.draft_store, self.desk, self.clock)

    @cached_property
    def preference_store(self) -> PreferenceStore:
        from chalicelib.domains.preferences.repository import DynamoPreferenceStore

        return DynamoPreferenceStore(self.dynamo)

    @cached_property
    def preferences(self) -> PreferenceBook:
        from chalicelib.domains.preferences.service import PreferenceBook

        return PreferenceBook(self.preference_store)

    # changes that wait -------------------------------------------------------------------------

    @cached_property
    def four_eyes_store(self) -> CatalogueStore[FourEyes]:
        from chalicelib.domains.changes.repository import FOUR_EYES
        from chalicelib.domains.configuration.repository import DynamoCatalogueStore

        return DynamoCatalogueStore(self.directory_table, FOUR_EYES)

    @cached_property
    def four_eyes(self) -> FourEyesSetting:
        from chalicelib.core.stamped_cache import FollowingCache
        from chalicelib.domains.changes.services.setting import FourEyesSetting
        from chalicelib.domains.configuration.service import Catalogue

        cache = FollowingCache(self.people, self.four_eyes_store.load)
        catalogue = Catalogue("four_eyes", self.four_eyes_store, cache.get, cache.forget)
        return FourEyesSetting(catalogue, self.colleagues.everybody)

    @cached_property
    def change_store(self) -> ChangeStore:
        from chalicelib.domains.changes.repository import DynamoChangeStore

        return DynamoChangeStore(self.directory_table)

    @cached_property
    def change_telling(self) -> Telling:
        from chalicelib.domains.changes.services.telling import AlertTelling

        return AlertTelling(lambda: self.alert_keeper, self.colleagues.everybody)

    @cached_property
    def change_gate(self) -> Gate:
        from chalicelib.domains.changes.services.gate import Gate

        return Gate(
            self.change_store,
            self.four_eyes.current,
            self._keepers_of_application,
            self.change_telling,
        )

    def _keepers_of_application(self, application_id: str) -> frozenset[str]:
        """Who made it what it is, or knows a secret of it."""
        application = self.application_cache.get().get(application_id)
        if application is None:
            return frozenset()
        keepers = {one.created_by for one in application.secrets} | {application.changed_by}
        return frozenset(one for one in keepers if one)

    @cached_property
    def change_desk(self) -> ChangeDesk:
        from chalicelib.domains.access.repository import DynamoPeopleRepository
        from chalicelib.domains.changes.services.desk import ChangeDesk
        from chalicelib.domains.changes.services.foresight import PeopleForesight

        return ChangeDesk(
            self.change_store,
            self.change_gate,
            PeopleForesight(
                DynamoPeopleRepository(self.directory_table),
                lambda queue_id: self.queue_settings.require_unused(queue_id),  # noqa: PLW0108 - rarely asked
            ),
            self.change_telling,
            self.colleagues.principal,
            self._forget_configuration,
            self.clock,
        )

    def _forget_configuration(self) -> None:
        """Whatever was changed is looked at anew by this container's next request."""
        from chalicelib.core.stamped_cache import StampedCache

        for one in list(self.__dict__.values()):
            if isinstance(one, StampedCache):
                one.forget()

    # what people are told of ----------------------------------------------------------------

    @cached_property
    def alert_store(self) -> AlertStore:
        from chalicelib.domains.alerts.repository import DynamoAlertStore

        return DynamoAlertStore(self.dynamo)

    @cached_property
    def alert_rule_store(self) -> CatalogueStore[AlertRule]:
        from chalicelib.domains.alerts.repository import ALERT_RULE
        from chalicelib.domains.configuration.repository import DynamoCatalogueStore

        return DynamoCatalogueStore(self.directory_table, ALERT_RULE)

    @cached_property
    def alert_rule_book(self) -> RuleBook:
        from chalicelib.core.stamped_cache import StampedCache
        from chalicelib.domains.alerts.services.rule_book import RuleBook
        from chalicelib.domains.configuration.service import Catalogue

        store = self.alert_rule_store
        cache = StampedCache(self.clock, store.stamp, store.load)
        return RuleBook(
            Catalogue("alert_rule", store, cache.get, cache.forget),
            lambda: self.people.get().roles,
            lambda user_id: self.preferences.of(user_id).chosen.alert_ways,
        )

    @cached_property
    def alert_keeper(self) -> AlertKeeper:
        from chalicelib.domains.alerts.services.keeping import AlertKeeper

        return AlertKeeper(self.alert_store, self.alert_rule_book, self.colleagues, self.clock)

    @cached_property
    def alert_centre(self) -> Centre:
        from chalicelib.domains.alerts.services.centre import Centre

        return Centre(self.alert_store, self.thread_store, self.desk, self.clock)

    @cached_property
    def alert_views(self) -> AlertViews:
        from chalicelib.domains.alerts.services.views import AlertViews

        return AlertViews(self.colleagues, self.reading.view)

    @cached_property
    def alert_feed(self) -> AlertFeed:
        from chalicelib.domains.notifications.services.alert_feed import AlertFeed
        from chalicelib.domains.presence.repository import StreamStandings

        return AlertFeed(
            self.images,
            self.note_images,
            StreamStandings(),
            whispers=self.whisper_store,
            keeper=self.alert_keeper,
            centre=self.alert_centre,
            views=self.alert_views,
            sockets=self.socket_store,
            delivery=self.delivery,
            people=self.colleagues,
        )

    @cached_property
    def alert_news(self) -> AlertNews:
        from chalicelib.domains.notifications.services.alert_news import AlertNews

        return AlertNews(self.socket_store, self.delivery, self.clock)

    # what comes in ---------------------------------------------------------------------

    @cached_property
    def dead_letter_store(self) -> DeadLetterStore:
        from chalicelib.domains.dead_letters.repository import DynamoDeadLetterStore

        return DynamoDeadLetterStore(self.dynamo)

    @cached_property
    def dead_letters(self) -> DeadLetters:
        from chalicelib.domains.dead_letters.service import DeadLetters

        return DeadLetters(self.dead_letter_store, self.queues, self.bodies, self.clock)

    @cached_property
    def kept_updates(self) -> KeptUpdates:
        from chalicelib.domains.provider_updates.repository import DynamoKeptUpdates

        return DynamoKeptUpdates(self.dynamo)

    @cached_property
    def provider_notices(self) -> NoticeStore:
        from chalicelib.domains.provider_updates.repository import DynamoKeptUpdates

        return DynamoKeptUpdates(self.dynamo)

    @cached_property
    def count_store(self) -> CountStore:
        from chalicelib.domains.limits.repository import DynamoCountStore

        return DynamoCountStore(self.dynamo)

    @cached_property
    def limits(self) -> InboundLimits:
        from chalicelib.domains.limits.models import LimitPolicy
        from chalicelib.domains.limits.service import InboundLimits

        policy = load_settings(LimitPolicy, self.environment)
        return InboundLimits(self.count_store, policy, self.clock)

    @cached_property
    def pipeline(self) -> Pipeline:
        from chalicelib.adapters.channels.pipeline import Pipeline

        return Pipeline(
            connections=self.connections,
            intake=self.intake,
            facts=self.facts,
            queues=self.queues,
            bodies=self.bodies,
            files=self.media_store,
            limits=self.limits,
            clock=self.clock,
            echoes=lambda: self.echoes,
            history=lambda: self.history,
            dead_letters=lambda: self.dead_letters,
            kept=lambda: self.kept_updates,
            health=lambda: self.health_notes,
        )

    @cached_property
    def webhook(self) -> WebhookDependencies:
        from chalicelib.adapters.channels.webhooks import WebhookDependencies

        return WebhookDependencies(
            secrets=self.secrets,
            queues=self.queues,
            bodies=self.bodies,
            clock=self.clock,
        )

    # what was done -----------------------------------------------------------------------

    @cached_property
    def witness(self) -> Witness:
        from chalicelib.domains.audit.services.witnessing import QueueWitness

        return QueueWitness(self.queues)

    @cached_property
    def recording(self) -> Recording:
        from chalicelib.adapters.stored_names import StoredNames
        from chalicelib.domains.audit.services.recording import Recording

        return Recording(StoredNames(), self.queues)

    @cached_property
    def audit_record(self) -> Record:
        from chalicelib.domains.audit.repository import DynamoRecord

        return DynamoRecord(self.dynamo)

    @cached_property
    def chaining(self) -> Chaining:
        from chalicelib.domains.audit.services.chaining import Chaining

        return Chaining(self.audit_record)

    @cached_property
    def seals(self) -> Seals:
        from chalicelib.adapters.seals import S3Seals
        from chalicelib.adapters.storage import connect_s3

        return S3Seals(self.settings.seals_bucket, lambda: connect_s3(self.session))

    @cached_property
    def sealing(self) -> Sealing:
        from chalicelib.domains.audit.services.sealing import Sealing

        return Sealing(self.audit_record, self.seals, self.clock)

    @cached_property
    def audit_search(self) -> AuditSearch:
        from chalicelib.domains.audit.services.search import AuditSearch

        return AuditSearch(self.audit_record, self.clock)

    # what is kept of people ----------------------------------------------------------------

    @cached_property
    def erasable_files(self) -> Files:
        from chalicelib.adapters.erasable import ErasableFiles
        from chalicelib.adapters.storage import connect_s3

        return ErasableFiles(
            self.settings.media_bucket,
            lambda: connect_s3(self.session),
            self.clock,
            open_presigner=self._open_presigner,
        )

    @cached_property
    def listed_bodies(self) -> Bodies:
        from chalicelib.adapters.erasable import ListedBodies
        from chalicelib.adapters.storage import connect_s3

        return ListedBodies(self.settings.bodies_bucket, lambda: connect_s3(self.session))

    @cached_property
    def privacy_cases(self) -> Cases:
        from chalicelib.domains.privacy.repository import DynamoCases

        return DynamoCases(self.dynamo)

    @cached_property
    def privacy_requests(self) -> Requests:
        from chalicelib.domains.privacy.repository import DynamoRequests

        return DynamoRequests(self.dynamo)

    @cached_property
    def retention_rule_store(self) -> CatalogueStore[RetentionRule]:
        from chalicelib.domains.configuration.repository import DynamoCatalogueStore
        from chalicelib.domains.privacy.repository import RETENTION_RULE

        return DynamoCatalogueStore(self.directory_table, RETENTION_RULE)

    @cached_property
    def retention_book(self) -> RetentionBook:
        from chalicelib.core.stamped_cache import StampedCache
        from chalicelib.domains.configuration.service import Catalogue
        from chalicelib.domains.privacy.services.retention_book import RetentionBook

        store = self.retention_rule_store
        cache = StampedCache(self.clock, store.stamp, store.load)
        return RetentionBook(Catalogue("retention_rule", store, cache.get, cache.forget))

    @cached_property
    def activity_store(self) -> CatalogueStore[Activity]:
        from chalicelib.domains.configuration.repository import DynamoCatalogueStore
        from chalicelib.domains.privacy.repository import ACTIVITY

        return DynamoCatalogueStore(self.directory_table, ACTIVITY)

    @cached_property
    def activity_catalogue(self) -> Catalogue[Activity]:
        """The register of processing."""
        from chalicelib.core.stamped_cache import StampedCache
        from chalicelib.domains.configuration.service import Catalogue

        store = self.activity_store
        cache = StampedCache(self.clock, store.stamp, store.load)
        return Catalogue("processing_activity", store, cache.get, cache.forget)

    @cached_property
    def case_book(self) -> CaseBook:
        from chalicelib.domains.privacy.services.case_book import CaseBook

        return CaseBook(self.privacy_cases, self.privacy_requests, self.contacts, self.clock)

    @cached_property
    def letting_go(self) -> LettingGo:
        from chalicelib.domains.conversations.repository import DynamoThreadStore
        from chalicelib.domains.conversations.repository.closings import DynamoClosingStore
        from chalicelib.domains.notes.repository import DynamoNoteStore, DynamoWhisperStore
        from chalicelib.domains.privacy.services.letting_go import LettingGo

        return LettingGo(
            self.thread_store,
            self.message_store,
            DynamoThreadStore(self.dynamo),
            (DynamoNoteStore(self.dynamo), DynamoWhisperStore(self.dynamo)),
            DynamoClosingStore(self.dynamo),
            self.erasable_files,
        )

    @cached_property
    def belongings(self) -> Belongings:
        from chalicelib.domains.client_values.repository import DynamoValueStore
        from chalicelib.domains.contacts.repository import DynamoContactStore
        from chalicelib.domains.dead_letters.repository import DynamoDeadLetterStore
        from chalicelib.domains.privacy.services.erasing import Belongings
        from chalicelib.domains.provider_updates.repository import DynamoKeptUpdates

        return Belongings(
            contacts=DynamoContactStore(self.dynamo),
            values=DynamoValueStore(self.dynamo),
            cases=self.privacy_cases,
            drafts=self.draft_store,
            letters=DynamoDeadLetterStore(self.dynamo),
            notices=DynamoKeptUpdates(self.dynamo),
            bodies=self.listed_bodies,
            files=self.erasable_files,
            audit=self.audit_search,
        )

    @cached_property
    def erasing(self) -> Erasing:
        from chalicelib.domains.privacy.services.erasing import Erasing

        return Erasing(
            requests=self.privacy_requests,
            belongings=self.belongings,
            letting_go=self.letting_go,
            trays=self.tray_store,
            people=lambda: self.people.get().users,
            apps=lambda: self.connection_directory.get().apps,
            queues=self.queues,
            witness=self.witness,
            clock=self.clock,
            underway_ms=self.settings.privacy_underway_seconds * 1000,
        )

    @cached_property
    def collecting(self) -> Collecting:
        from chalicelib.domains.privacy.services.collecting import Collecting

        return Collecting(
            contacts=self.belongings.contacts,
            values=self.value_store,
            cases=self.privacy_cases,
            trays=self.tray_store,
            threads=self.thread_store,
            messages=self.message_store,
            notes=self.note_store,
            whispers=self.whisper_store,
            closings=self.closing_store,
        )

    @cached_property
    def exporting(self) -> Exporting:
        from chalicelib.domains.privacy.services.exporting import Exporting

        return Exporting(
            self.privacy_requests,
            self.collecting,
            self.contacts,
            self.erasable_files,
            self.retention_book,
            self.witness,
            self.clock,
        )

    @cached_property
    def retention(self) -> Retention:
        from chalicelib.domains.privacy.repository import DynamoSweepings
        from chalicelib.domains.privacy.services.retention import Retention, Shelves

        return Retention(
            self.retention_book,
            DynamoSweepings(self.dynamo),
            Shelves(self.tray_store, self.thread_store, lambda: self.people.get().queues),
            self.letting_go,
            self.case_book,
            self.privacy_requests,
            self.audit_record,
            self.clock,
        )

    @cached_property
    def privacy_work(self) -> PrivacyWork:
        from chalicelib.domains.privacy.services.working import PrivacyWork

        return PrivacyWork(self.erasing, self.exporting, self.retention, self.clock)

    # how the product is ----------------------------------------------------------------

    @cached_property
    def notebook(self) -> Notebook:
        from chalicelib.domains.health.repository import DynamoNotebook

        return DynamoNotebook(self.dynamo)

    @cached_property
    def health_notes(self) -> HealthNotes:
        from chalicelib.domains.health.services.notes import HealthNotes

        return HealthNotes(self.notebook, self.clock)

    @cached_property
    def health_report(self) -> HealthReport:
        from chalicelib.domains.health.services.report import HealthReport

        return HealthReport(
            self.notebook,
            self.connections,
            self.dead_letters,
            self.queues,
            self.secrets,
            self.clock,
        )

    # what goes to screens and queues -----------------------------------------------------

    @cached_property
    def images(self) -> Images:
        from chalicelib.domains.conversations.repository import StreamImages

        return StreamImages()

    @cached_property
    def realtime(self) -> Realtime:
        from chalicelib.adapters.realtime import ApiGatewayRealtime

        url = self.settings.sockets_endpoint_url
        return ApiGatewayRealtime(
            lambda: self.session.client("apigatewaymanagementapi", endpoint_url=url)
        )

    @cached_property
    def socket_store(self) -> SocketStore:
        from chalicelib.domains.notifications.repository import DynamoSocketStore

        return DynamoSocketStore(self.dynamo)

    @cached_property
    def ended_sessions(self) -> EndedSessions:
        from chalicelib.domains.notifications.services.ended_sessions import EndedSessions

        return EndedSessions(self.socket_store, self.realtime, self.presences)

    @cached_property
    def sockets(self) -> Sockets:
        from chalicelib.domains.notifications.services.sockets import Sockets

        return Sockets(
            self.socket_store,
            self.tickets,
            self.sessions,
            self.desk,
            self.typists,
            self.presences,
            self.clock,
        )

    @cached_property
    def delivery(self) -> Delivery:
        from chalicelib.domains.notifications.services.delivery import Delivery

        return Delivery(self.socket_store, self.realtime, self.presences, self.clock)

    @cached_property
    def presence_push(self) -> PresencePush:
        from chalicelib.domains.notifications.services.presence_push import PresencePush
        from chalicelib.domains.presence.repository import StreamStandings

        return PresencePush(
            self.socket_store,
            self.delivery,
            self.presence_reading.view,
            StreamStandings(),
            self.people.get,
            self.clock,
        )

    @cached_property
    def typists(self) -> Typists:
        from chalicelib.domains.notifications.services.typists import Typists

        return Typists(self.socket_store, self.realtime, self.colleagues, self.clock)

    @cached_property
    def push(self) -> Push:
        from chalicelib.domains.notifications.services.push import Push

        return Push(
            self.images,
            self.thread_store,
            self.socket_store,
            self.delivery,
            self.reading,
            self.closing,
            self.colleagues,
            self.clock,
        )

    @cached_property
    def note_images(self) -> NoteImages:
        from chalicelib.domains.notes.repository import StreamNotes

        return StreamNotes()

    @cached_property
    def note_push(self) -> NotePush:
        from chalicelib.domains.notifications.services.note_push import NotePush

        return NotePush(
            self.note_images,
            threads=self.thread_store,
            whispers=self.whisper_store,
            sockets=self.socket_store,
            delivery=self.delivery,
            views=self.note_views,
            reading=self.reading,
            people=self.colleagues,
            sight=self.desk,
        )

    @cached_property
    def schedule(self) -> Schedule:
        from chalicelib.domains.notifications.services.schedule import Schedule

        return Schedule(self.message_store, self.queues, self.clock)

    @cached_property
    def relay(self) -> Relay:
        from chalicelib.domains.notifications.services.relay import Relay

        return Relay(self.images, self.queues)

    @cached_property
    def sweep(self) -> Sweep:
        from chalicelib.domains.notifications.services.sweep import Sweep

        return Sweep(self.message_store, self.connections, self.queues, self.clock)

    # what browsers report ------------------------------------------------------------------

    @cached_property
    def policy_reports(self) -> PolicyReports:
        from chalicelib.domains.policy_reports.service import PolicyReports

        return PolicyReports(self.clock)


_installed: list[Container] = []


def container() -> Container:
    """The container of this process; from the environment unless one was installed."""
    if not _installed:
        _installed.append(Container(os.environ))
    return _installed[0]


def install(made: Container) -> None:
    """Make this the container of the process."""
    _installed[:] = [made]
