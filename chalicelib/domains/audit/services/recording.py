"""Makes acts of what streams tell: who changed what, from what into what.

A write that does not say what happened, or a removal, is an act as well, and logged: nothing
of ours does that, but for what an erasure takes away and said so before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.core.change import CHANGE_ATTRIBUTE, is_restored, is_taken_away
from chalicelib.core.observability import logger
from chalicelib.core.queues import AUDIT, Queues
from chalicelib.domains.audit import rules
from chalicelib.domains.audit.errors import UNNAMED_LINE
from chalicelib.domains.audit.masking import differences, is_decided_in_part
from chalicelib.domains.audit.models import Act
from chalicelib.domains.audit.ports import Item, Items

UNNAMED = "write.unnamed"

Image = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """One record of a table's stream; `id` is the same on every delivery, images are raw."""

    id: str
    at_ms: int
    old: Image | None
    new: Image | None


class Recording:
    """The use case of `relay` for the audit."""

    def __init__(self, items: Items, queues: Queues) -> None:
        self._items = items
        self._queues = queues

    def handle(self, records: Sequence[StreamRecord]) -> None:
        """Order what is to be put on record. Raises QueueUnavailableError: deliver it again."""
        if orders := [rules.order(act) for act in self._acts(records)]:
            self._queues.send(AUDIT, orders)

    def _acts(self, records: Sequence[StreamRecord]) -> Iterator[Act]:
        for record in records:
            image = record.new or record.old
            if image is None or (is_restored(image) and record.new is not None):
                continue
            if record.new is None and is_taken_away(record.old):
                continue
            item = self._items.item(image)
            if record.new is None or "e" not in image.get(CHANGE_ATTRIBUTE, {}).get("M", {}):
                yield self._unnamed(record, item or _unknown(image))
            elif item and (act := self._act(record, record.new, item)):
                yield act

    def _act(self, record: StreamRecord, new: Image, item: Item) -> Act | None:
        """None where nothing changed that anybody decides on."""
        before, after = self._differences(record, item)
        is_new = record.old is None and not is_decided_in_part(item.kind)
        if not (before or after or is_new):
            return None
        said = new[CHANGE_ATTRIBUTE]["M"]
        told = {key: value.get("S") for key, value in said.items()}
        return Act(
            id=rules.act_id(int(said["t"]["N"]), record.id),
            event=told["e"],
            actor=told["a"],
            entity_kind=item.kind,
            entity_id=item.id,
            role=told.get("o"),
            session=told.get("s"),
            request_id=told.get("q"),
            ip=told.get("i"),
            application=told.get("p"),
            region=told.get("g"),
            version=item.version,
            before=before,
            after=after,
            detail={"approved_by": told["v"]} if "v" in told else {},
        )

    def _unnamed(self, record: StreamRecord, item: Item) -> Act:
        """Somebody wrote past the product."""
        logger.error(UNNAMED_LINE, extra={"kind": item.kind, "id": item.id})
        before, after = self._differences(record, item)
        return Act(
            id=rules.act_id(record.at_ms, record.id),
            event=UNNAMED,
            actor="unknown",
            entity_kind=item.kind,
            entity_id=item.id,
            version=item.version,
            before=before,
            after=after,
        )

    def _differences(
        self, record: StreamRecord, item: Item
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        old = self._items.item(record.old) if record.old else None
        new = item.values if record.new is not None else {}
        return differences(item.kind, old.values if old else {}, new)


def _unknown(image: Image) -> Item:
    """An index, a pointer or whatever somebody put there."""
    return Item("item", f"{image['pk']['S']}/{image['sk']['S']}", None, {})
