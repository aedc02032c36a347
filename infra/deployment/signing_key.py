"""The first run of a deployment: write the key that signs access tokens, once.

`python -m infra.deployment.signing_key` uses the credentials of whoever calls it. A key that
is there is left alone, so that a second run ends nobody's session.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import boto3
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from chalicelib.core.secret_store import SIGNING_KEY

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

CURVE = "P-256"


def ensure_signing_key(client: SecretsManagerClient) -> bool:
    """Whether a key was written; the stack made the secret with no usable value."""
    if _is_usable(client.get_secret_value(SecretId=SIGNING_KEY).get("SecretString", "")):
        return False
    key = ECKey.generate_key(CURVE, private=True).as_dict(private=True)
    client.put_secret_value(SecretId=SIGNING_KEY, SecretString=json.dumps({"jwk": json.dumps(key)}))
    return True


def _is_usable(text: str) -> bool:
    try:
        return ECKey.import_key(json.loads(json.loads(text)["jwk"])).is_private
    except (ValueError, KeyError, TypeError, JoseError):
        return False


def main() -> None:
    """Write the key if there is none."""
    written = ensure_signing_key(boto3.Session().client("secretsmanager"))
    print("signing key written" if written else "signing key is there")  # noqa: T201 - a program


if __name__ == "__main__":
    main()
