"""The secrets of the local stack: those of the contract, a signing key made once, and where
mails go in this run."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from joserfc.jwk import ECKey

from chalicelib.core.secret_store import SIGNING_KEY, SMTP_SERVER, app_secret_name
from infra.local.graph.models import GraphSettings

if TYPE_CHECKING:
    import boto3

VERIFY_TOKEN = "local-verify-token"


def create_secrets(
    session: boto3.Session, graph: GraphSettings, mail_server: tuple[str, int]
) -> None:
    """Put those into Secrets Manager that are not there yet; the mail server's anew."""
    client = session.client("secretsmanager")
    app = {
        "app_secret": graph.app_secret,
        "verify_token": VERIFY_TOKEN,
        "access_token": graph.access_token,
    }
    key = ECKey.generate_key("P-256", private=True).as_dict(private=True)
    signing = {"jwk": json.dumps(key)}
    for name, fields in ((app_secret_name(graph.app_id), app), (SIGNING_KEY, signing)):
        with suppress(client.exceptions.ResourceExistsException):
            client.create_secret(Name=name, SecretString=json.dumps(fields))
    host, port = mail_server
    server = json.dumps({"host": host, "port": str(port), "security": "none"})
    try:
        client.create_secret(Name=SMTP_SERVER, SecretString=server)
    except client.exceptions.ResourceExistsException:
        client.put_secret_value(SecretId=SMTP_SERVER, SecretString=server)
