"""`make bench`: units, growth, latency, the steps of a message, cold starts, sizes of code.

`--only units,growth,cold,steps,storm,latency,sizes` narrows it. What needs DynamoDB Local is
left out, loudly, where Java is missing. Units on moto are constant whatever is done and are
not shown.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

from chalicelib.core.observability import logger
from infra.local.engines.dynamodb_local import DYNAMODB_LOCAL
from infra.local.engines.java import EngineMissingError
from infra.local.settings import aws_defaults
from tests.bench import cold_start, growth, latency, layers, stack, status_storm, steps, units
from tests.bench.engine_tables import empty_tables
from tests.engines import EngineTables

PARTS = ("units", "growth", "latency", "steps", "cold", "storm", "sizes")
_TITLES = {"moto": "moto", "dynamodb-local": "DynamoDB Local"}
_PORT = 8790


def main() -> None:
    """Measure and print part after part."""
    wanted, port = _arguments()
    logger.setLevel("ERROR")
    os.environ.update({**aws_defaults(), **os.environ})
    engines = ["moto"]
    try:
        DYNAMODB_LOCAL.require()
        engines.append("dynamodb-local")
    except EngineMissingError as exc:
        print(f"LEFT OUT: units, growth, and everything on DynamoDB Local: {exc}\n")
    for part in wanted:
        for table in _tables_of(part, engines, port):
            print(f"{table}\n", flush=True)


def _arguments() -> tuple[list[str], int]:
    parser = argparse.ArgumentParser(prog="tests.bench", description="Measure the product.")
    parser.add_argument("--only", default=",".join(PARTS), help=f"of {','.join(PARTS)}")
    parser.add_argument("--port", type=int, default=_PORT, help="where the product is started")
    given = parser.parse_args()
    wanted: list[str] = given.only.split(",")
    if unknown := set(wanted) - set(PARTS):
        parser.error(f"--only knows {', '.join(PARTS)}, not {', '.join(sorted(unknown))}")
    return [part for part in PARTS if part in wanted], given.port


def _tables_of(part: str, engines: list[str], port: int) -> Iterator[str]:
    if part == "cold":
        yield cold_start.as_table(cold_start.measure())
    elif part == "storm":
        yield status_storm.measure()
    elif part == "sizes":
        yield layers.as_table(layers.measure())
    elif part in ("units", "growth"):
        if "dynamodb-local" in engines:
            with empty_tables() as tables:
                yield _counted(part, tables("bench-"))
    elif part == "steps":
        for engine in engines:
            yield steps.as_table(_TITLES[engine], *steps.measure(engine))
        yield steps.as_table("moto, kept on disk", *steps.measure("moto", kept=True))
    else:
        for engine in engines:
            yield _latency(engine, port)


def _counted(part: str, tables: EngineTables) -> str:
    if part == "units":
        return units.as_table(units.UnitsBench(tables).measure())
    return growth.as_table(growth.GrowthBench(tables).measure())


def _latency(engine: str, port: int) -> str:
    """Rows of text about the running product."""
    with stack.running(engine, port) as running:
        one = latency.sequential(running)
        bursts = [latency.burst(running, each) for each in latency.CONCURRENCIES]
    rows = [f"{f'latency, running product ({_TITLES[engine]})':42}{'p50':>8}{'p95':>8}{'p99':>8}"]
    rows.append(f"{'inbound to socket, ms':42}{one.p50:>8.1f}{one.p95:>8.1f}{one.p99:>8.1f}")
    rows.append(f"{'bursts until all is visible':42}{'sent':>8}{'seen':>8}{'per s':>8}")
    rows += [_burst_row(each) for each in bursts]
    return "\n".join(rows)


def _burst_row(burst: latency.Burst) -> str:
    """A burst that was not watched to its end says nothing of speed."""
    speed = f"{burst.per_second:>8.1f}" if burst.seen == burst.sent else "  not seen to the end"
    return f"{f'concurrency {burst.concurrency}':42}{burst.sent:>8}{burst.seen:>8}{speed}"


if __name__ == "__main__":
    main()
