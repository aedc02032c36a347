"""Templates of a connection's account: read at the provider's, kept for ten minutes.

When the provider fails, what was read last is served with when that was, and the failure.
Of many who ask at once one reads; nobody reads more often than the provider likes (200
requests an hour for an application and account).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.ids import ConnectionId
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.templates import rules
from chalicelib.domains.templates.errors import AccountUnknownError, TemplateUnknownError
from chalicelib.domains.templates.models import (
    Account,
    Fetch,
    Filled,
    Listing,
    Template,
    WantedTemplate,
)
from chalicelib.domains.templates.ports import (
    TemplateSource,
    TemplateStore,
    TemplatesUnavailableError,
)

STALE_MS = 10 * 60_000
AGAIN_AFTER_FAILURE_MS = 60_000
AT_MOST_EVERY_MS = 30_000
_EVENT = "templates.fetched"


class Templates:
    """Use cases of templates."""

    def __init__(
        self,
        source: TemplateSource,
        store: TemplateStore,
        connection_of: Callable[[ConnectionId], Connection],
        clock: Clock,
    ) -> None:
        """`connection_of` raises NotFoundError."""
        self._source = source
        self._store = store
        self._connection_of = connection_of
        self._clock = clock

    def listing(self, connection: Connection, change: Change, *, fresh: bool = False) -> Listing:
        """What the account has, read anew where that is old or `fresh` asks for it.

        Raises AccountUnknownError.
        """
        account = account_of(connection)
        known = self._store.listing(account)
        age_ms = AT_MOST_EVERY_MS if fresh else _patience_ms(known.fetch)
        now_ms = to_ms(self._clock.now())
        if known.fetch and now_ms - known.fetch.attempted_at_ms < age_ms:
            return known
        change = replace(change, event=_EVENT)
        if not self._store.begin(account, now_ms, now_ms - age_ms, change):
            return known  # somebody else reads them just now
        return self._read(connection, account, known, change)

    def fill(self, connection_id: ConnectionId, wanted: WantedTemplate, change: Change) -> Filled:
        """A template of the connection's account with its values.

        Raises AccountUnknownError, TemplateUnknownError, and what `rules.filled` raises.
        """
        connection = self._connection_of(connection_id)
        kept = self._store.template(account_of(connection), wanted.name, wanted.language)
        template = kept or _named(self.listing(connection, change), wanted)
        if template is None:
            raise TemplateUnknownError
        return rules.filled(template, wanted.values)

    def _read(
        self, connection: Connection, account: Account, known: Listing, change: Change
    ) -> Listing:
        now_ms = to_ms(self._clock.now())
        try:
            read = sorted(self._source.fetch(connection), key=_place)
        except TemplatesUnavailableError as exc:
            fetched_at_ms = known.fetch.fetched_at_ms if known.fetch else None
            failed = Fetch(now_ms, fetched_at_ms, exc.failure)
            self._store.finish(account, failed, change)
            return replace(known, fetch=failed)
        self._store.replace(account, known, read, change)
        done = Fetch(now_ms, now_ms)
        self._store.finish(account, done, change)
        return Listing(read, done)


def account_of(connection: Connection) -> Account:
    """Raises AccountUnknownError."""
    if connection.holder is None:
        raise AccountUnknownError
    return Account(connection.app_id, connection.holder)


def _patience_ms(fetch: Fetch | None) -> int:
    if fetch is None or fetch.fetched_at_ms is None:
        return AT_MOST_EVERY_MS
    return AGAIN_AFTER_FAILURE_MS if fetch.failure else STALE_MS


def _place(template: Template) -> tuple[str, str]:
    return template.name, template.language


def _named(listing: Listing, wanted: WantedTemplate) -> Template | None:
    for one in listing.templates:
        if (one.name, one.language) == (wanted.name, wanted.language):
            return one
    return None
