"""Labels in `directory`: `label`/<id>."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute

from chalicelib.core.tables import DIRECTORY
from chalicelib.domains.configuration.repository import ConfiguredRow, Kind
from chalicelib.domains.labels.models import Label


class LabelRow(ConfiguredRow):
    class Meta:
        table_name = DIRECTORY.name

    colour = UnicodeAttribute(attr_name="co")
    description = UnicodeAttribute(attr_name="de", null=True)
    seen_by = UnicodeSetAttribute(attr_name="sb", null=True)
    used_by = UnicodeSetAttribute(attr_name="ub", null=True)


def _pack(label: Label) -> dict[str, Any]:
    return {
        "colour": label.colour,
        "description": label.description or None,
        "seen_by": set(label.seen_by) or None,
        "used_by": set(label.used_by) or None,
    }


def _read(row: LabelRow) -> dict[str, Any]:
    return {
        "colour": row.colour,
        "description": row.description or "",
        "seen_by": frozenset(row.seen_by or ()),
        "used_by": frozenset(row.used_by or ()),
    }


LABEL = Kind("label", LabelRow, Label, _pack, _read)
