"""Applications in `directory`: `application`/<id>, secrets within. When each secret was last
used in `live`: `application_secret_use`/<secret>, which stays."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pynamodb.attributes import (
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo
from chalicelib.core.ids import QueueId
from chalicelib.core.tables import DIRECTORY, LIVE
from chalicelib.domains.applications.models import Application, Secret
from chalicelib.domains.configuration.repository import ConfiguredRow, Kind

_USE = "application_secret_use"


class ApplicationRow(ConfiguredRow):
    class Meta:
        table_name = DIRECTORY.name

    description = UnicodeAttribute(attr_name="de", null=True)
    permissions = UnicodeSetAttribute(attr_name="pe", null=True)
    scope = UnicodeAttribute(attr_name="sc")
    queue_ids = UnicodeSetAttribute(attr_name="qs", null=True)
    secrets = JSONAttribute(attr_name="se", null=True)


class SecretUseRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    last_at_ms = NumberAttribute(attr_name="at")


class DynamoSecretUses:
    """SecretUses on the `live` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def all(self) -> dict[str, int]:
        rows = self._dynamo.query_all(SecretUseRow, SecretUseRow.pk == _USE)
        return {row.sk: int(row.last_at_ms) for row in rows}

    def note(self, secret_id: str, *, unless_since_ms: int, change: Change) -> None:
        row = SecretUseRow(_USE, secret_id, last_at_ms=change.at_ms)
        is_older = SecretUseRow.pk.does_not_exist() | (SecretUseRow.last_at_ms < unless_since_ms)
        try:
            self._dynamo.put(row, change=change, condition=is_older)
        except ConditionRefusedError:
            return  # another container has noted it


def _pack(application: Application) -> dict[str, Any]:
    return {
        "description": application.description or None,
        "permissions": set(application.permissions) or None,
        "scope": application.scope,
        "queue_ids": set(application.queue_ids) or None,
        "secrets": [asdict(one) for one in application.secrets] or None,
    }


def _read(row: ApplicationRow) -> dict[str, Any]:
    return {
        "description": row.description or "",
        "permissions": frozenset(row.permissions or ()),
        "scope": row.scope,
        "queue_ids": frozenset(QueueId(one) for one in row.queue_ids or ()),
        "secrets": tuple(Secret(**one) for one in row.secrets or ()),
    }


APPLICATION = Kind("application", ApplicationRow, Application, _pack, _read)
