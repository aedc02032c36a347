"""Credentials and challenges in memory, readable seals, codes that a test can foretell."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.core.change import Change
from chalicelib.core.clock import from_ms, to_ms
from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import DevicePass, IssuedLink, User, Visit
from chalicelib.domains.security.models import (
    Challenge,
    Factor,
    Passkey,
    PasskeyId,
    PasswordRecord,
    Purpose,
)
from chalicelib.domains.security.ports import SealBrokenError


class MemoryCredentials:
    """CredentialStore."""

    def __init__(self) -> None:
        self.factors: dict[UserId, Factor] = {}
        self.records: dict[UserId, PasswordRecord] = {}

    def factor(self, user_id: UserId) -> Factor | None:
        return self.factors.get(user_id)

    def enrol(self, factor: Factor, change: Change) -> bool:
        return self.factors.setdefault(factor.user_id, factor) is factor

    def use_step(self, user_id: UserId, step: int, change: Change) -> bool:
        factor = self.factors.get(user_id)
        if factor is None or factor.last_step >= step:
            return False
        self.factors[user_id] = replace(factor, last_step=step)
        return True

    def use_recovery(self, user_id: UserId, digest: str, change: Change) -> bool:
        factor = self.factors.get(user_id)
        if factor is None or digest not in factor.recovery:
            return False
        self.factors[user_id] = replace(factor, recovery=factor.recovery - {digest})
        return True

    def replace_recovery(self, user_id: UserId, digests: frozenset[str], change: Change) -> bool:
        if user_id not in self.factors:
            return False
        self.factors[user_id] = replace(self.factors[user_id], recovery=digests)
        return True

    def remove_factor(self, user_id: UserId, change: Change) -> bool:
        return self.factors.pop(user_id, None) is not None

    def passwords(self, user_id: UserId) -> PasswordRecord | None:
        return self.records.get(user_id)

    def keep_passwords(self, user_id: UserId, record: PasswordRecord, change: Change) -> None:
        self.records[user_id] = record


class MemoryPasskeys:
    """PasskeyStore."""

    def __init__(self) -> None:
        self.rows: dict[tuple[UserId, PasskeyId], Passkey] = {}

    def of(self, user_id: UserId) -> list[Passkey]:
        mine = [one for one in self.rows.values() if one.user_id == user_id]
        return sorted(mine, key=lambda one: one.created_at)

    def get(self, user_id: UserId, passkey_id: PasskeyId) -> Passkey | None:
        return self.rows.get((user_id, passkey_id))

    def add(self, passkey: Passkey, change: Change) -> bool:
        return self.rows.setdefault((passkey.user_id, passkey.id), passkey) is passkey

    def use(self, passkey: Passkey, counter: int, change: Change) -> bool:
        known = self.rows.get((passkey.user_id, passkey.id))
        if known is None or not (known.counter < counter or known.counter == counter == 0):
            return False
        used = replace(known, counter=counter, used_at=from_ms(change.at_ms))
        self.rows[known.user_id, known.id] = used
        return True

    def remove(self, user_id: UserId, passkey_id: PasskeyId, change: Change) -> bool:
        return self.rows.pop((user_id, passkey_id), None) is not None


class MemoryChallenges:
    """ChallengeStore; `tries` by digest."""

    def __init__(self) -> None:
        self.rows: dict[str, Challenge] = {}
        self.tries: dict[str, int] = {}

    def add(self, digest: str, challenge: Challenge, change: Change) -> None:
        self.rows[digest] = challenge

    def look_at(self, digest: str, purpose: Purpose, change: Change) -> Challenge | None:
        found = self.rows.get(digest)
        is_good = found and found.purpose == purpose and found.expires_at > from_ms(change.at_ms)
        return found if is_good else None

    def attempt(
        self, digest: str, purpose: Purpose, *, limit: int, change: Change
    ) -> Challenge | None:
        found = self.look_at(digest, purpose, change)
        if found is None or self.tries.get(digest, 0) >= limit:
            return None
        self.tries[digest] = self.tries.get(digest, 0) + 1
        return found

    def take(self, digest: str) -> bool:
        return self.rows.pop(digest, None) is not None


class PlainSealer:
    """Sealer whose seals can be read."""

    def seal(self, text: str, purpose: str) -> str:
        return f"{purpose}|{text}"

    def unseal(self, sealed: str, purpose: str) -> str:
        sealed_for, _, text = sealed.partition("|")
        if sealed_for != purpose:
            raise SealBrokenError
        return text


class CountingCodes:
    """TimeCodes; the code of a step is the step itself, in six digits, for every secret."""

    def new_secret(self) -> str:
        return "SECRET"

    def code(self, now: datetime, skew: int = 0) -> str:
        """The code that is good at an instant, or some steps beside it."""
        return f"{self._step(now) + skew:06d}"[-6:]

    def step_of(self, secret: str, code: str, now: datetime) -> int | None:
        steps = {self.code(now, skew): self._step(now) + skew for skew in (-1, 0, 1)}
        return steps.get(code)

    def address(self, secret: str, account: str) -> str:
        return f"otpauth://totp/{account}?secret={secret}"

    def picture(self, address: str) -> str:
        return f"<svg>{address}</svg>"

    @staticmethod
    def _step(now: datetime) -> int:
        return to_ms(now) // 30_000


class PlainPasses:
    """Passes of browsers as readable text."""

    def write(self, device: DevicePass, now: datetime) -> str:
        return "~".join([device.id, *sorted(device.user_ids)])

    def read(self, text: str | None, now: datetime) -> DevicePass | None:
        if not text:
            return None
        device_id, *user_ids = text.split("~")
        return DevicePass(device_id, frozenset(map(UserId, user_ids)))


class FewLeaked:
    """LeakedPasswords that knows one."""

    def has(self, password: str) -> bool:
        return password == "leaked long ago"


class FakePost:
    """Post; `sent` are (kind, whom or nothing), `links` what was mailed last, by person."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, UserId | None]] = []
        self.links: dict[UserId | None, IssuedLink] = {}
        self.addresses: list[str] = []

    def password_reset(
        self, user: User | None, link: IssuedLink, public_address: str, change: Change
    ) -> None:
        self.addresses.append(public_address)
        self.links[user.id if user else None] = link
        self._note("password_reset", user)

    def password_changed(self, user: User, ip: str, change: Change) -> None:
        self._note("password_changed", user)

    def new_device(self, user: User, visit: Visit, change: Change) -> None:
        self._note("new_device", user)

    def repeated_failures(self, user: User | None, count: int, change: Change) -> None:
        self._note("repeated_failures", user)

    def factor_removed(self, user: User, change: Change) -> None:
        self._note("factor_removed", user)

    def passkey_added(self, passkey: Passkey, user: User, ip: str, change: Change) -> None:
        self._note("passkey_added", user)

    def _note(self, kind: str, user: User | None) -> None:
        self.sent.append((kind, user.id if user else None))
