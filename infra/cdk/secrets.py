"""Secrets whose names the product knows. Those of providers' applications are added by people."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from chalicelib.core.secret_store import EDGE_KEY, SIGNING_KEY
from infra.cdk.nag import acknowledge

_BY_HAND = "It is changed by hand, when it may have leaked: a new one {}."


class Secrets(Construct):
    """Kept when the stack goes; values are in no template."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        self._secret(
            "signing-key",
            SIGNING_KEY,
            "Signs access tokens; `jwk` holds a private P-256 key, which the first run writes.",
            "ends every session",
        )
        self._secret(
            "edge-key",
            EDGE_KEY,
            "By `key` the API knows the CDN.",
            "needs the CDN to be deployed again",
            generate_secret_string=secretsmanager.SecretStringGenerator(
                secret_string_template="{}",  # noqa: S106 - what surrounds it
                generate_string_key="key",
                exclude_punctuation=True,
                password_length=48,
            ),
        )

    def _secret(
        self, name: str, secret_name: str, description: str, change: str, **more: Any
    ) -> None:
        made = secretsmanager.Secret(
            self,
            name,
            secret_name=secret_name,
            description=description,
            removal_policy=cdk.RemovalPolicy.RETAIN,
            **more,
        )
        acknowledge(made, "AwsSolutions-SMG4", _BY_HAND.format(change))
