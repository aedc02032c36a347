"""The tables: the one definition that every engine, the local stack and the CDK read.

Names of attributes in keys are those of the stored items. Indexes project keys only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

KeyType = Literal["S", "N"]


@dataclass(frozen=True, slots=True)
class Key:
    """A partition key and, where there is one, a sort key, with their types."""

    partition: tuple[str, KeyType]
    sort: tuple[str, KeyType] | None = None

    @property
    def attributes(self) -> tuple[tuple[str, KeyType], ...]:
        return (self.partition,) if self.sort is None else (self.partition, self.sort)


@dataclass(frozen=True, slots=True)
class Index:
    """A global secondary index that projects keys only."""

    name: str
    key: Key


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `stream` gives new and old images, `ttl` names the attribute of expiry."""

    name: str
    key: Key = Key(("pk", "S"), ("sk", "S"))
    indexes: tuple[Index, ...] = ()
    stream: bool = False
    ttl: str | None = None

    def create_arguments(self, prefix: str) -> dict[str, Any]:
        """Arguments of DynamoDB's CreateTable, on demand."""
        attributes = dict(self.key.attributes)
        for index in self.indexes:
            attributes.update(index.key.attributes)
        arguments: dict[str, Any] = {
            "TableName": prefix + self.name,
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": _key_schema(self.key),
            "AttributeDefinitions": [
                {"AttributeName": name, "AttributeType": kind} for name, kind in attributes.items()
            ],
        }
        if self.indexes:
            arguments["GlobalSecondaryIndexes"] = [
                {
                    "IndexName": index.name,
                    "KeySchema": _key_schema(index.key),
                    "Projection": {"ProjectionType": "KEYS_ONLY"},
                }
                for index in self.indexes
            ]
        if self.stream:
            arguments["StreamSpecification"] = {
                "StreamEnabled": True,
                "StreamViewType": "NEW_AND_OLD_IMAGES",
            }
        return arguments


def _key_schema(key: Key) -> list[dict[str, str]]:
    roles = ("HASH", "RANGE")
    return [
        {"AttributeName": name, "KeyType": role}
        for (name, _), role in zip(key.attributes, roles, strict=False)
    ]


CONVERSATIONS = Table(
    name="conversations",
    indexes=(
        Index("tray", Key(("tp", "S"), ("ta", "S"))),
        Index("queue", Key(("qp", "S"), ("oa", "N"))),
        Index("contact", Key(("ct", "S"), ("oa", "N"))),
        Index("due", Key(("ds", "S"), ("du", "N"))),
    ),
    stream=True,
)
CONTACTS = Table(name="contacts", stream=True)
DIRECTORY = Table(name="directory", stream=True)
LIVE = Table(name="live", ttl="expires_at")
PRESENCE = Table(name="presence", stream=True)
RECORDS = Table(name="records", indexes=(Index("listing", Key(("lp", "S"), ("ls", "S"))),))
HEALTH = Table(name="health")
"""A table of its own: whoever notes how things are may touch nothing else for it."""

TABLES = (CONVERSATIONS, CONTACTS, DIRECTORY, LIVE, PRESENCE, RECORDS, HEALTH)
