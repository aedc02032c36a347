"""The breaks an organisation grants: created, changed and retired by administrators."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from chalicelib.core.change import Change
from chalicelib.core.errors import (
    FieldProblem,
    InvalidRequestError,
    NotFoundError,
    VersionConflictError,
)
from chalicelib.core.ids import UserId, new_id
from chalicelib.core.stamped_cache import StampedCache
from chalicelib.domains.presence.errors import BreakTypeExistsError
from chalicelib.domains.presence.models import BreakType, BreakTypeId, BreakTypes
from chalicelib.domains.presence.ports import BreakTypeRepository


@dataclass(frozen=True, slots=True)
class BreakTypeEdit:
    """What changes of a type of break; None leaves it.

    `for_everybody` goes before `user_ids`.
    """

    name: str | None = None
    minutes: int | None = None
    user_ids: frozenset[UserId] | None = None
    for_everybody: bool = False
    is_retired: bool | None = None


class BreakTypeSettings:
    """Use cases of administrators; `user_ids` tells the people there are."""

    def __init__(
        self,
        repository: BreakTypeRepository,
        cache: StampedCache[BreakTypes],
        user_ids: Callable[[], Collection[UserId]],
    ) -> None:
        self._repository = repository
        self._cache = cache
        self._user_ids = user_ids

    def all(self) -> list[BreakType]:
        """By name, the retired ones too."""
        return self._cache.get().all()

    def create(
        self, name: str, minutes: int, user_ids: frozenset[UserId] | None, change: Change
    ) -> BreakType:
        """Raises BreakTypeExistsError, InvalidRequestError."""
        made = BreakType(BreakTypeId(new_id(change.at_ms)), name.strip(), minutes, user_ids)
        self._check(made)
        self._repository.add(made, change)
        self._cache.forget()
        return made

    def edit(
        self,
        break_type_id: BreakTypeId,
        edit: BreakTypeEdit,
        *,
        expected_version: int,
        change: Change,
    ) -> BreakType:
        """Raises NotFoundError, VersionConflictError, BreakTypeExistsError, InvalidRequestError."""
        old = self._repository.get(break_type_id)
        if old is None:
            raise NotFoundError
        if old.version != expected_version:
            raise VersionConflictError
        new = _edited(old, edit)
        if new == old:
            return old
        self._check(new)
        new = replace(new, version=old.version + 1)
        self._repository.replace(new, old, change)
        self._cache.forget()
        return new

    def _check(self, wanted: BreakType) -> None:
        if wanted.user_ids is not None and not wanted.user_ids <= set(self._user_ids()):
            raise InvalidRequestError(
                errors=[
                    FieldProblem(
                        field="user_ids",
                        code="unknown_reference",
                        detail="Send ids of people who are listed under `/v1/users`.",
                    )
                ]
            )
        same = (
            one
            for one in self._repository.load().all()
            if one.id != wanted.id and not one.is_retired
        )
        if not wanted.is_retired and any(
            one.name.casefold() == wanted.name.casefold() for one in same
        ):
            raise BreakTypeExistsError


def _edited(old: BreakType, edit: BreakTypeEdit) -> BreakType:
    user_ids = old.user_ids if edit.user_ids is None else edit.user_ids
    return replace(
        old,
        name=old.name if edit.name is None else edit.name.strip(),
        minutes=old.minutes if edit.minutes is None else edit.minutes,
        user_ids=None if edit.for_everybody else user_ids,
        is_retired=old.is_retired if edit.is_retired is None else edit.is_retired,
    )
