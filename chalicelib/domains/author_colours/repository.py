"""The colours of authors in `directory`: one item, `author_colours`/desk."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.tables import DIRECTORY
from chalicelib.domains.author_colours.models import Colours, Pair
from chalicelib.domains.configuration.repository import ConfiguredRow, Kind


class ColoursRow(ConfiguredRow):
    """Each is `<light> <dark>`."""

    class Meta:
        table_name = DIRECTORY.name

    customer = UnicodeAttribute(attr_name="cu")
    agent = UnicodeAttribute(attr_name="ag")
    bot = UnicodeAttribute(attr_name="bo")
    note = UnicodeAttribute(attr_name="no")


def _pack(colours: Colours) -> dict[str, Any]:
    return {
        "customer": " ".join(colours.customer),
        "agent": " ".join(colours.agent),
        "bot": " ".join(colours.bot),
        "note": " ".join(colours.note),
    }


def _read(row: ColoursRow) -> dict[str, Any]:
    return {
        "customer": Pair(*row.customer.split()),
        "agent": Pair(*row.agent.split()),
        "bot": Pair(*row.bot.split()),
        "note": Pair(*row.note.split()),
    }


AUTHOR_COLOURS = Kind("author_colours", ColoursRow, Colours, _pack, _read)
