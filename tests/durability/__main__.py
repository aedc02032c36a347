"""`make durability`: ten times `kill -9` in the middle of traffic, on one folder.

Prints what was acknowledged and what of it was lost, doubled or torn after each start; exits
with 1 where anything older than a second was lost, or anything at all is doubled or torn.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
from pathlib import Path

from infra.local.settings import ENGINES
from tests.durability.kills import Judged, Kills


def main() -> int:
    given = _arguments()
    print(f"{given.engine}, seed {given.seed}")
    print(f"{'kill':>4}{'acknowledged':>14}{'lost':>6}{'older':>7}{'doubled':>9}", end="")
    print(f"{'sent':>7}{'twice':>7}{'torn':>6}{'start, s':>10}", flush=True)
    found: list[Judged] = []
    with tempfile.TemporaryDirectory(prefix="hilo-durability-") as folder:
        for judged in Kills(given.engine, Path(folder), given.seed).play(given.kills):
            found.append(judged)
            print(_row(len(found), judged), flush=True)
            print("".join(f"     {one}\n" for one in judged.torn), end="")
    print(f"lost in all: {sum(one.lost for one in found)}", end="; ")
    print(f"older than a second: {sum(one.lost_of_old for one in found)}")
    return 0 if all(one.is_sound for one in found) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.durability", description="Kill, and look.")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--engine", choices=ENGINES, default="moto")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    return parser.parse_args()


def _row(number: int, judged: Judged) -> str:
    return (
        f"{number:>4}{judged.acknowledged:>14}{judged.lost:>6}{judged.lost_of_old:>7}"
        f"{judged.doubled:>9}{judged.sent:>7}{judged.sent_twice:>7}{len(judged.torn):>6}"
        f"{judged.start_seconds:>10.1f}"
    )


if __name__ == "__main__":
    sys.exit(main())
