"""What a person may be called, and who may make them what. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import replace

from chalicelib.core.errors import FieldProblem
from chalicelib.domains.access.granting import may_grant
from chalicelib.domains.access.models import (
    Identifier,
    People,
    Principal,
    User,
    full_name,
    normal_email,
    normal_login,
)
from chalicelib.domains.users.errors import QueueOutOfScopeError, RoleNotGrantableError

LONGEST = {
    "first_name": 80,
    "last_name": 80,
    "username": 64,
    "email": 254,
    "file_number": 32,
    "national_id": 32,
    "office": 80,
}
"""Characters of each field at most."""

REQUIRED = ("first_name", "username", "email", "role")

_EMAIL = re.compile(r"[^@\s<>\"'(),:;\\\[\]]{1,64}@[^@\s<>\"'(),:;\\\[\]]{1,189}\.[^@\s.]{2,63}")
_USERNAME = re.compile(r"[\w.+-]{2,64}")
_FORMULA = tuple("=+-@")
"""What a spreadsheet would take for a formula when the table is written out again."""

_SHAPES = {
    "email": (_EMAIL, "Write an address like nombre@organizacion.example."),
    "username": (_USERNAME, "Use 2 to 64 letters, digits, dots, hyphens or underscores."),
}


def cleaned(user: User) -> User:
    """As it is kept: without outer and doubled blanks, the shown name made of its parts."""
    first_name, last_name = _clean(user.first_name), _clean(user.last_name)
    return replace(
        user,
        first_name=first_name,
        last_name=last_name,
        name=full_name(first_name, last_name),
        username=normal_login(user.username),
        email=normal_email(user.email),
        file_number=_clean(user.file_number),
        national_id=_clean(user.national_id),
        office=_clean(user.office),
    )


def flaws_of(user: User, people: People, group_ids: Collection[str]) -> list[FieldProblem]:
    """What is wrong with a cleaned person by itself, and with what they name."""
    flaws = [flaw for field in LONGEST if (flaw := _flaw_of_text(field, getattr(user, field)))]
    if not user.role:
        flaws.append(_problem("role", "required"))
    elif user.role not in people.roles:
        flaws.append(_problem("role", "unknown_role", "Name roles of `GET /api/v1/roles`."))
    elif user.is_active and people.roles[user.role].is_retired:
        flaws.append(_problem("role", "retired_role", "Give a role that is in use."))
    if not user.queue_ids <= people.queues.keys():
        flaws.append(_problem("queues", "unknown_queue", "Name queues of `GET /api/v1/queues`."))
    if not user.group_ids <= set(group_ids):
        flaws.append(_problem("groups", "unknown_group", "Name groups of `GET /api/v1/groups`."))
    return flaws


def require_grantable(giver: Principal, people: People, old: User | None, new: User) -> None:
    """Raises RoleNotGrantableError, QueueOutOfScopeError.

    Asked of who somebody was and of who they are to be. Channels and queues that stay are
    nobody's business.
    """
    named = {new.role} | ({old.role} if old else set())
    if not all(may_grant(giver, people.roles[one]) for one in named):
        raise RoleNotGrantableError
    turned = new.queue_ids ^ (old.queue_ids if old else frozenset())
    is_unseen = giver.scope != "all" and not old and not new.queue_ids
    if is_unseen or not turned <= giver.queue_ids:
        raise QueueOutOfScopeError


class Identifiers:
    """Whose each user name, address and file number is; knows what is added to it, too."""

    def __init__(self, users: Iterable[User]) -> None:
        self._owners: dict[tuple[Identifier, str], User] = {}
        for user in users:
            self.add(user)

    def add(self, user: User) -> None:
        """They have these from now on."""
        for kind, value in user.identifiers.items():
            self._owners.setdefault((kind, value), user)

    def holder(self, kind: Identifier, value: str) -> User | None:
        """Who has it, however it is written."""
        return self._owners.get((kind, normal_login(value)))

    def taken(self, new: User, old: User | None) -> tuple[Identifier, User] | None:
        """What somebody would have that another has already. What they had before stays."""
        had = old.identifiers if old else {}
        for kind, value in new.identifiers.items():
            owner = self._owners.get((kind, value))
            if owner is not None and owner.id != new.id and had.get(kind) != value:
                return kind, owner
        return None


def is_found(user: User, text: str, *, tells_all: bool) -> bool:
    """Whether each word of a search stands in something somebody is known by.

    Their national id is searched only for who may see it (`tells_all`).
    """
    shown = [user.name, user.username, user.email, user.file_number, user.office]
    known = _plain(" ".join([*shown, user.national_id] if tells_all else shown))
    return all(word in known for word in _plain(text).split())


def _flaw_of_text(field: str, value: str) -> FieldProblem | None:
    if not value:
        return _problem(field, "required") if field in REQUIRED else None
    if len(value) > LONGEST[field]:
        return _problem(field, "too_long", f"At most {LONGEST[field]} characters.")
    if value.startswith(_FORMULA):
        return _problem(field, "formula", "Begin with a letter or a digit.")
    if any(unicodedata.category(one).startswith("C") for one in value):
        return _problem(field, "malformed", "Leave out what cannot be seen.")
    pattern, detail = _SHAPES.get(field, (None, ""))
    if pattern and not pattern.fullmatch(value):
        return _problem(field, "malformed", detail)
    return None


def _problem(field: str, code: str, detail: str = "Say something here.") -> FieldProblem:
    return FieldProblem(field=field, code=code, detail=detail)


def _clean(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    """Without case and accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in letters if not unicodedata.combining(one))
