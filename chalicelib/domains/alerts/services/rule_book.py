"""What the house says of alerts for each role, and what comes of it for one person."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chalicelib.core.change import Change
from chalicelib.core.errors import BusyError, NotFoundError, VersionConflictError
from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import Role
from chalicelib.domains.alerts import rules
from chalicelib.domains.alerts.models import AlertEvent, AlertRule, EventRule
from chalicelib.domains.alerts.ports import AlertChoices
from chalicelib.domains.configuration.service import Catalogue

_BEFORE_ANY = 0


class RuleBook:
    """One rule a role; until it is first chosen, the product's own with version 0."""

    def __init__(
        self,
        catalogue: Catalogue[AlertRule],
        roles: Callable[[], Mapping[str, Role]],
        choices: AlertChoices,
    ) -> None:
        self._catalogue = catalogue
        self._roles = roles
        self._choices = choices

    def all(self) -> list[AlertRule]:
        """Of every role, by its name."""
        return [self.of(role) for role in sorted(self._roles())]

    def of(self, role: str) -> AlertRule:
        chosen = self._catalogue.by_id(role)
        return rules.rule_of(role, {role: chosen} if chosen else {})

    def choose(
        self,
        role: str,
        events: Mapping[AlertEvent, EventRule],
        *,
        expected_version: int,
        change: Change,
    ) -> AlertRule:
        """Events left out stay. Raises NotFoundError, VersionConflictError."""
        if role not in self._roles():
            raise NotFoundError
        if expected_version == _BEFORE_ANY:
            return self._begin(role, events, change)
        standing = self._catalogue.current(role, expected_version)
        self._catalogue.edit(
            role,
            {"events": {**standing.events, **events}},
            expected_version=expected_version,
            change=change,
        )
        return self.of(role)

    def is_kept(self, user_id: UserId, role: str, event: AlertEvent) -> bool:
        """Whether somebody of a role finds an event in their centre."""
        rule = self.of(role)
        choices = self._choices(user_id) if rule.events[event].is_open else {}
        return rules.is_kept(event, rules.ways_for(rule, event, choices))

    def _begin(
        self, role: str, events: Mapping[AlertEvent, EventRule], change: Change
    ) -> AlertRule:
        """Raises VersionConflictError where somebody was first."""
        try:
            self._catalogue.current(role, _BEFORE_ANY)
        except NotFoundError:
            try:
                self._catalogue.create(AlertRule(role, role, events=dict(events)), change)
            except BusyError as exc:  # its id is taken
                raise VersionConflictError from exc
        return self.of(role)
