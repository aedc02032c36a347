"""What stands in the way of a deployment."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What is `wrong`, and how to `mend` it: a sentence and a command or a place."""

    wrong: str
    mend: str
