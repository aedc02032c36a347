"""Every code of a problem that the API answers, read from the classes that raise them."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from typing_extensions import TypedDict

import chalicelib.domains
from chalicelib.core.errors import HiloError

_OF_THE_API = ("chalicelib.core.", "chalicelib.domains.", "chalicelib.api.")
"""What adapters refuse is told to providers at their own doors."""


class ProblemCode(TypedDict):
    """One of them: `meaning` is when it is told, `mend` what to do, in English."""

    code: str
    status: int
    meaning: str
    mend: str


def problem_codes() -> list[ProblemCode]:
    """By status, then by code; the first class of a code tells what it means."""
    for domain in pkgutil.iter_modules(chalicelib.domains.__path__):
        name = f"chalicelib.domains.{domain.name}.errors"
        if find_spec(name):
            import_module(name)
    found: dict[str, ProblemCode] = {}
    errors: list[type[HiloError]] = [HiloError, *_below(HiloError)]
    for error in errors:
        meaning = " ".join((error.__doc__ or "").split())
        told = ProblemCode(
            code=error.code, status=int(error.status), meaning=meaning, mend=error.detail
        )
        found.setdefault(error.code, told)
    return sorted(found.values(), key=lambda one: (one["status"], one["code"]))


def _below(error: type[HiloError]) -> Iterator[type[HiloError]]:
    for one in error.__subclasses__():
        if one.__module__.startswith(_OF_THE_API):
            yield one
            yield from _below(one)
