"""Presence, and what goes to screens and queues."""

# ruff: noqa: PLC0415 - imports belong to the piece that needs them, so that cold starts stay short

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.writing import WritingParts
from chalicelib.core.settings import load_settings

if TYPE_CHECKING:
    from chalicelib.core.stamped_cache import StampedCache
    from chalicelib.domains.alerts.models import AlertRule
    from chalicelib.domains.alerts.ports import AlertStore
    from chalicelib.domains.alerts.services.centre import Centre
    from chalicelib.domains.alerts.services.keeping import AlertKeeper
    from chalicelib.domains.alerts.services.rule_book import RuleBook
    from chalicelib.domains.alerts.services.views import AlertViews
    from chalicelib.domains.configuration.ports import CatalogueStore
    from chalicelib.domains.configuration.service import Catalogue
    from chalicelib.domains.notes.ports import NoteImages
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
    from chalicelib.domains.presence.models import BreakType, BreakTypes, PresencePolicy
    from chalicelib.domains.presence.ports import PresenceStore
    from chalicelib.domains.presence.services.presences import Presences
    from chalicelib.domains.presence.services.reading import PresenceReading


class ScreensParts(WritingParts):
    """Presence, and what goes to screens and queues."""

    # presence -----------------------------------------------------------------------------

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

    # what people are told of --------------------------------------------------------------

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

    # what goes to screens and queues ------------------------------------------------------

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
