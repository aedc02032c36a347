"""What is written beside messages: quick replies, notes, drafts."""

# ruff: noqa: PLC0415 - imports belong to the piece that needs them, so that cold starts stay short

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.conversations import ConversationsParts
from chalicelib.core.settings import load_settings

if TYPE_CHECKING:
    from chalicelib.domains.client_values.ports import ValueStore
    from chalicelib.domains.client_values.service import Clients
    from chalicelib.domains.configuration.ports import CatalogueStore
    from chalicelib.domains.drafts.ports import DraftStore
    from chalicelib.domains.drafts.service import Drafts
    from chalicelib.domains.notes.models import NotePolicy
    from chalicelib.domains.notes.ports import MentionStore, NoteStore, WhisperStore
    from chalicelib.domains.notes.services.mentions import Mentions
    from chalicelib.domains.notes.services.notes import Notes
    from chalicelib.domains.notes.services.views import NoteViews
    from chalicelib.domains.notes.services.whispers import Whispers
    from chalicelib.domains.quick_replies.models import QuickReply
    from chalicelib.domains.quick_replies.ports import UseStore
    from chalicelib.domains.quick_replies.services.greeting import Greeting
    from chalicelib.domains.quick_replies.services.replies import QuickReplies


class WritingParts(ConversationsParts):
    """What is written beside messages: quick replies, notes, drafts."""

    # what is written again and again ------------------------------------------------------

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

    # what stays in the house --------------------------------------------------------------

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

    # what somebody types, and how they like to work ---------------------------------------

    @cached_property
    def draft_store(self) -> DraftStore:
        from chalicelib.domains.drafts.repository import DynamoDraftStore

        return DynamoDraftStore(self.dynamo)

    @cached_property
    def drafts(self) -> Drafts:
        from chalicelib.domains.drafts.service import Drafts

        return Drafts(self.draft_store, self.desk, self.clock)
