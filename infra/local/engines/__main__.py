"""`python -m infra.local.engines [NAME ...]`: fetch the engines that tests and benchmarks use."""

from __future__ import annotations

import sys

from infra.local.engines.dynamodb_local import DYNAMODB_LOCAL
from infra.local.engines.elasticmq import ELASTICMQ
from infra.local.engines.process import (
    EngineFailedError,
    EngineMissingError,
    EngineUnbuildableError,
)
from infra.local.engines.versitygw import VERSITYGW

ENGINES = (DYNAMODB_LOCAL, ELASTICMQ, VERSITYGW)

if __name__ == "__main__":
    for engine in ENGINES:
        if sys.argv[1:] and engine.name not in sys.argv[1:]:
            continue
        try:
            engine.fetch()
        except EngineUnbuildableError as exc:
            sys.stdout.write(f"LEFT OUT: {exc}\n")
        except (EngineMissingError, EngineFailedError) as exc:
            sys.exit(str(exc))
        else:
            sys.stdout.write(f"{engine.name}: {engine.library}\n")
