"""Which id and shard an act has, and how it is written on its way to the chain."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.ids import base32, digest, from_base32
from chalicelib.core.queues import QueueMessage
from chalicelib.domains.audit.models import Act, ActId, Sighting

SHARDS = 4
"""Chains that grow beside each other; more of them would be written faster."""


def act_id(at_ms: int, unique: str) -> ActId:
    """The id of an act, the same whenever it is told of again."""
    return ActId(base32(at_ms, 9) + digest(unique, 14))


def shard_of(act: Act) -> int:
    """The chain of an act: all of one entity stands in one, in the order in which it was done."""
    return from_base32(digest(f"{act.entity_kind}#{act.entity_id or act.actor}", 4)) % SHARDS


def act_seen(sighting: Sighting, change: Change, unique: str) -> Act:
    """What a witness tells."""
    return Act(
        id=act_id(change.at_ms, unique),
        event=sighting.event,
        actor=change.actor,
        entity_kind=sighting.entity_kind,
        entity_id=sighting.entity_id,
        role=change.role,
        session=change.session,
        request_id=change.request_id,
        ip=change.ip,
        application=change.application,
        region=change.region,
        outcome=sighting.outcome,
        detail=sighting.detail,
    )


def order(act: Act) -> QueueMessage:
    """An act on its way to the chain, in the lane of its shard."""
    return QueueMessage(written(act), f"audit-{shard_of(act)}", act.id)


def written(act: Act) -> str:
    """An act as JSON, always the same for the same act; what is absent or empty is left out."""
    fields = {name: value for name, value in dataclasses.asdict(act).items() if value or value == 0}
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(body: str) -> Act:
    """What `written` wrote. Raises ValueError, TypeError for anything else."""
    fields: dict[str, Any] = json.loads(body)
    return Act(**fields)
