"""Standard roles that nobody has edited are what this version of the product says."""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.domains.access.ports import PeopleRepository
from chalicelib.domains.access.rules import STANDARD_ROLES

_NEVER_EDITED = 1


def keep_standard_roles(repository: PeopleRepository, change: Change) -> None:
    """Write those that are missing or older than the product; what people edited stays."""
    stored = repository.load().roles
    for role in STANDARD_ROLES:
        known = stored.get(role.name)
        if known is None or (known != role and known.version <= _NEVER_EDITED):
            repository.save_role(role, change)
