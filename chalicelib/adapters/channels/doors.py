"""Which adapter opens a channel's door at `/webhooks/<word>/<app>`; imported at the first use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from chalicelib.adapters.channels.webhooks import (
    WebhookAnswer,
    WebhookDependencies,
    WebhookRequest,
)
from chalicelib.core.errors import HiloError, NotFoundError
from chalicelib.core.observability import logger

Door = Callable[[WebhookRequest, WebhookDependencies], WebhookAnswer]


def _whatsapp_cloud_door() -> Door:
    from chalicelib.adapters.channels.whatsapp_cloud.webhook import (  # noqa: PLC0415
        accept_webhook,
    )

    return accept_webhook


DOORS: Mapping[str, Callable[[], Door]] = MappingProxyType({"whatsapp-cloud": _whatsapp_cloud_door})


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
