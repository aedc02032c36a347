"""Both stacks by the CDK's command line, the one that is kept first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud
from infra.deployment.code import BUILD
from infra.deployment.processes import CDK, Processes

OUTPUTS = BUILD / "outputs.json"
LAYERS_FOLDER = BUILD / "layers"


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the stacks say about themselves."""

    address: str
    web_bucket: str
    distribution: str


def deploy_stacks(
    cloud: Cloud, choices: Choices, processes: Processes, outputs: Path = OUTPUTS
) -> Outputs:
    """`outputs` is written. Raises ProcessFailedError; what was deployed before then serves on."""
    outputs.parent.mkdir(parents=True, exist_ok=True)
    outputs.unlink(missing_ok=True)
    environment = {
        "AWS_REGION": cloud.region,
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1",
    }
    processes.run(*_command(choices, outputs), environment=environment)
    told = json.loads(outputs.read_text())[choices.stateless_stack]
    return Outputs(told["Address"], told["WebBucket"], told["Distribution"])


def _command(choices: Choices, outputs: Path) -> Iterator[str]:
    yield from (*CDK, "deploy", choices.kept_stack, choices.stateless_stack)
    yield from ("--require-approval", "never", "--outputs-file", str(outputs))
    context = {**choices.context(), "layers_folder": str(LAYERS_FOLDER)}
    for name, value in context.items():
        yield from ("--context", f"{name}={value}")
