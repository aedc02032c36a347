"""The Lambdas, each with its own role, log group and environment, and an alias that is called.

An upgrade publishes a version of each function whose code, layers or numbers changed, and only
then moves `live` to it: who calls is served by the old version until the new one is whole.
Versions stay, so that `live` can be moved back by hand.
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from functions.definition import HttpTrigger
from functions.registry import FUNCTIONS
from infra.cdk.access_log import LOGS_KEPT
from infra.cdk.code_assets import ARM64, RUNTIME, CodeAssets
from infra.cdk.nag import acknowledge
from infra.cdk.roles import allow
from infra.cdk.socket_api import SocketApi
from infra.deployment.environment import Places, environment_of
from infra.deployment.lambdas import LAMBDAS, DeployedLambda
from infra.deployment.logs import WRITES_PLATFORM_LINES
from infra.deployment.names import Names
from infra.deployment.policies import grants

LIVE = "live"
"""The alias that doors, queues, streams and the schedule call."""


class Functions(Construct):
    """`of` maps names to functions, `live` to what callers call, `roles` and `logs` to theirs."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        assets: CodeAssets,
        names: Names,
        socket_api: SocketApi,
        places: Places,
    ) -> None:
        super().__init__(scope, name)
        self._assets, self._places = assets, places
        self.of: dict[str, lambda_.Function] = {}
        self.live: dict[str, lambda_.Alias] = {}
        self.roles: dict[str, iam.Role] = {}
        self.logs: dict[str, logs.LogGroup] = {}
        for one in LAMBDAS.values():
            group = logs.LogGroup(self, f"{one.name}-logs", retention=LOGS_KEPT)
            role = self._role(one, group)
            allow(role, grants(one.rights, names), socket_api)
            self.roles[one.name] = role
            self.logs[one.name] = group
            function = self._function(one, role, group)
            self.of[one.name] = function
            self.live[one.name] = lambda_.Alias(
                self, f"{one.name}-live", alias_name=LIVE, version=function.current_version
            )
        self._consumers_first()

    def _consumers_first(self) -> None:
        """What a new version of a door sends, a new version takes."""
        consumers = {one.name for one in FUNCTIONS if not isinstance(one.trigger, HttpTrigger)}
        for name, alias in self.live.items():
            if name not in consumers:
                alias.node.add_dependency(*(self.live[one] for one in sorted(consumers)))

    def _role(self, one: DeployedLambda, group: logs.LogGroup) -> iam.Role:
        role = iam.Role(
            self,
            f"{one.name}-role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=f"What Hilo's {one.name} may do",
        )
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["logs:CreateLogStream", "logs:PutLogEvents"],
                resources=[group.log_group_arn],
            )
        )
        return role

    def _function(
        self, one: DeployedLambda, role: iam.Role, group: logs.LogGroup
    ) -> lambda_.Function:
        function = lambda_.Function(
            self,
            one.name,
            description=f"Hilo: {one.name}",
            runtime=RUNTIME,
            architecture=ARM64,
            handler=one.handler,
            code=self._assets.package,
            layers=[self._assets.layers[layer] for layer in one.layers],
            role=role,
            log_group=group,
            logging_format=lambda_.LoggingFormat.JSON,
            application_log_level_v2=lambda_.ApplicationLogLevel.INFO,
            system_log_level_v2=_PLATFORM_LEVEL,
            timeout=cdk.Duration.seconds(one.timeout_seconds),
            memory_size=one.memory_mb,
            reserved_concurrent_executions=one.reserved_concurrency,
            environment=environment_of(one, self._places),
            current_version_options=_VERSIONS,
        )
        acknowledge(
            function,
            "AwsSolutions-L1",
            "The runtime is the Python that tests and locks are made with.",
        )
        return function


_PLATFORM_LEVEL = (
    lambda_.SystemLogLevel.INFO if WRITES_PLATFORM_LINES else lambda_.SystemLogLevel.WARN
)
_VERSIONS = lambda_.VersionOptions(removal_policy=cdk.RemovalPolicy.RETAIN)
