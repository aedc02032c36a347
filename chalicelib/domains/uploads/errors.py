"""What may be wrong with a file that somebody wants to bring in."""

from __future__ import annotations

from http import HTTPStatus

from chalicelib.core.errors import HiloError


class FileTypeRefusedError(HiloError):
    """The channel takes no file of this type; `allowed` lists those it takes."""

    code = "file_type_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    detail = "Files of this type cannot be sent. Convert it to one of the allowed types."


class FileTooLargeError(HiloError):
    """Larger than the channel takes; `limit` and `length` in bytes."""

    code = "file_too_large"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    detail = "The file is larger than the channel allows. Make it smaller."


class UploadMissingError(HiloError):
    """Not brought in (yet), brought in by somebody else, or longer ago than a day."""

    code = "upload_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    detail = "There is no file of yours under this upload id. Upload it again."


class FileContradictsTypeError(HiloError):
    """The content shows another type than the one that was announced."""

    code = "file_contradicts_type"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    detail = "The file is not what its type says. Upload it again with its right type."


class StorageUnavailableError(HiloError):
    """Storage does not answer now; nothing was written."""

    code = "storage_unavailable"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    detail = "Files cannot be reached at the moment. Nothing was sent; try again."
