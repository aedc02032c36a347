"""Standard roles that nobody has edited are what this version of the product says.

Of those that somebody edited, what is new since then is offered, and taken by nobody but them.
"""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.domains.access.models import Permission, Role
from chalicelib.domains.access.ports import PeopleRepository
from chalicelib.domains.access.standard_roles import STANDARD_ROLES

_NEVER_EDITED = 1


def keep_standard_roles(repository: PeopleRepository, change: Change) -> None:
    """Write those that are missing or older than the product; what people edited stays."""
    stored = repository.load().roles
    for role in STANDARD_ROLES:
        known = stored.get(role.name)
        if known is None or (known != role and known.version <= _NEVER_EDITED):
            repository.save_role(role, change)


def offered(role: Role) -> frozenset[Permission]:
    """What this version gives a standard role and its editors have not decided on yet."""
    standard = next((one for one in STANDARD_ROLES if one.name == role.name), None)
    if standard is None:
        return frozenset()
    return standard.permissions - role.permissions - (role.known or frozenset())
