"""Where the organisation signs in by its provider alone, and who may come by password yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from chalicelib.core.errors import FieldProblem, InvalidRequestError
from chalicelib.core.ids import UserId
from chalicelib.domains.access.granting import administers
from chalicelib.domains.access.models import People, User
from chalicelib.domains.identity_providers.errors import NoWayInError
from chalicelib.domains.identity_providers.models import IdentityProvider
from chalicelib.domains.security.models import SecuritySettings


class OnlyWay:
    """Says whose password serves."""

    def __init__(
        self,
        settings: Callable[[], SecuritySettings],
        providers: Callable[[], Iterable[IdentityProvider]],
        people: Callable[[], People],
    ) -> None:
        self._settings = settings
        self._providers = providers
        self._people = people

    def passwords_serve(self) -> bool:
        """Whether anybody's does; they do where no provider is in use, so nobody is shut out."""
        return not (self._settings().only_by_provider and self._has_provider())

    def password_serves(self, user: User) -> bool:
        """Whether this person's does."""
        return user.id in self._settings().emergency_user_ids or self.passwords_serve()

    def require_possible(self, settings: SecuritySettings) -> None:
        """Raises InvalidRequestError for people who do not exist, NoWayInError."""
        users = self._people().users
        if not settings.emergency_user_ids <= users.keys():
            detail = "Name people of `GET /api/v1/users`."
            problem = FieldProblem(field="emergency_users", code="unknown_user", detail=detail)
            raise InvalidRequestError(errors=[problem])
        if not settings.only_by_provider:
            return
        if not self._has_provider():
            raise NoWayInError(reason="no_provider")
        if not any(self._can_mend(UserId(one)) for one in settings.emergency_user_ids):
            raise NoWayInError(reason="no_emergency")

    def _has_provider(self) -> bool:
        return any(not one.is_retired for one in self._providers())

    def _can_mend(self, user_id: UserId) -> bool:
        people = self._people()
        user = people.users[user_id]
        has_password = bool(user.password_hash) and user.one_time_until is None
        return user.state == "active" and has_password and administers(people.roles[user.role])
