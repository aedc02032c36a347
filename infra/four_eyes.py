"""`python -m infra.four_eyes --reason "..."`: let no change take a second person any more.

The way out where nobody is left who could approve: for whoever operates the deployment, who
reaches AWS as `make deploy` does (credentials, AWS_REGION, HILO_PREFIX). The product has no
such way of its own. It is put on record as `four_eyes.overridden` with the reason, and the page
of the setting shows it.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence

from chalicelib.bootstrap import Container
from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.settings import load_settings
from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud

OPERATOR = "operator"

Say = Callable[[str], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="infra.four_eyes", description=__doc__)
    choices = load_settings(Choices, os.environ)
    parser.add_argument("--prefix", default=choices.prefix, help="the deployment's")
    parser.add_argument("--reason", required=True, help="why; it stands in the audit")
    given = parser.parse_args(arguments)
    cloud = Cloud.of(os.environ)
    container = Container({"HILO_TABLE_PREFIX": given.prefix}, session=cloud.session)
    return turn_off(container, given.reason, print)


def turn_off(container: Container, reason: str, say: Say) -> int:
    """Guard nothing any more; 1 without a reason."""
    if not reason.strip():
        say("say why")
        return 1
    change = Change("four_eyes.overridden", OPERATOR, to_ms(container.clock.now()))
    was = container.four_eyes.current().in_force
    container.four_eyes.override(reason.strip(), change)
    say(f"{len(was)} areas were guarded, none is now")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
