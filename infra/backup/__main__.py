"""`python -m infra.backup`: copy the tables of a deployment into a folder, and bring them back.

AWS is reached as `make deploy` reaches it (credentials, AWS_REGION, HILO_PREFIX), another
engine by AWS_ENDPOINT_URL_DYNAMODB.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.settings import load_settings
from chalicelib.core.tables import TABLES
from infra.backup.adopting import adopt
from infra.backup.errors import BackupError
from infra.backup.exporting import export
from infra.backup.files import check
from infra.backup.manifest import Manifest
from infra.backup.pausing import Deployment
from infra.backup.restoring import LEFT_EMPTY, restore
from infra.backup.tables import SEGMENTS, WholeTables
from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud

NAMES = [table.name for table in TABLES]


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code; what went wrong is said in one line."""
    given = _parser().parse_args(arguments)
    try:
        given.run(given)
    except (BackupError, BotoCoreError, ClientError) as refused:
        print(f"{refused}.", file=sys.stderr)  # noqa: T201 - a program
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="infra.backup", description=__doc__)
    commands = parser.add_subparsers(required=True)

    exporting = commands.add_parser("export", help="copy tables into an empty folder")
    exporting.set_defaults(run=_export)
    restoring = commands.add_parser("restore", help="bring a backup back and verify it")
    restoring.set_defaults(run=_restore)
    restoring.add_argument(
        "--replace",
        metavar="PREFIX",
        default="",
        help="empty the tables first; say their prefix once more",
    )
    checking = commands.add_parser("check", help="whether a backup is whole")
    checking.set_defaults(run=_check)
    adopting = commands.add_parser("adopt", help="make a backup of exports by AWS")
    adopting.set_defaults(run=_adopt)
    pausing = commands.add_parser("pause", help="hold a deployment still; queues keep what comes")
    pausing.set_defaults(run=_pause)
    resuming = commands.add_parser("resume", help="let it go on")
    resuming.set_defaults(run=_resume)
    for command in (exporting, restoring, checking, adopting):
        command.add_argument("folder", type=Path)
    for command in (exporting, restoring, pausing, resuming):
        command.add_argument("--prefix", default=_choices().prefix, help="the deployment's")
    for command in (exporting, restoring):
        command.add_argument(
            "--table", action="append", choices=NAMES, help="only this one; may be repeated"
        )
    adopting.add_argument("exports", nargs="+", metavar="TABLE=FOLDER", type=_pair)
    return parser


def _pair(text: str) -> tuple[str, Path]:
    name, _, folder = text.partition("=")
    if name not in NAMES or not folder:
        raise argparse.ArgumentTypeError(f"TABLE=FOLDER, with a table of {', '.join(NAMES)}")
    return name, Path(folder)


def _export(given: argparse.Namespace) -> None:
    _tell(export(_tables(given.prefix), given.table or NAMES, given.folder, _now))


def _restore(given: argparse.Namespace) -> None:
    if given.replace not in ("", given.prefix):
        raise BackupError(f"--replace {given.replace} is not --prefix {given.prefix}")
    names, tables = given.table or NAMES, _tables(given.prefix)
    counts = restore(tables, names, given.folder, replace=bool(given.replace))
    for name, count in counts.items():
        left = " (left empty: it is of its day alone)" if name in LEFT_EMPTY else ""
        print(f"{given.prefix}{name}: {count} items, verified{left}")  # noqa: T201


def _check(given: argparse.Namespace) -> None:
    manifest = Manifest.read(given.folder)
    check(given.folder, manifest)
    _tell(manifest)


def _adopt(given: argparse.Namespace) -> None:
    _tell(adopt(dict(given.exports), given.folder))


def _pause(given: argparse.Namespace) -> None:
    Deployment(_session(), given.prefix).pause()
    print("paused: functions under way end within two minutes")  # noqa: T201


def _resume(given: argparse.Namespace) -> None:
    Deployment(_session(), given.prefix).resume()
    print("it goes on")  # noqa: T201


def _tell(manifest: Manifest) -> None:
    for name, table in manifest.tables.items():
        print(f"{name}: {table.items} items")  # noqa: T201
    began = datetime.fromtimestamp(manifest.began_second, UTC).isoformat()
    print(f"as of {began}")  # noqa: T201


def _tables(prefix: str) -> WholeTables:
    config = Config(
        max_pool_connections=2 * SEGMENTS, retries={"mode": "adaptive", "total_max_attempts": 10}
    )
    return WholeTables(_session().client("dynamodb", config=config), prefix)


def _choices() -> Choices:
    return load_settings(Choices, os.environ)


def _session() -> boto3.Session:
    return Cloud.of(os.environ).session


def _now() -> int:
    return int(time.time())


if __name__ == "__main__":
    sys.exit(main())
