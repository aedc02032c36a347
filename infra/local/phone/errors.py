"""What the phone refuses, each with its code."""

from __future__ import annotations

from http import HTTPStatus

from chalicelib.core.errors import HiloError


class PersonTakenError(HiloError):
    """The number or user id belongs to somebody already there."""

    code = "person_taken"
    status = HTTPStatus.CONFLICT
    detail = "Somebody has this number or user id already. Choose that person or another value."


class NotYoursError(HiloError):
    """Only what the person wrote can be edited or deleted by them."""

    code = "not_yours"
    status = HTTPStatus.CONFLICT
    detail = "People can only edit or delete what they wrote, and only once it is not deleted."


class TooLateError(HiloError):
    """WhatsApp lets a message be edited for 15 minutes and deleted for two days."""

    code = "too_late"
    status = HTTPStatus.CONFLICT
    detail = "The time in which WhatsApp allows this has passed. Write a new message."


class FileTooLargeError(HiloError):
    """WhatsApp does not carry a file of this size."""

    code = "file_too_large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    detail = "WhatsApp does not carry a file of this kind and size. Choose a smaller one."
