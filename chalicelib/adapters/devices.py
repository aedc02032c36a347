"""Browsers: the pass that we sign for one, and what it calls itself, read by ua-parser."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.core.ids import UserId, is_id
from chalicelib.core.secret_store import SIGNING_KEY, SecretStore
from chalicelib.domains.access.models import DevicePass

if TYPE_CHECKING:
    from joserfc.jwk import ECKey

PASS_SECONDS = 180 * 24 * 3600
_ALGORITHM = "ES256"
_AUDIENCE = "hilo-device"
_MAX_LENGTH = 2048
_UNKNOWN = "Other"


class DevicePasses:
    """Writes and reads passes; the key is that of access tokens, the audience another."""

    def __init__(self, secrets: SecretStore) -> None:
        self._secrets = secrets

    @cached_property
    def _key(self) -> ECKey:
        from joserfc.jwk import ECKey  # noqa: PLC0415 - paid at the first pass

        return ECKey.import_key(json.loads(self._secrets.read(SIGNING_KEY)["jwk"]))

    def write(self, device: DevicePass, now: datetime) -> str:
        """The signed pass."""
        from joserfc import jwt  # noqa: PLC0415

        until = int((now + timedelta(seconds=PASS_SECONDS)).timestamp())
        claims = {
            "aud": _AUDIENCE,
            "sub": device.id,
            "people": sorted(device.user_ids),
            "exp": until,
        }
        return jwt.encode({"alg": _ALGORITHM}, claims, self._key, algorithms=[_ALGORITHM])

    def read(self, text: str | None, now: datetime) -> DevicePass | None:
        """A pass of ours that is good yet; None for anything else."""
        from joserfc import jwt  # noqa: PLC0415
        from joserfc.errors import JoseError  # noqa: PLC0415

        if not text or len(text) > _MAX_LENGTH or not text.isascii():
            return None
        try:
            claims = jwt.decode(text, self._key, algorithms=[_ALGORITHM]).claims
        except (JoseError, ValueError):
            return None
        is_ours = claims.get("aud") == _AUDIENCE and is_id(str(claims.get("sub")))
        if not is_ours or int(claims["exp"]) <= int(now.timestamp()):
            return None
        return DevicePass(claims["sub"], frozenset(map(UserId, claims["people"])))


def device_name(user_agent: str) -> str:
    """Browser and system, as `Firefox · Windows`; empty where nothing is known."""
    from ua_parser import parse  # noqa: PLC0415 - its expressions take a while to load

    found = parse(user_agent)
    names = (found.user_agent and found.user_agent.family, found.os and found.os.family)
    return " · ".join(name for name in names if name and name != _UNKNOWN)
