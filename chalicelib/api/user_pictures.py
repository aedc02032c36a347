"""Pictures of people."""

from __future__ import annotations

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.api.uploads import UploadFormView
from chalicelib.api.user_views import UserView, access_user, user_view
from chalicelib.domains.access.models import User
from chalicelib.domains.uploads.models import Announced

routes = Blueprint(__name__)

_PICTURE = "/v1/users/{user_id}/picture"


class PictureToCome(RequestModel):
    """A picture about to come; `bytes` is its size, exactly."""

    filename: str = Field(min_length=1, max_length=255)
    content_type: str = Field(min_length=3, max_length=127)
    bytes: int = Field(ge=1)


class PictureToPut(RequestModel):
    """A picture that was brought in; null: none any more."""

    upload_id: str | None = Field(max_length=64)


@endpoint(
    routes,
    "POST",
    f"{_PICTURE}/form",
    permission="users.manage",
    callers="everybody",
    access=access_user,
    body=PictureToCome,
    response=UploadFormView,
    status=201,
    idempotency="none",
    summary="Bring in a picture",
)
def begin_picture(call: Call[None, PictureToCome, User]) -> UploadFormView:
    """JPEG, PNG or WebP of a mebibyte at most: 422 `file_type_refused`, `file_too_large`."""
    announced = Announced(call.body.filename, call.body.content_type, call.body.bytes)
    form = call.container.user_pictures.begin(call.principal, announced)
    return UploadFormView(upload_id=form.upload_id, url=form.url, fields=dict(form.fields))


@endpoint(
    routes,
    "PUT",
    _PICTURE,
    permission="users.manage",
    callers="everybody",
    access=access_user,
    body=PictureToPut,
    response=UserView,
    needs_version=True,
    summary="Show somebody by a picture",
)
def put_picture(call: Call[None, PictureToPut, User]) -> UserView:
    """Judged by its content: 422 `upload_missing`, `file_contradicts_type`."""
    user = call.container.user_pictures.put(
        call.subject.id,
        call.body.upload_id,
        expected_version=call.expected_version(),
        principal=call.principal,
        change=call.change("user.changed"),
    )
    return user_view(call, user)
