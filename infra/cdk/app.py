"""The deployment as two stacks: what must never be lost, and what can be made again any time."""

from __future__ import annotations

import aws_cdk as cdk
import cdk_nag

from infra.cdk.settings import read_settings
from infra.cdk.stateful import StatefulStack
from infra.cdk.stateless import StatelessStack
from infra.deployment.names import Names
from infra.deployment.settings import stack_names

_VERSIONS_SEE = (
    "@aws-cdk/aws-lambda:recognizeLayerVersion",
    "@aws-cdk/aws-lambda:recognizeVersionProps",
)
"""Else a change of packages alone publishes no version and never goes live."""


def build(app: cdk.App) -> tuple[StatefulStack, StatelessStack]:
    """Both stacks, checked by cdk-nag at synthesis."""
    for flag in _VERSIONS_SEE:
        app.node.set_context(flag, True)
    settings = read_settings(app.node.try_get_context)
    kept, made_again = stack_names(settings.prefix)
    stateful = StatefulStack(app, kept, names=Names(settings.prefix))
    stateless = StatelessStack(app, made_again, settings=settings, stateful=stateful)
    stateless.add_stack_dependency(stateful)
    cdk.Tags.of(app).add("hilo", settings.prefix.rstrip("-"))
    cdk.Validations.of(app).add_plugins(cdk_nag.AwsSolutionsChecks(app))
    return stateful, stateless
