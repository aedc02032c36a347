"""The product's own dice, loaded: a round that is repeated throws what it threw before."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loaded(seed_text: str) -> Iterator[None]:
    """The jitter of retries, and new ids: which shard and which group something is of follows
    from its id, and from that how many requests are made.
    """
    random.seed(f"{seed_text} product")
    fair = secrets.randbits
    dice = random.Random(f"{seed_text} ids").getrandbits
    secrets.randbits = dice  # type: ignore[assignment]
    try:
        yield
    finally:
        secrets.randbits = fair
