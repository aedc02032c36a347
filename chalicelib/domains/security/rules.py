"""What is asked of whom. Pure."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from chalicelib.core.ids import digest
from chalicelib.domains.access.models import SessionLimits, User
from chalicelib.domains.security.models import PasskeyId, PasswordRecord, SecuritySettings, Site

RECOVERY_CODES = 10
_RECOVERY_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # none that look alike; 32 of them
_GROUPS, _GROUP_LENGTH = 4, 4  # 80 bits
_CODE_DIGITS = 6
_DIGEST_LENGTH = 32
_PASSKEY_ID_LENGTH = 32
_USUAL_PORTS = {"https": 443, "http": 80}


def needs_factor(settings: SecuritySettings, user: User) -> bool:
    """Whether the person's role asks for a second factor."""
    return user.role in settings.factor_roles


def limits(settings: SecuritySettings) -> SessionLimits:
    """How long sessions last."""
    idle = settings.idle_minutes
    return SessionLimits(settings.session_hours * 3600, None if idle is None else idle * 60)


def is_too_old(settings: SecuritySettings, record: PasswordRecord | None, now: datetime) -> bool:
    """Whether a password has to be replaced; one of which no date is known has not."""
    if settings.maximum_age_days is None or record is None:
        return False
    return now - record.changed_at >= timedelta(days=settings.maximum_age_days)


def new_recovery_codes() -> list[str]:
    """Ten codes in groups that a person can copy."""
    return [_recovery_code() for _ in range(RECOVERY_CODES)]


def recovery_digest(code: str) -> str:
    """Of a recovery code, however its groups are written; 80 random bits need no slow hash."""
    return digest("".join(code.split()).replace("-", "").casefold(), _DIGEST_LENGTH)


def is_time_code(code: str) -> bool:
    """Whether a code has the shape of an authenticator's."""
    return len(code) == _CODE_DIGITS and code.isascii() and code.isdigit()


def site_at(public_address: str) -> Site:
    """The site that people open at an address: its host, and its origin as browsers write it."""
    parts = urlsplit(public_address)
    host = (parts.hostname or "").lower()
    is_usual = parts.port in (None, _USUAL_PORTS.get(parts.scheme))
    return Site(host, f"{parts.scheme}://{host}" + ("" if is_usual else f":{parts.port}"))


def passkey_id(credential_id: str) -> PasskeyId:
    """How a credential is called here."""
    return PasskeyId(digest(credential_id, _PASSKEY_ID_LENGTH))


def _recovery_code() -> str:
    groups = (
        "".join(secrets.choice(_RECOVERY_ALPHABET) for _ in range(_GROUP_LENGTH))
        for _ in range(_GROUPS)
    )
    return "-".join(groups)
