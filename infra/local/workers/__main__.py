"""`python -m infra.local.workers FD`: a worker at the end of the link that the front handed it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

from infra.local.lambdas.logs import log_to_stderr
from infra.local.settings import LOG_LEVEL
from infra.local.workers.link import Link, LinkBrokenError


def main() -> None:
    """Serve until the front lets go or is gone; what still runs then is nobody's any more."""
    log_to_stderr(os.environ.get(LOG_LEVEL, "WARNING"), with_function=True)
    from infra.local.workers.worker import Worker  # noqa: PLC0415 - logs where that is said now

    with suppress(LinkBrokenError):
        Worker(Link(Connection(int(sys.argv[1])))).run()
    sys.stderr.flush()
    os._exit(0)


main()
