"""Secrets that outlive the process: whatever a session's clients create or change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from infra.local.keeping.journal import Journal
from infra.local.keeping.records import key_of, text_of

if TYPE_CHECKING:
    import boto3

PART = "secrets"
_OPERATIONS = ("CreateSecret", "PutSecretValue", "UpdateSecret")


def restore_secrets(session: boto3.Session, journal: Journal) -> None:
    """Create the kept secrets in an empty Secrets Manager; call it before keep_secrets()."""
    client = session.client("secretsmanager")
    for key, text in journal.kept.texts(PART).items():
        (name,) = json.loads(key)
        client.create_secret(Name=name, SecretString=json.loads(text))


def keep_secrets(session: boto3.Session, journal: Journal) -> None:
    """Note what clients of the session, made from now on, do to secrets."""

    def remember(params: Mapping[str, Any], context: dict[str, Any], **_: Any) -> None:
        context["kept"] = params

    def stored(context: Mapping[str, Any], http_response: Any, **_: Any) -> None:
        params = context["kept"]
        name = params.get("Name") or params["SecretId"]
        if http_response.status_code == 200 and "SecretString" in params:
            journal.note(PART, [(key_of(name), text_of(params["SecretString"]))])
            journal.settle()

    for operation in _OPERATIONS:
        session.events.register(f"before-parameter-build.secretsmanager.{operation}", remember)
        session.events.register(f"after-call.secretsmanager.{operation}", stored)
