"""What must never be lost: tables, buckets of customers' files and bodies, queues, secrets."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from infra.cdk.buckets import Buckets
from infra.cdk.queues import Queues
from infra.cdk.secrets import Secrets
from infra.cdk.tables import Tables
from infra.deployment.names import Names


class StatefulStack(cdk.Stack):
    """Composes; every part stays when the stack is deleted."""

    def __init__(self, scope: Construct, name: str, *, names: Names) -> None:
        super().__init__(scope, name, termination_protection=True)
        self.tables = Tables(self, "Tables", names=names)
        self.buckets = Buckets(self, "Buckets", names=names)
        self.queues = Queues(self, "Queues", names=names)
        self.secrets = Secrets(self, "Secrets")
