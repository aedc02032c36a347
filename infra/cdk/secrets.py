"""Secrets whose names the product knows. Those of providers' applications are added by people."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from chalicelib.core.secret_store import SIGNING_KEY
from infra.cdk.nag import acknowledge


class Secrets(Construct):
    """The key that signs access tokens, made with no usable value: the first run writes it."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        self.signing_key = secretsmanager.Secret(
            self,
            "signing-key",
            secret_name=SIGNING_KEY,
            description="Signs access tokens; `jwk` holds a private P-256 key.",
            removal_policy=cdk.RemovalPolicy.RETAIN,
        )
        acknowledge(
            self.signing_key,
            "AwsSolutions-SMG4",
            "A new key ends every session; it is changed by hand, when it may have leaked.",
        )
