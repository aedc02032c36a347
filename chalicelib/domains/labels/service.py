"""The labels there are, for whoever shows or changes what bears them."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.core.stamped_cache import StampedCache
from chalicelib.domains.labels import rules
from chalicelib.domains.labels.models import Label, Labelling


class Labels:
    """Questions on the present snapshot; it is not even looked at where nothing is labelled."""

    def __init__(self, cache: StampedCache[dict[str, Label]]) -> None:
        self._cache = cache

    def seen_by(self, role: str | None, label_ids: Sequence[str]) -> list[str]:
        """Those of them that a role sees, in their order; None: what every role sees."""
        if not label_ids:
            return []
        labels = self._cache.get()
        return [one for one in label_ids if one in labels and rules.is_seen(labels[one], role)]

    def relabelled(
        self, current: Sequence[str], labelling: Labelling, role: str
    ) -> tuple[str, ...]:
        """The labels after a change that somebody of a role makes."""
        return rules.relabelled(current, labelling, self._cache.get(), role)
