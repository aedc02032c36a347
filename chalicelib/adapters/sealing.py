"""Sealing by joserfc: JWE, direct encryption with AES-256-GCM and a key of the secret store,
or one that only the caller has.

The secret `hilo/signing-key` holds the key under `sealing_jwk` (RFC 7517, JSON).
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.core.secret_store import SIGNING_KEY, SecretStore
from chalicelib.domains.security.ports import SealBrokenError

if TYPE_CHECKING:
    from joserfc.jwk import OctKey

_HEADER = {"alg": "dir", "enc": "A256GCM"}
_ALGORITHMS = ["dir", "A256GCM"]
_FIELD = "sealing_jwk"


class JoseSealer:
    """Sealer; the key is read at the first use."""

    def __init__(self, secrets: SecretStore) -> None:
        self._secrets = secrets

    @cached_property
    def _key(self) -> OctKey:
        from joserfc.jwk import OctKey  # noqa: PLC0415 - paid at the first use

        fields = self._secrets.read(SIGNING_KEY)
        if _FIELD not in fields:  # written by an upgrade since
            fields = self._secrets.read(SIGNING_KEY, fresh=True)
        return OctKey.import_key(json.loads(fields[_FIELD]))

    def seal(self, text: str, purpose: str) -> str:
        """As a compact JWE."""
        from joserfc import jwe  # noqa: PLC0415

        sealed = json.dumps({"for": purpose, "text": text}).encode()
        return jwe.encrypt_compact(_HEADER, sealed, self._key, algorithms=_ALGORITHMS)

    def unseal(self, sealed: str, purpose: str) -> str:
        """What was sealed for this purpose."""
        from joserfc import jwe  # noqa: PLC0415
        from joserfc.errors import JoseError  # noqa: PLC0415

        try:
            opened = jwe.decrypt_compact(sealed, self._key, algorithms=_ALGORITHMS)
            fields = json.loads(opened.plaintext or b"")
        except (JoseError, ValueError) as exc:
            raise SealBrokenError("not sealed by us") from exc
        if fields.get("for") != purpose:
            raise SealBrokenError("sealed for something else")
        return str(fields["text"])


class JoseAnswerSeal:
    """chalicelib.domains.idempotency.ports.AnswerSeal."""

    def seal(self, text: str, secret: bytes) -> str:
        """As a compact JWE."""
        from joserfc import jwe  # noqa: PLC0415 - only requests with a key pay for it
        from joserfc.jwk import OctKey  # noqa: PLC0415

        key = OctKey.import_key(secret)
        return jwe.encrypt_compact(_HEADER, text.encode(), key, algorithms=_ALGORITHMS)

    def unseal(self, sealed: str, secret: bytes) -> str:
        """Raises JoseError where it was sealed with another secret."""
        from joserfc import jwe  # noqa: PLC0415
        from joserfc.jwk import OctKey  # noqa: PLC0415

        key = OctKey.import_key(secret)
        return (jwe.decrypt_compact(sealed, key, algorithms=_ALGORITHMS).plaintext or b"").decode()
