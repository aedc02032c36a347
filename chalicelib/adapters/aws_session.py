"""The one session of a process, which knows by heart what services it reaches.

Before it opens a client the SDK looks, twice, into the folder of each of some four hundred
services whether it has a model there: a tenth of what a bare client costs at a cold start.
"""

from __future__ import annotations

import boto3
import botocore.session
from botocore.loaders import Loader

SERVICES = ("apigatewaymanagementapi", "dynamodb", "s3", "secretsmanager", "sqs")


class _KnownServices(Loader):
    """Finds the models of our services; to the SDK there are no others."""

    def list_available_services(self, type_name: str) -> list[str]:
        return list(SERVICES)


def open_session() -> boto3.Session:
    """A new session; asked for another service it raises UnknownServiceError with the names."""
    sdk = botocore.session.get_session()
    sdk.register_component("data_loader", _KnownServices())
    return boto3.Session(botocore_session=sdk)
