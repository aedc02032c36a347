"""The door of WhatsApp Cloud: who may knock, and everything said is on a queue before 200.

Nothing of a body is logged or stored here but on the queues (or beside them, where large).
"""

from __future__ import annotations

import hmac
import itertools
import re
from collections.abc import Callable, Mapping, Sequence

from chalicelib.adapters.channels.json_body import read_object
from chalicelib.adapters.channels.raw_update import BROUGHT_ALONG, RawUpdate, groups, pack
from chalicelib.adapters.channels.webhooks import (
    BodyRefusedError,
    BodyTooLargeError,
    NotQueuedError,
    SignatureRefusedError,
    VerificationRefusedError,
    WebhookAnswer,
    WebhookDependencies,
    WebhookRequest,
)
from chalicelib.adapters.channels.whatsapp_cloud.signature import HEADER, is_signed, is_wellformed
from chalicelib.adapters.channels.whatsapp_cloud.updates import deduplication_id, lane, split
from chalicelib.core.body_store import BodyStore, BodyUnavailableError
from chalicelib.core.clock import to_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import AppId
from chalicelib.core.observability import logger
from chalicelib.core.queues import HISTORY, INBOUND, STATUS, QueueMessage, QueueUnavailableError
from chalicelib.core.secret_store import (
    SecretMissingError,
    SecretsUnavailableError,
    app_secret_name,
)

MAX_BODY_BYTES = 3 * 1024 * 1024
_MAX_UPDATES = 5_000  # the provider batches at most a thousand
_MAX_CHALLENGE = 1_024
_APP_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ACCOUNT = re.compile(r"[0-9]{5,20}")

_Fits = Callable[[Mapping[str, str]], bool]


def accept_webhook(request: WebhookRequest, dependencies: WebhookDependencies) -> WebhookAnswer:
    """Answer the provider's verification (GET) or take over a delivery (POST).

    Raises NotFoundError, VerificationRefusedError, BodyTooLargeError, SignatureRefusedError,
    BodyRefusedError; NotQueuedError where the provider must deliver again.
    """
    if request.method == "GET":
        return _verify(request, dependencies)
    if request.method == "POST":
        return _take_over(request, dependencies)
    raise NotFoundError


def _verify(request: WebhookRequest, dependencies: WebhookDependencies) -> WebhookAnswer:
    token = request.query.get("hub.verify_token", "")
    challenge = request.query.get("hub.challenge", "")
    wellformed = request.query.get("hub.mode") == "subscribe" and len(challenge) > 0
    if not wellformed or len(challenge) > _MAX_CHALLENGE:
        raise VerificationRefusedError

    def is_ours(secret: Mapping[str, str]) -> bool:
        expected = secret.get("verify_token", "")
        return bool(expected) and hmac.compare_digest(expected.encode(), token.encode())

    if not _fits_secret(request.app_id, is_ours, dependencies):
        raise VerificationRefusedError
    return WebhookAnswer(200, "text/plain; charset=utf-8", challenge)


def _take_over(request: WebhookRequest, dependencies: WebhookDependencies) -> WebhookAnswer:
    raw = request.body(MAX_BODY_BYTES)
    header = request.headers.get(HEADER)

    def is_ours(secret: Mapping[str, str]) -> bool:
        return is_signed(raw, header, secret.get("app_secret", ""))

    if not _fits_secret(request.app_id, is_ours, dependencies):
        if is_wellformed(header):
            _tell_refused(request.app_id, raw, dependencies)
        raise SignatureRefusedError
    updates = _updates(raw, AppId(request.app_id), to_ms(dependencies.clock.now()))
    _send(updates, dependencies)
    _tell_fitting(updates, dependencies)
    _log(request, len(raw), updates)
    return WebhookAnswer(200, "application/json", "{}")


def _fits_secret(app_id: str, fits: _Fits, dependencies: WebhookDependencies) -> bool:
    """Whether the app's secret fits; read again past the cache if it may have been rotated."""
    if not _APP_ID.fullmatch(app_id):
        raise NotFoundError
    name = app_secret_name(app_id)
    try:
        if fits(dependencies.secrets.read(name)):
            return True
        if not dependencies.rereads.allows(app_id, dependencies.clock.now()):
            return False
        return fits(dependencies.secrets.read(name, fresh=True))
    except SecretMissingError as exc:
        raise NotFoundError from exc
    except SecretsUnavailableError as exc:
        raise NotQueuedError from exc


def _updates(raw: bytes, app_id: AppId, intake_ms: int) -> list[RawUpdate]:
    try:
        body = read_object(raw)
    except ValueError as exc:
        raise BodyRefusedError from exc
    found = split(body, app_id=app_id, intake_ms=intake_ms)
    updates = list(itertools.islice(found, _MAX_UPDATES + 1))
    if len(updates) > _MAX_UPDATES:
        raise BodyTooLargeError
    return updates


def _send(updates: Sequence[RawUpdate], dependencies: WebhookDependencies) -> None:
    past = [update for update in updates if update.part in BROUGHT_ALONG]
    inbound = [one for one in updates if one.part != "status" and one.part not in BROUGHT_ALONG]
    statuses = [update for update in updates if update.part == "status"]
    try:
        if inbound:
            messages = [_in_lane(update, dependencies.bodies) for update in inbound]
            dependencies.queues.send(INBOUND, messages)
        if statuses:
            bodies = [pack(group, dependencies.bodies) for group in groups(statuses)]
            dependencies.queues.send(STATUS, [QueueMessage(body) for body in bodies])
        if past:
            bodies = [pack([update], dependencies.bodies) for update in past]
            dependencies.queues.send(HISTORY, [QueueMessage(body) for body in bodies])
    except (QueueUnavailableError, BodyUnavailableError) as exc:
        raise NotQueuedError from exc


def _tell_refused(app_id: str, raw: bytes, dependencies: WebhookDependencies) -> None:
    """Tell of a delivery that names a number, in case the app's secret was changed.

    Anybody may have sent it: nothing of it goes on but that number, and only now and then.
    """
    now = dependencies.clock.now()
    if not dependencies.reports.is_refusal_news(app_id, now):
        return
    try:
        updates = _updates(raw, AppId(app_id), to_ms(now))
    except (BodyRefusedError, BodyTooLargeError):
        return
    named = (one for one in updates if one.account and _ACCOUNT.fullmatch(one.account))
    if first := next(named, None):
        _report(first, "refused", dependencies)


def _tell_fitting(updates: Sequence[RawUpdate], dependencies: WebhookDependencies) -> None:
    """Tell that signatures fit again, after it was told that they do not."""
    if updates and dependencies.reports.is_fit_news(updates[0].app_id):
        _report(updates[0], "fits", dependencies)


def _report(update: RawUpdate, said: str, dependencies: WebhookDependencies) -> None:
    """Whether it can be told or not, the provider's answer is the same."""
    report = RawUpdate(
        channel=update.channel,
        app_id=update.app_id,
        part="signature",
        field=said,
        account=update.account,
        arrival=update.arrival,
        content=None,
    )
    try:
        dependencies.queues.send(STATUS, [QueueMessage(pack([report], dependencies.bodies))])
    except QueueUnavailableError:
        logger.warning("signature not told", extra={"app_id": update.app_id})


def _in_lane(update: RawUpdate, bodies: BodyStore) -> QueueMessage:
    return QueueMessage(
        body=pack([update], bodies),
        group_id=lane(update),
        deduplication_id=deduplication_id(update),
    )


def _log(request: WebhookRequest, size: int, updates: Sequence[RawUpdate]) -> None:
    counts: dict[str, int] = {}
    for update in updates:
        counts[update.part] = counts.get(update.part, 0) + 1
    logger.info(
        "webhook taken over",
        extra={
            "app_id": request.app_id,
            "http_request_id": request.request_id,
            "bytes": size,
            "updates": counts,
        },
    )
