"""Whose things are whose: what the ids of the house are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.integration.authorization.house import APPLICATION, House
from tests.integration.authorization.people import JEFA, KEEPER, PERSON_OF
from tests.samples import id_of

Ids = Mapping[str, str]
Thing = Callable[[House, str], Ids]
UNKNOWN = id_of("nothing of this id")

COLLEAGUES = "colleague's"
SMUGGLED = "colleague's under own"
"""The id in the middle of the path is one's own, the last one is not of it."""


def me(caller: str) -> str:
    """The person whose things are the caller's own."""
    return JEFA if caller == KEEPER else PERSON_OF.get(caller, "agente1")


def uploader(caller: str) -> str:
    """Applications bring files of their own."""
    return APPLICATION if caller == APPLICATION else me(caller)


def desk_of(caller: str) -> str:
    """Where the caller writes: what they hold; an application, what nobody holds."""
    return "waiting" if caller == APPLICATION else me(caller)


def fixed(**ids: str) -> Thing:
    return lambda _house, _caller: ids
