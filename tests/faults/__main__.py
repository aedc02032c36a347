"""`make faults`: many messages in and out under injected faults, round after round.

Prints what was lost, doubled, out of order or shown wrongly, all of it zero, and the seed
that repeats the run; exits with 1 and the first findings otherwise. A round is a world of
its own: `--seed 7 --only 3` repeats the third of seed 7 alone.
"""

from __future__ import annotations

import argparse
import math
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from infra.local.engines.dynamodb_local import DynamoDBLocal
from infra.local.engines.moto_engine import MotoEngine
from infra.local.engines.tables import create_tables
from infra.local.settings import ENGINES, aws_defaults
from tests.engines import EngineTables
from tests.faults.report import progress, table
from tests.faults.rounds import Outcome, Round

MESSAGES_OF_A_ROUND = 1_000
_PREFIX = "faults-"


def main() -> int:
    """Play rounds; 1 where anything was found."""
    given = _arguments()
    os.environ.update({**aws_defaults(), **os.environ})
    print(f"seed {given.seed}", flush=True)
    rounds = math.ceil(given.messages / MESSAGES_OF_A_ROUND)
    numbers = [given.only] if given.only else range(1, rounds + 1)
    messages = given.messages // rounds
    ends = time.monotonic() + given.minutes * 60 if given.minutes else float("inf")
    total = Outcome()
    for number in numbers:
        if time.monotonic() >= ends:
            break
        with _tables(given.engine) as tables:
            outcome = Round(tables, f"{given.seed}.{number}", messages).play()
        print("\n\n".join([progress(number, len(numbers), outcome), *outcome.told]), flush=True)
        total.add(outcome)
    print(table(total, given.seed, given.engine))
    return 1 if total.findings else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.faults", description="Inject faults.")
    parser.add_argument(
        "--messages", type=_at_least_two, default=20_000, help="in and out together"
    )
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--minutes", type=float, help="begin no round after so long")
    parser.add_argument("--only", type=int, help="the number of the one round to play")
    parser.add_argument("--engine", choices=ENGINES, default="dynamodb-local")
    return parser.parse_args()


def _at_least_two(text: str) -> int:
    number = int(text)
    if number < 2:
        raise argparse.ArgumentTypeError("one in and one out at least")
    return number


@contextmanager
def _tables(engine: str) -> Iterator[EngineTables]:
    """Empty tables on an engine of their own: DynamoDB Local slows down as it fills."""
    if engine == "moto":
        with MotoEngine() as moto:
            yield _made(moto.client)
        return
    local = DynamoDBLocal()
    local.start()
    try:
        yield _made(local.client)
    finally:
        local.stop()


def _made(client: Callable[[str], Any]) -> EngineTables:
    dynamo = client("dynamodb")
    create_tables(dynamo, _PREFIX)
    return EngineTables(dynamo, client("dynamodbstreams"), _PREFIX, None, client)


if __name__ == "__main__":
    sys.exit(main())
