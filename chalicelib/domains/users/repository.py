"""Groups in `directory`: `group`/<id>."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.tables import DIRECTORY
from chalicelib.domains.configuration.repository import ConfiguredRow, Kind
from chalicelib.domains.users.models import Group


class GroupRow(ConfiguredRow):
    class Meta:
        table_name = DIRECTORY.name

    description = UnicodeAttribute(attr_name="de", null=True)


def _pack(group: Group) -> dict[str, Any]:
    return {"description": group.description or None}


def _read(row: GroupRow) -> dict[str, Any]:
    return {"description": row.description or ""}


GROUP = Kind("group", GroupRow, Group, _pack, _read)
