"""Which adapter speaks for a channel: its door at `/webhooks/<word>/<app>` and its parser.

Both are imported at the first use: the webhook function understands no update, and the others
let nobody in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from chalicelib.adapters.channels.raw_update import RawUpdate
from chalicelib.adapters.channels.webhooks import (
    WebhookAnswer,
    WebhookDependencies,
    WebhookRequest,
)
from chalicelib.adapters.channels.whatsapp_cloud import updates
from chalicelib.core.errors import HiloError, NotFoundError
from chalicelib.core.ids import ConnectionId
from chalicelib.core.observability import logger

if TYPE_CHECKING:
    from chalicelib.domains.conversations.events import ChannelEvent

Door = Callable[[WebhookRequest, WebhookDependencies], WebhookAnswer]
Parser = Callable[[RawUpdate, ConnectionId | None], "ChannelEvent | None"]


def _whatsapp_cloud_door() -> Door:
    from chalicelib.adapters.channels.whatsapp_cloud.webhook import (  # noqa: PLC0415
        accept_webhook,
    )

    return accept_webhook


def _whatsapp_cloud() -> Parser:
    from chalicelib.adapters.channels.whatsapp_cloud.parser import parse  # noqa: PLC0415

    return parse


DOORS: Mapping[str, Callable[[], Door]] = MappingProxyType({"whatsapp-cloud": _whatsapp_cloud_door})
PARSERS: Mapping[str, Callable[[], Parser]] = MappingProxyType({updates.CHANNEL: _whatsapp_cloud})


def receive(request: WebhookRequest, dependencies: WebhookDependencies) -> WebhookAnswer:
    """Lead a request to its channel's door; refusals are answers, and logged without the body."""
    try:
        if request.channel not in DOORS:
            raise NotFoundError
        return DOORS[request.channel]()(request, dependencies)
    except HiloError as error:
        logger.info(
            "webhook refused",
            extra={
                "app_id": request.app_id[:64],
                "code": error.code,
                "http_request_id": request.request_id,
            },
        )
        return WebhookAnswer.refusal(error, request.request_id)


def parse(update: RawUpdate, connection_id: ConnectionId | None) -> ChannelEvent | None:
    """What an update says, in words of no channel; None for what we have no use for.

    Raises UnparsableError.
    """
    return PARSERS[update.channel]()(update, connection_id)
