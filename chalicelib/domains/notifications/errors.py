"""What may be wrong with a frame of a client."""

from http import HTTPStatus

from chalicelib.core.errors import HiloError


class MalformedFrameError(HiloError):
    """Not JSON, no known action, or a field of the wrong shape."""

    code = "malformed_frame"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    detail = (
        'Send JSON such as {"action": "ping"}; open and close take conversation_id, '
        "watch and unwatch take queue_id, watch_presence and unwatch_presence nothing."
    )


class TooManyViewsError(HiloError):
    """One socket looks at more than it may."""

    code = "too_many_views"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    detail = "This socket views too many conversations or queues. Close some first."
