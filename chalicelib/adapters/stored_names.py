"""What an item of a stream is, and its attributes by the names that repositories give them.

Every repository of the domains is read once, so that a new row is known as soon as it exists.
Configuration is told by its partition: a row's own, or that of its kind. Rows of other tables
say in their `Meta` as what they are audited (`audited_as = (kind, sort key)`); whatever does
not is an index, a pointer or a counter. Entries of the audit stay for ever, so a row whose key
tells of a person says by which attribute it is called instead (`audited_by`). Partitions of
configuration are words in small letters, those of other tables begin with a capital.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import pkgutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any

from pynamodb.attributes import Attribute, JSONAttribute
from pynamodb.models import Model

from chalicelib import domains
from chalicelib.core.change import CHANGE_ATTRIBUTE
from chalicelib.core.tables import DIRECTORY
from chalicelib.domains.audit.ports import Item

SAY_NOTHING = ("stamp", "name", "swaps", "open_changes")
"""Partitions of `directory` that only follow from others."""
_KEYS = ("pk", "sk", CHANGE_ATTRIBUTE)


class StoredNames:
    """Implements chalicelib.domains.audit.ports.Items."""

    def item(self, image: dict[str, Any]) -> Item | None:
        partition, sort_key = image["pk"]["S"], image["sk"]["S"]
        for kind, key, row in self._rows:
            if sort_key == key or (key.endswith("#") and sort_key.startswith(key)):
                identifier = _named_by(row, image) or _identifier(partition, sort_key, key)
                return Item(kind, identifier, _version(image), _values(row, image))
        word, _, rest = partition.partition("#")
        if word in SAY_NOTHING or not word.islower():
            return None
        identifier = "#".join(part for part in (rest, sort_key) if part and part != "-")
        known = self.configured.get(word)
        values = _values(known, image) if known else _unread(image)
        return Item(word, identifier, _version(image), values)

    @cached_property
    def _rows(self) -> list[tuple[str, str, type[Model]]]:
        found = [(getattr(row.Meta, "audited_as", None), row) for row in self.models]
        return [(*told, row) for told, row in found if told is not None]

    @cached_property
    def configured(self) -> dict[str, type[Model]]:
        """Rows of `directory` by the first word of their partition."""
        rows = {
            str(row.pk.default).partition("#")[0]: row
            for row in self.models
            if row.Meta.table_name == DIRECTORY.name and row.pk.default is not None
        }
        kinds = [
            value
            for module in self._modules
            for value in vars(module).values()
            if type(value).__name__ == "Kind"
        ]
        return rows | {kind.name: kind.row for kind in kinds}

    @cached_property
    def _modules(self) -> list[Any]:
        names = [one.name for one in pkgutil.iter_modules(domains.__path__)]
        path = f"{domains.__name__}.{{}}.repository"
        found = [name for name in names if importlib.util.find_spec(path.format(name))]
        return [importlib.import_module(path.format(name)) for name in found]

    @cached_property
    def models(self) -> list[Any]:
        """Every row of every repository."""
        known = {module.__name__ for module in self._modules}
        return [row for row in _below(Model) if row.__module__.startswith(tuple(known))]


def _below(base: type[Model]) -> Iterator[Any]:
    one: Any
    for one in base.__subclasses__():
        if hasattr(one, "Meta") and hasattr(one.Meta, "table_name"):
            yield one
        yield from _below(one)


def _named_by(row: type[Model], image: dict[str, Any]) -> str | None:
    """What a row whose own key tells of a person is called after instead (`audited_by`)."""
    name = getattr(row.Meta, "audited_by", None)
    if name is None:
        return None
    called = image.get(getattr(row, name).attr_name, {}).get("S")
    return str(called) if called else _digest(image["pk"])


def _identifier(partition: str, sort_key: str, key: str) -> str:
    """Of what stands in a conversation the id of the conversation comes first."""
    owner = partition.partition("#")[2] or partition
    return f"{owner}#{sort_key[len(key) :]}" if key.endswith("#") else owner


def _version(image: dict[str, Any]) -> int | None:
    number = image.get("vs", image.get("no", {})).get("N")
    return None if number is None else int(number)


def _values(row: type[Model], image: dict[str, Any]) -> dict[str, Any]:
    names = {one.attr_name: (name, one) for name, one in row.get_attributes().items()}
    return {
        names[key][0] if key in names else key: _plain(raw, names[key][1] if key in names else None)
        for key, raw in image.items()
        if key not in _KEYS
    }


def _unread(image: dict[str, Any]) -> dict[str, Any]:
    """What no row of ours describes may be a secret: it is told as digests."""
    values = {key: raw for key, raw in image.items() if key not in _KEYS}
    return {key: _digest(raw) for key, raw in values.items()}


def _digest(raw: Any) -> str:
    return f"sha256:{hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()[:16]}"


def _plain(raw: dict[str, Any], attribute: Attribute[Any] | None = None) -> Any:
    """A stored value as JSON has it."""
    ((kind, value),) = raw.items()
    if kind == "S" and isinstance(attribute, JSONAttribute):
        return json.loads(value)
    return _READ[kind](value) if kind in _READ else value


def _number(text: str) -> int | float:
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else float(number)


_READ: dict[str, Callable[[Any], Any]] = {
    "N": _number,
    "SS": sorted,
    "NS": sorted,
    "L": lambda values: [_plain(one) for one in values],
    "M": lambda values: {name: _plain(one) for name, one in values.items()},
    "NULL": lambda _: None,
}
