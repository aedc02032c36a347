"""Five incidents for a reader: `python -m tests.incidents FOLDER`.

Writes a folder for each, with the functions' logs and the dashboard's figures and without a
word on what was broken, in an order drawn by `--seed`. What was broken is written to the
file `--answers`, which the reader does not get.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import shutil
from pathlib import Path

from infra.local.engines.moto_engine import MotoEngine
from infra.local.engines.tables import create_tables
from tests.engines import EngineTables
from tests.incidents.faults import FAULTS, Fault
from tests.incidents.house import House

_CALM_MINUTES, _BROKEN_MINUTES = 5, 8
_STAGED = FAULTS[:5]


def main() -> None:
    options = _options()
    faults = random.Random(options.seed).sample(_STAGED, len(_STAGED))
    shutil.rmtree(options.folder, ignore_errors=True)
    for handler in logging.getLogger("hilo").handlers:
        handler.setLevel(logging.CRITICAL)  # lines go to the folders alone
    for number, fault in enumerate(faults, start=1):
        folder = options.folder / f"incident-{number}"
        (folder / "logs").mkdir(parents=True)
        stage(fault, folder)
        print(folder)
    answers = {f"incident-{number}": fault.name for number, fault in enumerate(faults, start=1)}
    options.answers.write_text(json.dumps(answers, indent=1) + "\n")


def stage(fault: Fault, folder: Path) -> None:
    """Minutes of work, then the fault; what an operator would have of it is written."""
    with MotoEngine() as engine:
        client = engine.client("dynamodb")
        create_tables(client, "hilo-")
        streams = engine.client("dynamodbstreams")
        house = House(EngineTables(client, streams, "hilo-", None, engine.client))
        with house.lines:
            house.minutes(_CALM_MINUTES)
            fault.breaks(house)
            house.minutes(_BROKEN_MINUTES)
        house.lines.write(folder / "logs")
        house.figures.write(folder / "dashboard.csv")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--answers", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
