"""`python -m infra.local.engines`: fetch the Java engines that tests and benchmarks use."""

from __future__ import annotations

import sys

from infra.local.engines.dynamodb_local import DYNAMODB_LOCAL
from infra.local.engines.elasticmq import ELASTICMQ
from infra.local.engines.java import EngineFailedError, EngineMissingError

if __name__ == "__main__":
    for engine in (DYNAMODB_LOCAL, ELASTICMQ):
        try:
            engine.fetch()
        except (EngineMissingError, EngineFailedError) as exc:
            sys.exit(str(exc))
        sys.stdout.write(f"{engine.name}: {engine.library}\n")
