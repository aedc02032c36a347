"""The HTTP API for providers' deliveries: the routes of `webhook`, which checks signatures."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from functions.definition import HttpTrigger
from functions.webhook.function import FUNCTION as WEBHOOK
from infra.cdk.access_log import access_log
from infra.cdk.nag import acknowledge
from infra.cdk.route_order import after_permission
from infra.deployment.logs import HTTP_FORMAT

# A campaign brings three thousand statuses a second (docs/status-storm.md).
_DELIVERIES_PER_SECOND, _BURST = 4000, 5000


class WebhookApi(Construct):
    """Its address exists before any code; `serve` adds the routes."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        self.api = gateway.HttpApi(
            self, "api", api_name="hilo-webhooks", create_default_stage=False
        )
        stage = gateway.HttpStage(
            self,
            "stage",
            http_api=self.api,
            stage_name="$default",
            auto_deploy=True,
            throttle=gateway.ThrottleSettings(
                rate_limit=_DELIVERIES_PER_SECOND, burst_limit=_BURST
            ),
        )
        log = access_log(self)
        stage.node.default_child.access_log_settings = gateway.CfnStage.AccessLogSettingsProperty(
            destination_arn=log.log_group_arn, format=HTTP_FORMAT
        )

    @property
    def host(self) -> str:
        return f"{self.api.api_id}.execute-api.{cdk.Stack.of(self).region}.amazonaws.com"

    @property
    def address(self) -> str:
        """What providers are given: they need neither the one domain nor a CDN on the way."""
        return f"https://{self.host}/webhooks"

    def serve(self, webhook: lambda_.IFunction) -> None:
        """The routes that the function declares."""
        integration = integrations.HttpLambdaIntegration("webhook", webhook)
        if not isinstance(WEBHOOK.trigger, HttpTrigger):
            raise TypeError("webhook is called over HTTP")
        for declared in WEBHOOK.trigger.routes:
            method, _, path = declared.partition(" ")
            routes = self.api.add_routes(
                path=path, methods=[gateway.HttpMethod(method)], integration=integration
            )
            signed = "Providers sign their deliveries; the function checks the raw body."
            for route in routes:
                acknowledge(route, "AwsSolutions-APIG4", signed)
                after_permission(route)
