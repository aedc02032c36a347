"""Catches what the product logs as exceptions that no injected fault explains."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

from chalicelib.adapters.faults import is_passing
from chalicelib.domains.conversations.ports import MediaUnavailableError
from tests.faults.evidence import Finding


class Surprises(logging.Filter):
    """Lets no line through while it is entered; keeps those of errors that would come again."""

    def __init__(self) -> None:
        super().__init__()
        self.findings: list[Finding] = []
        self._logger = logging.getLogger("hilo")

    def __enter__(self) -> Surprises:
        self._logger.addFilter(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._logger.removeFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, Exception) and not _is_injected(error):
            text = "".join(traceback.format_exception(error))
            self.findings.append(Finding("not at rest", record.getMessage(), text))
        return False


def _is_injected(error: Exception) -> bool:
    return is_passing(error) or isinstance(error, MediaUnavailableError)
