"""The one session of a process: clients of the services that we reach, and nothing more.

Two things are most of what a bare client of boto3 costs at a cold start, and neither is used
here: its resources and transfers, and a look, twice, into the folder of each of some four
hundred services whether it has a model there.
"""

# ruff: noqa: E402 - botocore looks for pyOpenSSL while it is imported

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from chalicelib.adapters.plain_tls import decline_pyopenssl

decline_pyopenssl()

import botocore.session
from botocore.loaders import Loader

if TYPE_CHECKING:
    import boto3
    from botocore.hooks import BaseEventHooks

SERVICES = ("apigatewaymanagementapi", "dynamodb", "s3", "secretsmanager", "sesv2", "sqs")


class _KnownServices(Loader):
    """Finds the models of our services; to the SDK there are no others."""

    def list_available_services(self, type_name: str) -> list[str]:
        return list(SERVICES)


class _Session:
    """Of boto3's session what opens clients."""

    def __init__(self) -> None:
        self._sdk = botocore.session.get_session()
        self._sdk.register_component("data_loader", _KnownServices())

    @property
    def events(self) -> BaseEventHooks:
        hooks: BaseEventHooks = self._sdk.get_component("event_emitter")
        return hooks

    def client(self, service: str, **options: Any) -> Any:
        """Raises UnknownServiceError, which names ours, for any other."""
        return self._sdk.create_client(service, **options)


def open_session() -> boto3.Session:
    """A new session, to whose callers it is one of boto3's: those know the types of clients."""
    return cast("boto3.Session", _Session())
