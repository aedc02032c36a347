"""The code of Lambdas: one package of ours, and layers of what others wrote."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.deployment.code import BUILD, assemble
from infra.deployment.layers import LAYERS, PYTHON

RUNTIME = lambda_.Runtime(f"python{PYTHON}", lambda_.RuntimeFamily.PYTHON)
ARM64 = lambda_.Architecture.ARM_64


class CodeAssets(Construct):
    """`package`, and `layers` by name; layers that were not built are empty, with a warning."""

    def __init__(self, scope: Construct, name: str, *, layers_folder: str) -> None:
        super().__init__(scope, name)
        self.package = lambda_.Code.from_asset(str(assemble(BUILD / "package")))
        folder = Path(layers_folder) if layers_folder else _placeholders(BUILD / "no-layers")
        if not layers_folder:
            text = "Layers are empty: build them (make layers) before this is deployed."
            cdk.Annotations.of(self).add_warning_v2("hilo:layers", text)
        self.layers = {one: self._layer(one, folder / one) for one in LAYERS}

    def _layer(self, name: str, folder: Path) -> lambda_.LayerVersion:
        return lambda_.LayerVersion(
            self,
            name,
            code=lambda_.Code.from_asset(str(folder)),
            compatible_runtimes=[RUNTIME],
            compatible_architectures=[ARM64],
            description=f"Hilo: layers/{name}/requirements.txt",
            removal_policy=cdk.RemovalPolicy.RETAIN,
        )


def _placeholders(folder: Path) -> Path:
    for name in LAYERS:
        (folder / name / "python").mkdir(parents=True, exist_ok=True)
        (folder / name / "python" / "NOT_BUILT").write_text(f"{name}\n")
    return folder
