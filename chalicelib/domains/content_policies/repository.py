"""Content policies in `directory`: `content_policy`/<id>."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import UnicodeSetAttribute

from chalicelib.core.tables import DIRECTORY
from chalicelib.domains.configuration.repository import ConfiguredRow, Kind
from chalicelib.domains.content_policies.models import ContentPolicy


class ContentPolicyRow(ConfiguredRow):
    class Meta:
        table_name = DIRECTORY.name

    allowed = UnicodeSetAttribute(attr_name="al", null=True)
    connection_ids = UnicodeSetAttribute(attr_name="co", null=True)
    roles = UnicodeSetAttribute(attr_name="ro", null=True)


def _pack(policy: ContentPolicy) -> dict[str, Any]:
    return {
        "allowed": set(policy.allowed) or None,
        "connection_ids": set(policy.connection_ids) or None,
        "roles": set(policy.roles) or None,
    }


def _read(row: ContentPolicyRow) -> dict[str, Any]:
    return {
        "allowed": frozenset(row.allowed or ()),
        "connection_ids": frozenset(row.connection_ids or ()),
        "roles": frozenset(row.roles or ()),
    }


CONTENT_POLICY = Kind("content_policy", ContentPolicyRow, ContentPolicy, _pack, _read)
