"""Contacts, threads, messages, and what is done with them."""

# ruff: noqa: PLC0415 - imports belong to the piece that needs them, so that cold starts stay short

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.configuration import ConfigurationParts
from chalicelib.core.settings import load_settings

if TYPE_CHECKING:
    from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphApi
    from chalicelib.domains.access.services.colleagues import Colleagues
    from chalicelib.domains.contacts.ports import ContactStore
    from chalicelib.domains.contacts.service import Contacts
    from chalicelib.domains.conversations.ports import (
        ChannelSender,
        ClosingStore,
        MediaFetcher,
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
    from chalicelib.domains.templates.models import TemplateSettings
    from chalicelib.domains.templates.ports import TemplateSource, TemplateStore
    from chalicelib.domains.templates.service import Templates
    from chalicelib.domains.views.ports import ViewStore
    from chalicelib.domains.views.service import Views


class ConversationsParts(ConfigurationParts):
    """Contacts, threads, messages, and what is done with them."""

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
