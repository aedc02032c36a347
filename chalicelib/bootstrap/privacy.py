"""What is kept of people, taken along and erased."""

# ruff: noqa: PLC0415 - imports belong to the piece that needs them, so that cold starts stay short

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.intake import IntakeParts

if TYPE_CHECKING:
    from chalicelib.domains.configuration.ports import CatalogueStore
    from chalicelib.domains.configuration.service import Catalogue
    from chalicelib.domains.privacy.models import Activity, RetentionRule
    from chalicelib.domains.privacy.ports import (
        Bodies,
        Cases,
        Files,
        KnownContacts,
        Requests,
        Sweepings,
    )
    from chalicelib.domains.privacy.services.case_book import CaseBook
    from chalicelib.domains.privacy.services.collecting import Collecting
    from chalicelib.domains.privacy.services.erasing import Belongings, Erasing
    from chalicelib.domains.privacy.services.exporting import Exporting
    from chalicelib.domains.privacy.services.letting_go import LettingGo
    from chalicelib.domains.privacy.services.retention import Retention
    from chalicelib.domains.privacy.services.retention_book import RetentionBook
    from chalicelib.domains.privacy.services.working import PrivacyWork


class PrivacyParts(IntakeParts):
    """What is kept of people, taken along and erased."""

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
        from chalicelib.core.stamped_cache import FollowingCache
        from chalicelib.domains.configuration.service import Catalogue
        from chalicelib.domains.privacy.services.retention_book import RetentionBook

        store = self.retention_rule_store
        cache = FollowingCache(self.people, store.load)
        return RetentionBook(Catalogue("retention_rule", store, cache.get, cache.forget))

    @cached_property
    def activity_store(self) -> CatalogueStore[Activity]:
        from chalicelib.domains.configuration.repository import DynamoCatalogueStore
        from chalicelib.domains.privacy.repository import ACTIVITY

        return DynamoCatalogueStore(self.directory_table, ACTIVITY)

    @cached_property
    def activity_catalogue(self) -> Catalogue[Activity]:
        """The register of processing."""
        from chalicelib.core.stamped_cache import FollowingCache
        from chalicelib.domains.configuration.service import Catalogue

        store = self.activity_store
        cache = FollowingCache(self.people, store.load)
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
    def known_contacts(self) -> KnownContacts:
        from chalicelib.domains.contacts.repository import DynamoContactStore

        return DynamoContactStore(self.dynamo)

    @cached_property
    def belongings(self) -> Belongings:
        from chalicelib.domains.client_values.repository import DynamoValueStore
        from chalicelib.domains.dead_letters.repository import DynamoDeadLetterStore
        from chalicelib.domains.privacy.services.erasing import Belongings
        from chalicelib.domains.provider_updates.repository import DynamoKeptUpdates

        return Belongings(
            contacts=self.known_contacts,
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
            contacts=self.known_contacts,
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
    def sweepings(self) -> Sweepings:
        from chalicelib.domains.privacy.repository import DynamoSweepings

        return DynamoSweepings(self.dynamo)

    @cached_property
    def retention(self) -> Retention:
        from chalicelib.domains.privacy.services.retention import Retention, Shelves

        return Retention(
            self.retention_book,
            self.sweepings,
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
