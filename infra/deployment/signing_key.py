"""The first run of a deployment: write the keys that sign access tokens and seal secrets, once.

`python -m infra.deployment.signing_key` uses the credentials of whoever calls it. A key that
is there is left alone, so that a second run ends nobody's session and loses nobody's factor.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import boto3
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OctKey

from chalicelib.core.secret_store import SIGNING_KEY

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

CURVE = "P-256"
SEALING_BITS = 256


def ensure_signing_key(client: SecretsManagerClient) -> bool:
    """Whether a key was written; the stack made the secret with no usable value.

    Deployments of before had one key: the other is put beside it.
    """
    stored = client.get_secret_value(SecretId=SIGNING_KEY).get("SecretString", "")
    fields = usable_keys(stored)
    keys = new_keys() | fields
    if keys == fields:
        return False
    client.put_secret_value(SecretId=SIGNING_KEY, SecretString=json.dumps(keys))
    return True


def new_keys() -> dict[str, str]:
    """Both keys, as the secret holds them."""
    signing = ECKey.generate_key(CURVE, private=True).as_dict(private=True)
    sealing = OctKey.generate_key(SEALING_BITS).as_dict(private=True)
    return {"jwk": json.dumps(signing), "sealing_jwk": json.dumps(sealing)}


def usable_keys(text: str) -> dict[str, str]:
    """The keys that a secret holds already."""
    try:
        fields = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(fields, dict):
        return {}
    kept = {}
    for name, kind in (("jwk", ECKey), ("sealing_jwk", OctKey)):
        try:
            if kind.import_key(json.loads(fields[name])).is_private:
                kept[name] = fields[name]
        except (ValueError, KeyError, TypeError, JoseError):
            continue
    return kept


def main() -> None:
    """Write the key if there is none."""
    written = ensure_signing_key(boto3.Session().client("secretsmanager"))
    print("signing key written" if written else "signing key is there")  # noqa: T201 - a program


if __name__ == "__main__":
    main()
