"""What people configure, and the connections."""

# ruff: noqa: PLC0415 - imports belong to the piece that needs them, so that cold starts stay short

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.security import SecurityParts

if TYPE_CHECKING:
    from chalicelib.core.stamped_cache import FollowingCache, StampedCache
    from chalicelib.domains.access.models import Queue
    from chalicelib.domains.author_colours.models import Colours
    from chalicelib.domains.author_colours.service import AuthorColours
    from chalicelib.domains.configuration.ports import CatalogueStore
    from chalicelib.domains.configuration.service import Catalogue
    from chalicelib.domains.connections.models import ConnectionDirectory
    from chalicelib.domains.connections.ports import ConnectionRepository
    from chalicelib.domains.connections.service import Connections
    from chalicelib.domains.content_policies.models import ContentPolicy
    from chalicelib.domains.content_policies.service import ContentPolicies
    from chalicelib.domains.labels.models import Label
    from chalicelib.domains.labels.service import Labels
    from chalicelib.domains.typifications.models import Tree
    from chalicelib.domains.typifications.service import Typifications


class ConfigurationParts(SecurityParts):
    """What people configure, and the connections."""

    # connections --------------------------------------------------------------------------

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

    # what people configure ----------------------------------------------------------------

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
