"""The programs on this machine that deploying calls."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infra.deployment.preflight.findings import Finding
from infra.deployment.processes import CDK, CDK_VERSION, Processes, ProcessFailedError

NEEDED_NODE = (20, 19)
_VERSION = re.compile(r"v?(\d+)\.(\d+)")


def check_tools(processes: Processes) -> Iterator[Finding]:
    """Node, and the CDK's command line at the pinned version."""
    needed = ".".join(map(str, NEEDED_NODE))
    mend = f"Install Node {needed} or later."
    try:
        told = processes.answer("node", "--version")
    except ProcessFailedError:
        yield Finding("There is no Node on this machine.", mend)
        return  # the CDK's command line needs it
    found = _VERSION.match(told)
    if found is None or (int(found[1]), int(found[2])) < NEEDED_NODE:
        yield Finding(f"Node is {told}.", mend)
        return
    try:
        told = processes.answer(*CDK, "--version")
    except ProcessFailedError as exc:
        mend = "Look at npm's configuration: it must be able to fetch that package."
        yield Finding(f"The CDK's command line cannot be started: {exc}", mend)
        return
    if told.split(" ")[0] != CDK_VERSION:
        mend = "Remove the other one from this folder (npm ls aws-cdk)."
        yield Finding(f"The CDK's command line is {told}; {CDK_VERSION} is needed.", mend)
