"""Which id and shard an act has, how it is written on its way, and what a search finds it by."""

from __future__ import annotations

import dataclasses
import json
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.ids import base32, digest, from_base32
from chalicelib.core.queues import QueueMessage
from chalicelib.domains.audit.models import Act, ActId, Listed, Sighting, Wanted

SHARDS = 4
"""Chains that grow beside each other; more of them would be written faster."""

NAME_BYTES, CHANGED_BYTES, TEXT_BYTES = 60, 160, 400
"""What lists show is small, so that a page reads many for little."""


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


def listed(act: Act, shard: int, number: int) -> Listed:
    """An act as lists show it."""
    changed = sorted({*act.before, *act.after, *act.detail})
    return Listed(
        id=act.id,
        shard=shard,
        number=number,
        event=act.event,
        actor=act.actor,
        entity_kind=act.entity_kind,
        entity_id=act.entity_id,
        role=act.role,
        application=act.application,
        outcome=act.outcome,
        version=act.version,
        changed=tuple(_fitting(changed, CHANGED_BYTES)),
        name=_name_of(act),
        text=_searched(act),
    )


def folded(text: str) -> str:
    """A text as searches compare it: no capitals, no accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def matches(one: Listed, wanted: Wanted) -> bool:
    """Whether a search asks for it; times are the store's."""
    asked = (
        (wanted.actor, one.actor),
        (wanted.event, one.event),
        (wanted.entity_kind, one.entity_kind),
        (wanted.entity_id, one.entity_id),
        (wanted.application, one.application),
    )
    words = folded(wanted.text or "").split()
    return all(want in (None, found) for want, found in asked) and all(
        word in one.text for word in words
    )


def _name_of(act: Act) -> str | None:
    """What the entity is called: as it was before, since that is how people know it."""
    for values in (act.before, act.after, act.detail):
        if isinstance(name := values.get("name"), str):
            return _cut(name, NAME_BYTES)
    return None


def _searched(act: Act) -> str:
    parts = [act.event, act.entity_id, act.ip or "", _name_of(act) or ""]
    for values in (act.after, act.before, act.detail):
        parts += list(values)
        parts += _texts_in(dict(values))
    return " ".join(_fitting(dict.fromkeys(folded(part) for part in parts if part), TEXT_BYTES))


def _texts_in(value: Any) -> Iterator[str]:
    """Texts and numbers within JSON."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts_in(inner)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _fitting(parts: Iterable[str], most_bytes: int) -> Iterator[str]:
    """As many as there is room for; the one that does not fit is cut."""
    for part in parts:
        if most_bytes <= 0:
            return
        kept = _cut(part, most_bytes)
        yield kept
        most_bytes -= len(kept.encode()) + 1


def _cut(text: str, most_bytes: int) -> str:
    return text.encode()[:most_bytes].decode(errors="ignore")
