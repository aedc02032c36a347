"""People as they are kept, and the identity providers they come by."""

# ruff: noqa: PLC0415 - imports belong to the piece that needs them, so that cold starts stay short

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.screens import ScreensParts
from chalicelib.core.settings import load_settings

if TYPE_CHECKING:
    from chalicelib.core.stamped_cache import FollowingCache
    from chalicelib.domains.configuration.ports import CatalogueStore
    from chalicelib.domains.configuration.service import Catalogue
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
    from chalicelib.domains.queues.service import QueueSettings
    from chalicelib.domains.users.models import Group
    from chalicelib.domains.users.ports import InvitationMail
    from chalicelib.domains.users.services.importing import UserImport
    from chalicelib.domains.users.services.inviting import Invitations
    from chalicelib.domains.users.services.keeping import UserKeeping
    from chalicelib.domains.users.services.leaving import Leaving
    from chalicelib.domains.users.services.pictures import UserPictures


class PeopleParts(ScreensParts):
    """People as they are kept, and the identity providers they come by."""

    # identity providers -------------------------------------------------------------------

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

    # people -------------------------------------------------------------------------------

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
