"""The Lambdas, each with its own role, log group and environment."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.cdk.code_assets import ARM64, RUNTIME, CodeAssets
from infra.cdk.nag import acknowledge
from infra.cdk.roles import allow
from infra.cdk.socket_api import SocketApi
from infra.deployment.environment import Places, environment_of
from infra.deployment.lambdas import LAMBDAS, DeployedLambda
from infra.deployment.logs import WRITES_PLATFORM_LINES
from infra.deployment.names import Names
from infra.deployment.policies import grants


class Functions(Construct):
    """`of` maps names to functions, `roles` and `logs` to what belongs to them."""

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
        self.roles: dict[str, iam.Role] = {}
        self.logs: dict[str, logs.LogGroup] = {}
        for one in LAMBDAS.values():
            group = logs.LogGroup(self, f"{one.name}-logs", retention=_KEPT)
            role = self._role(one, group)
            allow(role, grants(one.rights, names), socket_api)
            self.roles[one.name] = role
            self.logs[one.name] = group
            self.of[one.name] = self._function(one, role, group)

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
_KEPT = logs.RetentionDays.THREE_MONTHS
