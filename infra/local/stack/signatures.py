"""Whether we signed what a browser brings: Signature 4, by botocore's own arithmetic."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

if TYPE_CHECKING:
    import boto3

_END = "aws4_request"


def is_signed(session: boto3.Session, text: str, credential: str, signature: str) -> bool:
    """By the session's key, within the scope that `credential` names (key, day, region, service).

    A credential without a scope has signed nothing.
    """
    _, _, scope = credential.partition("/")
    parts = scope.split("/")
    credentials = session.get_credentials()
    if len(parts) != 4 or parts[-1] != _END or credentials is None:
        return False
    day, region, service, _ = parts
    request = AWSRequest()
    request.context["timestamp"] = day
    expected: str = SigV4Auth(credentials, service, region).signature(text, request)
    return hmac.compare_digest(expected.encode(), signature.encode())
