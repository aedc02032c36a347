"""Keeps what people are told of, once however often the same is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.domains.access.rules import may
from chalicelib.domains.alerts import rules
from chalicelib.domains.alerts.models import Alert
from chalicelib.domains.alerts.ports import AlertStore, People
from chalicelib.domains.alerts.services.rule_book import RuleBook
from chalicelib.domains.health.models import Check

_LASTS_MS = 5 * 60_000
"""A trouble that nobody saw for so long is over: the next is news."""


class AlertKeeper:
    """The one way into the centre. `announce` is told of each alert that is new."""

    def __init__(
        self, store: AlertStore, rule_book: RuleBook, people: People, clock: Clock
    ) -> None:
        self._store = store
        self._rule_book = rule_book
        self._people = people
        self._clock = clock

    def keep(
        self, alerts: Iterable[Alert], announce: Callable[[Alert], None] | None = None
    ) -> None:
        """Keep those that their owners want; to repeat it adds nothing."""
        for alert in alerts:
            owner = self._people.principal(alert.user_id)
            if owner is None or not self._rule_book.is_kept(owner.user_id, owner.role, alert.event):
                continue
            if self._store.add(alert, self._change("alert.added")) and announce:
                announce(alert)

    def tell_troubles(self, checks: Iterable[Check]) -> None:
        """Tell those who keep connections of troubles that have just begun.

        Alerts are kept before troubles are noted: killed in between, they are told again.
        """
        now_ms = to_ms(self._clock.now())
        known = {
            name: seen_ms
            for name, seen_ms in self._store.troubles().items()
            if now_ms - seen_ms <= _LASTS_MS
        }
        troubles = {f"{one.kind}#{one.name}#{one.code}": one for one in checks}
        for name, check in troubles.items():
            if name not in known:
                self.keep(self._of_trouble(check, name, now_ms))
        seen = known | dict.fromkeys(troubles, now_ms)
        self._store.note_troubles(seen, self._change("troubles.seen"))

    def _of_trouble(self, check: Check, trouble: str, now_ms: int) -> Iterable[Alert]:
        at_ms = now_ms - now_ms % _LASTS_MS  # a repetition finds what stands there
        event: rules.TroubleEvent = "connection" if check.kind == "connection" else "system"
        for one in self._people.everybody():
            if may(one, "connections.manage"):
                alert_id = rules.alert_id(at_ms, event, one.user_id, trouble)
                yield Alert(alert_id, one.user_id, event, about=check.name, detail=check.code)

    def _change(self, event: str) -> Change:
        return Change(event, "alerts", to_ms(self._clock.now()))
