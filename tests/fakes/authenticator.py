"""An authenticator and the browser before it, as WebAuthn (level 3) describes them.

It keeps ES256 keys, counts their uses, verifies its user unless it is told not to, and says what
a page is served from: tests lie here as a dishonest page would.
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

_PRESENT, _VERIFIED, _HAS_KEY = 0x01, 0x04, 0x40
_ES256 = -7


@dataclass
class Authenticator:
    """`origin`: where the page stands that asks; `counts` uses, or says 0 as synced keys do."""

    origin: str = "https://hilo.test"
    verifies: bool = True
    counts: bool = True
    counter: int = 0
    keys: dict[str, ec.EllipticCurvePrivateKey] = field(default_factory=dict)
    holder: str = ""

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """A new key for a PublicKeyCredentialCreationOptionsJSON; a RegistrationResponseJSON."""
        key, raw_id = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(32)
        credential_id, self.holder = encoded(raw_id), options["user"]["id"]
        self.keys[credential_id] = key
        told = self._client_data("webauthn.create", options["challenge"])
        attested = bytes(16) + len(raw_id).to_bytes(2, "big") + raw_id + _cose(key)
        data = self._data(options["rp"]["id"], _HAS_KEY) + attested
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return _credential(
            credential_id, {"clientDataJSON": encoded(told), "attestationObject": encoded(made)}
        )

    def get(self, options: dict[str, Any], holder: str | None = None) -> dict[str, Any]:
        """What one of the keys signs for a PublicKeyCredentialRequestOptionsJSON.

        `holder`: another user handle than the true one.
        """
        allowed = [one["id"] for one in options["allowCredentials"]] or list(self.keys)
        credential_id = next(one for one in allowed if one in self.keys)
        told = self._client_data("webauthn.get", options["challenge"])
        data = self._data(options["rpId"])
        signature = self.keys[credential_id].sign(data + sha256(told).digest(), ec.ECDSA(SHA256()))
        return _credential(
            credential_id,
            {
                "clientDataJSON": encoded(told),
                "authenticatorData": encoded(data),
                "signature": encoded(signature),
                "userHandle": self.holder if holder is None else holder,
            },
        )

    def _client_data(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(told).encode()

    def _data(self, host: str, flags: int = 0) -> bytes:
        self.counter += 1 if self.counts else 0
        flags |= _PRESENT | (_VERIFIED if self.verifies else 0)
        return sha256(host.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")


def encoded(content: bytes) -> str:
    """As base64url without padding."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """What `encoded` wrote."""
    return urlsafe_b64decode(f"{text}===")


def _credential(credential_id: str, response: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": credential_id,
        "rawId": credential_id,
        "type": "public-key",
        "clientExtensionResults": {},
        "response": response,
    }


def _cose(key: ec.EllipticCurvePrivateKey) -> bytes:
    at = key.public_key().public_numbers()
    return cbor2.dumps(
        {1: 2, 3: _ES256, -1: 1, -2: at.x.to_bytes(32, "big"), -3: at.y.to_bytes(32, "big")}
    )
