"""How people keep applications: what they may do, and the secrets they come with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import FieldProblem, NotFoundError
from chalicelib.core.ids import QueueId
from chalicelib.domains.access.models import Principal
from chalicelib.domains.applications.errors import (
    ApplicationRetiredError,
    TooManySecretsError,
    UnknownQueuesError,
)
from chalicelib.domains.applications.models import (
    SECRETS_AT_ONCE,
    Application,
    NewSecret,
    Secret,
)
from chalicelib.domains.applications.ports import SecretUses
from chalicelib.domains.applications.rules import new_secret, require_within
from chalicelib.domains.configuration.service import Catalogue

_HOUR_MS = 3_600_000
_ENDED_KEPT = 8
_RETIRING = {"is_retired": True}


class Applications:
    """Use cases of whoever administers applications; each may only give what they hold.

    `change` names the person who acts and carries the event, but for edits.
    """

    def __init__(self, catalogue: Catalogue[Application], uses: SecretUses, clock: Clock) -> None:
        self._catalogue = catalogue
        self._uses = uses
        self._clock = clock

    def all(self) -> list[Application]:
        """By name, retired ones, too."""
        return self._catalogue.all()

    def last_uses(self) -> dict[str, int]:
        """When each secret was last used: milliseconds since 1970 by its id."""
        return self._uses.all()

    def create(
        self, new: Application, keeper: Principal, queues: Collection[QueueId], change: Change
    ) -> Application:
        """Raises NameTakenError, BeyondOwnRightsError, UnknownQueuesError."""
        _require_queues(new, queues)
        require_within(keeper, new)
        return self._catalogue.create(new, change)

    def edit(
        self,
        application_id: str,
        fields: Mapping[str, Any],
        keeper: Principal,
        queues: Collection[QueueId],
        *,
        expected_version: int,
        change: Change,
    ) -> Application:
        """Also retires and restores; anybody who keeps applications may retire any.

        Raises what `create` raises, NotFoundError, VersionConflictError.
        """
        if fields != _RETIRING:
            old = self._catalogue.current(application_id, expected_version)
            edited = replace(old, **fields)
            _require_queues(edited, queues)
            require_within(keeper, old)
            require_within(keeper, edited)
        return self._catalogue.edit(
            application_id, fields, expected_version=expected_version, change=change
        )

    def add_secret(
        self,
        application_id: str,
        keeper: Principal,
        *,
        overlap_hours: int,
        expected_version: int,
        change: Change,
    ) -> NewSecret:
        """A secret more. The one that serves now ends after the overlap, if not before.

        Raises NotFoundError, VersionConflictError, TooManySecretsError,
        ApplicationRetiredError, BeyondOwnRightsError.
        """
        application = self._catalogue.current(application_id, expected_version)
        require_within(keeper, application)
        if application.is_retired:
            raise ApplicationRetiredError
        now_ms = to_ms(self._clock.now())
        live = application.live_secrets(now_ms)
        if len(live) >= SECRETS_AT_ONCE:
            raise TooManySecretsError(limit=SECRETS_AT_ONCE)
        made, text = new_secret(now_ms, keeper.user_id)
        ends_at_ms = now_ms + overlap_hours * _HOUR_MS
        kept = _kept([_ending(one, ends_at_ms) for one in application.secrets], now_ms)
        changed = self._catalogue.edit(
            application_id,
            {"secrets": (*kept, made)},
            expected_version=expected_version,
            change=change,
            what_happened="secret_created",
        )
        return NewSecret(changed, made, text)

    def end_secret(
        self, application_id: str, secret_id: str, *, expected_version: int, change: Change
    ) -> Application:
        """End a secret now; one that is over stays as it is.

        Raises NotFoundError, VersionConflictError.
        """
        application = self._catalogue.current(application_id, expected_version)
        if application.secret(secret_id) is None:
            raise NotFoundError
        now_ms = to_ms(self._clock.now())
        after = tuple(
            _ending(one, now_ms) if one.id == secret_id else one for one in application.secrets
        )
        return self._catalogue.edit(
            application_id,
            {"secrets": after},
            expected_version=expected_version,
            change=change,
            what_happened="secret_ended",
        )


def _ending(secret: Secret, at_ms: int) -> Secret:
    """It ends then, unless it ends before."""
    if secret.ends_at_ms is not None and secret.ends_at_ms <= at_ms:
        return secret
    return replace(secret, ends_at_ms=at_ms)


def _kept(secrets: list[Secret], now_ms: int) -> list[Secret]:
    """The live ones and the last that ended; older ones have left their trace in the audit."""
    ended = [one for one in secrets if not one.is_live(now_ms)][-_ENDED_KEPT:]
    return [one for one in secrets if one.is_live(now_ms) or one in ended]


def _require_queues(application: Application, queues: Collection[QueueId]) -> None:
    code, detail = "unknown_queue", "Name queues of `GET /api/v1/queues`."
    if application.scope == "queues" and not application.queue_ids:
        code, detail = "missing", "Name the queues that it sees."
    elif application.queue_ids <= set(queues):
        return
    raise UnknownQueuesError(errors=[FieldProblem(field="queues", code=code, detail=detail)])
