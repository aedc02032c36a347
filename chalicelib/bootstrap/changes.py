"""Changes of configuration that wait."""

# ruff: noqa: PLC0415 - imports belong to the piece that needs them, so that cold starts stay short

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.people import PeopleParts
from chalicelib.core.ids import ConnectionId

if TYPE_CHECKING:
    from chalicelib.core.dynamo import RawItem
    from chalicelib.core.ids import QueueId
    from chalicelib.domains.access.models import Principal
    from chalicelib.domains.changes.models import FourEyes
    from chalicelib.domains.changes.ports import ChangeStore, Telling
    from chalicelib.domains.changes.services.desk import ChangeDesk
    from chalicelib.domains.changes.services.gate import Gate
    from chalicelib.domains.changes.services.setting import FourEyesSetting
    from chalicelib.domains.configuration.ports import CatalogueStore


class ChangesParts(PeopleParts):
    """Changes of configuration that wait."""

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
        from chalicelib.domains.changes.services.sight import Sight

        return ChangeDesk(
            self.change_store,
            self.change_gate,
            Sight(self.people.get, self._queue_of_connection).sees,
            PeopleForesight(
                DynamoPeopleRepository(self.directory_table),
                lambda queue_id: self.queue_settings.require_unused(queue_id),  # noqa: PLW0108 - rarely asked
                self._require_reach_of_provider,
            ),
            self.change_telling,
            self.colleagues.principal,
            self._forget_configuration,
            self.clock,
        )

    def _require_reach_of_provider(self, voucher: Principal, image: RawItem) -> None:
        from chalicelib.domains.identity_providers.repository import IDENTITY_PROVIDER
        from chalicelib.domains.identity_providers.services.reach import require_reach

        require_reach(voucher, IDENTITY_PROVIDER.of_image(image), self.people.get())

    def _queue_of_connection(self, connection_id: str) -> QueueId | None:
        connection = self.connection_directory.get().connections.get(ConnectionId(connection_id))
        return connection.queue_id if connection else None

    def _forget_configuration(self) -> None:
        """Whatever was changed is looked at anew by this container's next request."""
        from chalicelib.core.stamped_cache import StampedCache

        for one in list(self.__dict__.values()):
            if isinstance(one, StampedCache):
                one.forget()
