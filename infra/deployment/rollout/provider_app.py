"""`make provider-app`: a provider's application, whose secrets no screen takes.

The secrets go to Secrets Manager and the application's name to the directory, from where the
desk's page of connections knows it. Said again, it replaces the secrets (a rotated one).
"""

from __future__ import annotations

import json
import os
import re
import secrets
import sys
from dataclasses import dataclass, field
from getpass import getpass
from typing import Any

from chalicelib.bootstrap import Container
from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import AppId
from chalicelib.core.secret_store import app_secret_name
from chalicelib.core.settings import load_settings
from chalicelib.domains.connections.models import App
from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud
from infra.deployment.rollout.administrator import container_of
from infra.deployment.rollout.ending import RefusedError, exit_status, require_deployed
from infra.deployment.stacks import outputs_of

CHANNEL = "whatsapp_cloud"
_APP_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class ProviderApp:
    """What the provider's own page shows of an application."""

    app_id: str
    name: str
    app_secret: str = field(repr=False)
    access_token: str = field(repr=False)

    def __post_init__(self) -> None:
        if not _APP_ID.fullmatch(self.app_id):
            raise RefusedError(f"{self.app_id!r} is no id of an application")


def register(cloud: Cloud, container: Container, app: ProviderApp) -> str:
    """Store it; answers the verify token, which stays the same from then on.

    Raises RefusedError where something else stands in its secret.
    """
    client = cloud.client("secretsmanager")
    name = app_secret_name(app.app_id)
    verify_token = _stored(client, name).get("verify_token") or secrets.token_urlsafe(24)
    fields = {
        "app_secret": app.app_secret,
        "access_token": app.access_token,
        "verify_token": verify_token,
    }
    try:
        client.put_secret_value(SecretId=name, SecretString=json.dumps(fields))
    except client.exceptions.ResourceNotFoundException:
        client.create_secret(Name=name, SecretString=json.dumps(fields))
    if AppId(app.app_id) not in container.connection_repository.load().apps:
        change = Change("app.created", "deployment", to_ms(container.clock.now()))
        known = App(AppId(app.app_id), CHANNEL, app.name, 1)
        container.connection_repository.save_app(known, change)
    return str(verify_token)


def _stored(client: Any, name: str) -> dict[str, str]:
    try:
        text = client.get_secret_value(SecretId=name)["SecretString"]
    except client.exceptions.ResourceNotFoundException:
        return {}
    try:
        return dict(json.loads(text))
    except (TypeError, ValueError) as exc:
        raise RefusedError(f"The secret {name} holds no JSON object: delete it first.") from exc


def main() -> None:
    """Asks for what it needs; secrets are not shown while they are typed. Raises RefusedError."""
    choices, cloud = load_settings(Choices, os.environ), Cloud.of(os.environ)
    require_deployed(cloud, choices)
    address = outputs_of(cloud, choices.stateless_stack)["WebhookAddress"]
    app = ProviderApp(
        app_id=input("Id of the application at Meta: ").strip(),
        name=input("Its name: ").strip(),
        app_secret=getpass("Its app secret: ").strip(),
        access_token=getpass("A permanent access token: ").strip(),
    )
    verify_token = register(cloud, container_of(cloud, choices), app)
    print(  # noqa: T201 - a program
        "Enter at Meta, under Webhooks:\n"
        f"  callback address  {address}/whatsapp-cloud/{app.app_id}\n"
        f"  verify token      {verify_token}"
    )


if __name__ == "__main__":
    sys.exit(exit_status(main))
