"""The REST API, stage `api`: everything under one path, to the Chalice app.

The app finds the pattern of a path, and answers 404 and 405 as it does locally (ADR 0045).
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from chalicelib.api.paths import EVERYTHING
from infra.cdk.access_log import access_log
from infra.cdk.gateway_problems import add_problems
from infra.cdk.nag import acknowledge
from infra.deployment.logs import REST_FORMAT

STAGE = "api"
_REQUESTS_PER_SECOND, _BURST = 500, 1000


class RestApi(Construct):
    """Its address exists before any code; `serve` adds the routes."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        self.api = apigateway.RestApi(
            self,
            "api",
            rest_api_name="hilo-api",
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            cloud_watch_role=True,
            min_compression_size=cdk.Size.kibibytes(1),
            deploy_options=apigateway.StageOptions(
                stage_name=STAGE,
                throttling_rate_limit=_REQUESTS_PER_SECOND,
                throttling_burst_limit=_BURST,
                metrics_enabled=False,  # of each route, at a price; those of the stage are there
                logging_level=apigateway.MethodLoggingLevel.ERROR,
                data_trace_enabled=False,
                access_log_destination=apigateway.LogGroupLogDestination(access_log(self)),
                access_log_format=apigateway.AccessLogFormat.custom(REST_FORMAT),
            ),
        )
        add_problems(self.api)
        self._acknowledge()

    @property
    def host(self) -> str:
        return f"{self.api.rest_api_id}.execute-api.{cdk.Stack.of(self).region}.amazonaws.com"

    def serve(self, app: lambda_.IFunction) -> None:
        """Everything to the Chalice app; deployed when it may be called."""
        integration = apigateway.LambdaIntegration(
            app, allow_test_invoke=False, scope_permission_to_method=False
        )
        self.api.root.resource_for_path(EVERYTHING).add_method("ANY", integration)
        permitted = [
            one for one in self.api.node.children if isinstance(one, lambda_.CfnPermission)
        ]
        self.api.latest_deployment.node.add_dependency(*permitted)

    def _acknowledge(self) -> None:
        checked = "Chalice checks every request; a validator here would answer in another form."
        acknowledge(self.api, "AwsSolutions-APIG2", checked)
        own = "The endpoint decorator verifies tokens and permissions; sign-in has neither."
        acknowledge(self.api, "AwsSolutions-APIG4", own)
        acknowledge(self.api, "AwsSolutions-COG4", "Sign-in is ours: OpenID Connect and TOTP.")
        waf = "Rules of a firewall are the organisation's; rates are limited here and by account."
        acknowledge(self.api, "AwsSolutions-APIG3", waf)
        logs = "API Gateway's own managed policy for writing logs, once per account."
        policy = "Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/"
        acknowledge(
            self.api,
            f"AwsSolutions-IAM4[{policy}AmazonAPIGatewayPushToCloudWatchLogs]",
            logs,
        )
