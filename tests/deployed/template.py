"""The synthesized templates as a deployment would fill them in: environments and policies."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

ACCOUNT, REGION = "123456789012", "us-east-1"
_PSEUDO = {"AWS::AccountId": ACCOUNT, "AWS::Region": REGION, "AWS::Partition": "aws"}


@dataclass(frozen=True, slots=True)
class Policy:
    """What a role allows."""

    statements: tuple[tuple[frozenset[str], str], ...]

    def allows(self, action: str, resource: str) -> bool:
        return any(
            action in actions and fnmatchcase(resource, pattern)
            for actions, pattern in self.statements
        )


@dataclass(frozen=True, slots=True)
class Deployed:
    """One Lambda as the template has it."""

    handler: str
    environment: Mapping[str, str]
    timeout_seconds: int
    memory_mb: int
    layers: tuple[str, ...]
    policy: Policy
    package: Path
    """What is deployed of our own code, as the CDK has laid it out."""


class DeployedTemplate:
    """Reads what the CDK wrote into a folder; unless told, the stateless stack is meant."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.stateful = self._read("stateful")
        self._resources: dict[str, Any] = self._read("stateless")["Resources"]

    def lambdas(self) -> dict[str, Deployed]:
        """By name."""
        return {
            given["Description"].removeprefix("Hilo: "): self._deployed(given)
            for given in self._properties("AWS::Lambda::Function")
        }

    def page_policy(self) -> str:
        """The Content-Security-Policy of pages."""
        (cdn,) = self._properties("AWS::CloudFront::Distribution")
        name = cdn["DistributionConfig"]["DefaultCacheBehavior"]["ResponseHeadersPolicyId"]["Ref"]
        given = self._resources[name]["Properties"]
        known = given["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
        return self._filled(known["ContentSecurityPolicy"]["ContentSecurityPolicy"])

    def _read(self, stack: str) -> dict[str, Any]:
        (file,) = self._folder.glob(f"*-{stack}.template.json")
        template: dict[str, Any] = json.loads(file.read_text())
        return template

    def _deployed(self, given: Mapping[str, Any]) -> Deployed:
        layers = [self._resources[layer["Ref"]]["Properties"] for layer in given["Layers"]]
        variables = given["Environment"]["Variables"]
        return Deployed(
            handler=given["Handler"],
            environment={name: self._filled(value) for name, value in variables.items()},
            timeout_seconds=given["Timeout"],
            memory_mb=given["MemorySize"],
            layers=tuple(layer["Description"].split("/")[1] for layer in layers),
            policy=Policy(tuple(self._statements(given["Role"]["Fn::GetAtt"][0]))),
            package=self._folder / f"asset.{Path(given['Code']['S3Key']).stem}",
        )

    def _statements(self, role: str) -> Iterator[tuple[frozenset[str], str]]:
        for given in self._properties("AWS::IAM::Policy"):
            if {"Ref": role} not in given["Roles"]:
                continue
            for statement in given["PolicyDocument"]["Statement"]:
                actions, resources = statement["Action"], statement["Resource"]
                actions = [actions] if isinstance(actions, str) else actions
                resources = resources if isinstance(resources, list) else [resources]
                yield from ((frozenset(actions), self._filled(one)) for one in resources)

    def _properties(self, kind: str) -> Iterator[dict[str, Any]]:
        for resource in self._resources.values():
            if resource["Type"] == kind:
                yield resource["Properties"]

    def _filled(self, value: Any) -> str:
        """Ids that AWS would give are the logical ones here."""
        match value:
            case str():
                return value
            case {"Ref": name}:
                return _PSEUDO.get(name, str(name))
            case {"Fn::GetAtt": [name, attribute]}:
                return f"{name}.{attribute}".lower()
            case {"Fn::Join": [glue, parts]}:
                return str(glue).join(self._filled(part) for part in parts)
            case _:
                raise ValueError(f"neither text nor reference: {value}")
