"""What is asked of whoever comes in: second factors, passkeys, resets, devices."""

# ruff: noqa: PLC0415 - imports belong to the piece that needs them, so that cold starts stay short

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.access import AccessParts

if TYPE_CHECKING:
    from chalicelib.adapters.devices import DevicePasses
    from chalicelib.core.ids import UserId
    from chalicelib.domains.configuration.ports import CatalogueStore
    from chalicelib.domains.mail.models import Language
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


class SecurityParts(AccessParts):
    """What is asked of whoever comes in: second factors, passkeys, resets, devices."""

    # security -----------------------------------------------------------------------------

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

    # passkeys -----------------------------------------------------------------------------

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
