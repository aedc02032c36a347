"""The WebSocket API, stage `ws`: opening, frames and closing, each to a handler of the app."""

from __future__ import annotations

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.cdk.access_log import access_log
from infra.cdk.nag import acknowledge
from infra.cdk.route_order import after_permission
from infra.deployment.lambdas import CONNECT, DISCONNECT, MESSAGE
from infra.deployment.logs import SOCKET_FORMAT
from infra.deployment.names import SOCKET_STAGE

_FRAMES_PER_SECOND, _BURST = 500, 1000
_ROUTES = {"$connect": CONNECT, "$default": MESSAGE, "$disconnect": DISCONNECT}


class SocketApi(Construct):
    """Its address exists before any code; `serve` adds the routes."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        self.api = gateway.WebSocketApi(self, "api", api_name="hilo-sockets")
        stage = gateway.WebSocketStage(
            self,
            "stage",
            web_socket_api=self.api,
            stage_name=SOCKET_STAGE,
            auto_deploy=True,
            throttle=gateway.ThrottleSettings(rate_limit=_FRAMES_PER_SECOND, burst_limit=_BURST),
        )
        log = access_log(self)
        made = stage.node.default_child
        made.access_log_settings = gateway.CfnStage.AccessLogSettingsProperty(
            destination_arn=log.log_group_arn, format=SOCKET_FORMAT
        )

    @property
    def host(self) -> str:
        return f"{self.api.api_id}.execute-api.{cdk.Stack.of(self).region}.amazonaws.com"

    @property
    def url(self) -> str:
        """Where frames are posted to sockets."""
        return f"https://{self.host}/{SOCKET_STAGE}"

    @property
    def logical_id(self) -> str:
        """The API's name within the template."""
        return cdk.Stack.of(self).get_logical_id(self.api.node.default_child)

    def serve(self, functions: Mapping[str, lambda_.IFunction]) -> None:
        """Each route to its handler."""
        for route_key, name in _ROUTES.items():
            integration = integrations.WebSocketLambdaIntegration(name, functions[name])
            route = self.api.add_route(route_key, integration=integration)
            ticket = "A ticket, good once and for a minute, is checked when the socket opens."
            acknowledge(route, "AwsSolutions-APIG4", ticket)
            after_permission(route)
