"""What can be made again at any time: functions, doors, the CDN, alarms and the dashboard."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from infra.cdk.alarms import Alarms
from infra.cdk.code_assets import CodeAssets
from infra.cdk.dashboard import Dashboard
from infra.cdk.edge import Edge
from infra.cdk.filling import fill
from infra.cdk.functions import Functions
from infra.cdk.rest_api import RestApi
from infra.cdk.settings import DeploymentSettings
from infra.cdk.socket_api import SocketApi
from infra.cdk.stateful import StatefulStack
from infra.cdk.triggers import Triggers
from infra.cdk.webhook_api import WebhookApi
from infra.deployment.environment import Places
from infra.deployment.lambdas import API
from infra.deployment.names import Names
from infra.deployment.rights import FILES


class StatelessStack(cdk.Stack):
    """Composes: addresses first (they depend on no code), then code, then what calls it."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        settings: DeploymentSettings,
        stateful: StatefulStack,
    ) -> None:
        super().__init__(scope, name, termination_protection=True)
        names = Names(settings.prefix)
        rest = RestApi(self, "RestApi")
        sockets = SocketApi(self, "SocketApi")
        webhooks = WebhookApi(self, "WebhookApi")
        edge = Edge(
            self,
            "Edge",
            settings=settings,
            hosts=(rest.host, sockets.host, webhooks.host),
            file_host=fill(self, names.bucket_host(FILES)),
            logs=stateful.buckets.logs,
        )
        functions = Functions(
            self,
            "Functions",
            assets=CodeAssets(self, "Code", layers_folder=settings.layers_folder),
            names=names,
            socket_api=sockets,
            places=Places(
                names=names,
                fill=lambda template: fill(self, template),
                sockets_url=sockets.url,
                origin=edge.origin,
                organisation=settings.told,
            ),
        )
        rest.serve(functions.live[API])
        sockets.serve(functions.live)
        webhooks.serve(functions.live["webhook"])
        Triggers(self, "Triggers", functions=functions, names=names, stateful=stateful)
        alarms = Alarms(
            self,
            "Alarms",
            settings=settings,
            functions=functions,
            queues=stateful.queues,
            tables=stateful.tables,
        )
        Dashboard(
            self,
            "Dashboard",
            functions=functions,
            queues=stateful.queues,
            tables=stateful.tables,
            alarms=alarms,
        )
        cdk.CfnOutput(self, "Address", value=edge.origin)
        cdk.CfnOutput(self, "WebhookAddress", value=webhooks.address)
        cdk.CfnOutput(self, "WebBucket", value=edge.web.bucket_name)
        cdk.CfnOutput(self, "Distribution", value=edge.distribution.distribution_id)
