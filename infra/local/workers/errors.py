"""What may become of an invocation, or of a worker, besides an answer."""

from __future__ import annotations


class FunctionFailedError(Exception):
    """The function raised; the text names what, and the worker's log has where."""


class FunctionTimedOutError(Exception):
    """The function had not answered within its declared time, or no worker was there for it."""


class WorkerDiedError(Exception):
    """The worker's process ended while it ran the function."""


class WorkerFailedError(RuntimeError):
    """A worker's process ended, or was silent, instead of getting ready."""
