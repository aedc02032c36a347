"""`python -m infra.audit`: verify every entry of the audit against the chain and its seals.

AWS is reached as `make deploy` reaches it (credentials, AWS_REGION, HILO_PREFIX). Nothing is
written. The exit code is 1 where anything is not what it was.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence

from chalicelib.bootstrap import Container
from chalicelib.core.settings import load_settings
from chalicelib.domains.audit.models import Verified
from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud
from infra.deployment.names import Names
from infra.deployment.rights import SEALS

Say = Callable[[str], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="infra.audit", description=__doc__)
    choices = load_settings(Choices, os.environ)
    parser.add_argument("--prefix", default=choices.prefix, help="the deployment's")
    prefix: str = parser.parse_args(arguments).prefix
    cloud = Cloud.of(os.environ)
    account = cloud.client("sts").get_caller_identity()["Account"]
    bucket = Names(prefix).bucket(SEALS).format(account=account, region=cloud.region)
    environment = {"HILO_TABLE_PREFIX": prefix, "HILO_SEALS_BUCKET": bucket}
    container = Container(environment, session=cloud.session)
    return report(container.sealing.verify_all(), print)


def report(chains: Sequence[Verified], say: Say) -> int:
    """Say what was found; 1 where something is not what it was."""
    holes = [hole for chain in chains for hole in chain.holes]
    for hole in holes:
        say(f"chain {hole.shard}, entry {hole.number}: {hole.flaw}")
    entries = sum(chain.head.number for chain in chains)
    say(f"{entries} entries in {len(chains)} chains, {len(holes)} holes")
    return 1 if holes else 0


if __name__ == "__main__":
    raise SystemExit(main())
