"""Pictures of people: brought in as any file, shown by addresses that are good for minutes."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import People, Picture, Principal, User
from chalicelib.domains.uploads.models import Announced, Sendable, UploadForm
from chalicelib.domains.uploads.service import Uploads
from chalicelib.domains.users import rules
from chalicelib.domains.users.services.keeping import UserKeeping

MOST_BYTES = 1024 * 1024
SHOWABLE = Sendable(
    kinds={"image/jpeg": "image", "image/png": "image", "image/webp": "image"},
    max_bytes={"image": MOST_BYTES},
)


class Addresses(Protocol):
    """Signs addresses of files."""

    def signed_url(self, key: str, *, content_type: str, filename: str | None) -> str: ...


class UserPictures:
    """The use cases of a person's picture; `uploads` take what is `SHOWABLE` alone."""

    def __init__(self, uploads: Uploads, addresses: Addresses, keeping: UserKeeping) -> None:
        self._uploads = uploads
        self._addresses = addresses
        self._keeping = keeping

    def begin(self, principal: Principal, announced: Announced) -> UploadForm:
        """A form to post a picture with. Raises FileTypeRefusedError, FileTooLargeError."""
        return self._uploads.begin(principal.user_id, announced)

    def put(
        self,
        user_id: UserId,
        upload_id: str | None,
        *,
        expected_version: int,
        principal: Principal,
        change: Change,
    ) -> User:
        """Show somebody by a picture that the principal has brought in; by none where None.

        Raises UploadMissingError, FileContradictsTypeError, NotFoundError,
        RoleNotGrantableError, VersionConflictError.
        """
        picture = self._kept(user_id, upload_id, principal) if upload_id else None

        def shown(people: People, old: User) -> User:
            rules.require_grantable(principal, people, old, old)
            if old.version != expected_version:
                raise VersionConflictError
            return old if old.picture == picture else replace(old, picture=picture)

        return self._keeping.decide(user_id, shown, replace(change, event="user.changed"))

    def url_of(self, user: User) -> str | None:
        """Where a browser finds it for some minutes."""
        if user.picture is None:
            return None
        key, content_type = _place(user.id, user.picture.id), user.picture.content_type
        return self._addresses.signed_url(key, content_type=content_type, filename=None)

    def _kept(self, user_id: UserId, upload_id: str, principal: Principal) -> Picture:
        file = self._uploads.require(principal.user_id, upload_id)
        self._uploads.keep(file, _place(user_id, upload_id))
        return Picture(upload_id, file.content_type)


def _place(user_id: UserId, picture_id: str) -> str:
    return f"pictures/{user_id}/{picture_id}"
