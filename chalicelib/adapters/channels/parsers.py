"""Which adapter understands a channel's updates; imported at its first use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from chalicelib.adapters.channels.raw_update import RawUpdate
from chalicelib.core.ids import ConnectionId

if TYPE_CHECKING:
    from chalicelib.domains.conversations.events import ChannelEvent

Parser = Callable[[RawUpdate, ConnectionId | None], "ChannelEvent | None"]


def _whatsapp_cloud() -> Parser:
    from chalicelib.adapters.channels.whatsapp_cloud.parser import parse  # noqa: PLC0415

    return parse


PARSERS: Mapping[str, Callable[[], Parser]] = MappingProxyType({"whatsapp_cloud": _whatsapp_cloud})


def parse(update: RawUpdate, connection_id: ConnectionId | None) -> ChannelEvent | None:
    """What an update says, in words of no channel; None for what we have no use for.

    Raises UnparsableError.
    """
    return PARSERS[update.channel]()(update, connection_id)
