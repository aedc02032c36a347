"""The setting, factors and passwords of before in `directory`; challenges in `live`.

Items of `directory`: `security_settings`/house, `credential#<user>`/`totp`,
`credential#<user>`/`passwords` and `credential#<user>`/`passkey#<id>`; nothing is deleted there,
a removed factor loses its secret, a passkey its key.
Items of `live`: `challenge#<digest>`/`-`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from pynamodb.attributes import (
    BooleanAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.clock import from_ms, to_ms
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo, RowKey
from chalicelib.core.ids import UserId
from chalicelib.core.tables import DIRECTORY, LIVE
from chalicelib.domains.configuration.repository import ConfiguredRow, Kind
from chalicelib.domains.security.models import (
    Challenge,
    Factor,
    Passkey,
    PasskeyId,
    PasswordRecord,
    Purpose,
    SecuritySettings,
)

_SORT, _FACTOR, _PASSWORDS, _PASSKEY = "-", "totp", "passwords", "passkey#"
_KEPT_AFTER = timedelta(hours=1)


class SettingsRow(ConfiguredRow):
    class Meta:
        table_name = DIRECTORY.name

    minimum_length = NumberAttribute(attr_name="ml")
    history = NumberAttribute(attr_name="hi")
    maximum_age_days = NumberAttribute(attr_name="ma", null=True)
    refuses_leaked = BooleanAttribute(attr_name="rl")
    factor_roles = UnicodeSetAttribute(attr_name="fr", null=True)
    session_hours = NumberAttribute(attr_name="sh")
    idle_minutes = NumberAttribute(attr_name="im", null=True)
    only_by_provider = BooleanAttribute(attr_name="op", default=False)
    emergency_user_ids = UnicodeSetAttribute(attr_name="eu", null=True)


def _pack(settings: SecuritySettings) -> dict[str, Any]:
    return {
        "minimum_length": settings.minimum_length,
        "history": settings.history,
        "maximum_age_days": settings.maximum_age_days,
        "refuses_leaked": settings.refuses_leaked,
        "factor_roles": set(settings.factor_roles) or None,
        "session_hours": settings.session_hours,
        "idle_minutes": settings.idle_minutes,
        "only_by_provider": settings.only_by_provider,
        "emergency_user_ids": set(settings.emergency_user_ids) or None,
    }


def _read(row: SettingsRow) -> dict[str, Any]:
    return {
        "minimum_length": int(row.minimum_length),
        "history": int(row.history),
        "maximum_age_days": _whole(row.maximum_age_days),
        "refuses_leaked": row.refuses_leaked,
        "factor_roles": frozenset(row.factor_roles or ()),
        "session_hours": int(row.session_hours),
        "idle_minutes": _whole(row.idle_minutes),
        "only_by_provider": row.only_by_provider,
        "emergency_user_ids": frozenset(map(UserId, row.emergency_user_ids or ())),
    }


SECURITY_SETTINGS = Kind("security_settings", SettingsRow, SecuritySettings, _pack, _read)


class FactorRow(Model):
    class Meta:
        table_name = DIRECTORY.name
        audited_as = ("factor", _FACTOR)

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    sealed_secret = UnicodeAttribute(attr_name="se", null=True)
    last_step = NumberAttribute(attr_name="ls")
    recovery = UnicodeSetAttribute(attr_name="rc", null=True)
    enrolled_ms = NumberAttribute(attr_name="en")


class PasswordsRow(Model):
    class Meta:
        table_name = DIRECTORY.name
        audited_as = ("passwords", _PASSWORDS)

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    hashes: ListAttribute[Any] = ListAttribute(attr_name="ph", of=UnicodeAttribute)
    changed_ms = NumberAttribute(attr_name="cm")


class PasskeyRow(Model):
    class Meta:
        table_name = DIRECTORY.name
        audited_as = ("passkey", _PASSKEY)

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    credential_id = UnicodeAttribute(attr_name="ci")
    public_key = UnicodeAttribute(attr_name="pu", null=True)
    counter = NumberAttribute(attr_name="co")
    name = UnicodeAttribute(attr_name="na")
    created_ms = NumberAttribute(attr_name="cm")
    used_ms = NumberAttribute(attr_name="um", null=True)


class ChallengeRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default=_SORT)
    user_id = UnicodeAttribute(attr_name="us")
    epoch = NumberAttribute(attr_name="ep")
    purpose = UnicodeAttribute(attr_name="pu")
    sealed_secret = UnicodeAttribute(attr_name="se", null=True)
    tries = NumberAttribute(attr_name="tr", default=0)
    until_ms = NumberAttribute(attr_name="un")
    expires_at = NumberAttribute()


class DynamoCredentialStore:
    """CredentialStore on the `directory` table, without its stamp: nobody caches these."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def factor(self, user_id: UserId) -> Factor | None:
        row = self._dynamo.get(FactorRow, _factor_key(user_id), consistent=True)
        if row is None or row.sealed_secret is None:
            return None
        return Factor(
            user_id=user_id,
            sealed_secret=row.sealed_secret,
            last_step=int(row.last_step),
            recovery=frozenset(row.recovery or ()),
            enrolled_at=from_ms(int(row.enrolled_ms)),
        )

    def enrol(self, factor: Factor, change: Change) -> bool:
        row = FactorRow(
            *_factor_key(factor.user_id),
            sealed_secret=factor.sealed_secret,
            last_step=factor.last_step,
            recovery=set(factor.recovery) or None,
            enrolled_ms=to_ms(factor.enrolled_at),
        )
        try:
            self._dynamo.put(row, change=change, condition=FactorRow.sealed_secret.does_not_exist())
        except ConditionRefusedError:
            return False
        return True

    def use_step(self, user_id: UserId, step: int, change: Change) -> bool:
        is_unspent = FactorRow.last_step < step
        return self._edit(user_id, [FactorRow.last_step.set(step)], is_unspent, change)

    def use_recovery(self, user_id: UserId, digest: str, change: Change) -> bool:
        is_unspent = FactorRow.recovery.contains(digest)
        return self._edit(user_id, [FactorRow.recovery.delete({digest})], is_unspent, change)

    def replace_recovery(self, user_id: UserId, digests: frozenset[str], change: Change) -> bool:
        return self._edit(user_id, [FactorRow.recovery.set(set(digests))], None, change)

    def remove_factor(self, user_id: UserId, change: Change) -> bool:
        gone: list[Action] = [FactorRow.sealed_secret.remove(), FactorRow.recovery.remove()]
        return self._edit(user_id, gone, None, change)

    def passwords(self, user_id: UserId) -> PasswordRecord | None:
        row = self._dynamo.get(PasswordsRow, _passwords_key(user_id), consistent=True)
        if row is None:
            return None
        return PasswordRecord(tuple(row.hashes), from_ms(int(row.changed_ms)))

    def keep_passwords(self, user_id: UserId, record: PasswordRecord, change: Change) -> None:
        row = PasswordsRow(
            *_passwords_key(user_id),
            hashes=list(record.hashes),
            changed_ms=to_ms(record.changed_at),
        )
        self._dynamo.put(row, change=change)

    def _edit(
        self, user_id: UserId, actions: list[Action], condition: Condition | None, change: Change
    ) -> bool:
        stands = FactorRow.sealed_secret.exists()
        allowed = stands if condition is None else stands & condition
        key = _factor_key(user_id)
        try:
            self._dynamo.update(FactorRow, key, actions, change=change, condition=allowed)
        except ConditionRefusedError:
            return False
        return True


class DynamoPasskeyStore:
    """PasskeyStore on the `directory` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def of(self, user_id: UserId) -> list[Passkey]:
        here = PasskeyRow.pk == f"credential#{user_id}"
        key = here & PasskeyRow.sk.startswith(_PASSKEY)
        rows = self._dynamo.query_all(PasskeyRow, key, consistent=True)
        standing = [_passkey(row) for row in rows if row.public_key is not None]
        return sorted(standing, key=lambda one: one.created_at)

    def get(self, user_id: UserId, passkey_id: PasskeyId) -> Passkey | None:
        row = self._dynamo.get(PasskeyRow, _passkey_key(user_id, passkey_id), consistent=True)
        return None if row is None or row.public_key is None else _passkey(row)

    def add(self, passkey: Passkey, change: Change) -> bool:
        row = PasskeyRow(
            *_passkey_key(passkey.user_id, passkey.id),
            credential_id=passkey.credential_id,
            public_key=passkey.public_key,
            counter=passkey.counter,
            name=passkey.name,
            created_ms=to_ms(passkey.created_at),
        )
        try:
            self._dynamo.put(row, change=change, condition=PasskeyRow.public_key.does_not_exist())
        except ConditionRefusedError:
            return False
        return True

    def use(self, passkey: Passkey, counter: int, change: Change) -> bool:
        goes_on = PasskeyRow.counter < counter if counter else PasskeyRow.counter == 0
        used: list[Action] = [PasskeyRow.counter.set(counter), PasskeyRow.used_ms.set(change.at_ms)]
        return self._edit(passkey.user_id, passkey.id, used, goes_on, change)

    def remove(self, user_id: UserId, passkey_id: PasskeyId, change: Change) -> bool:
        return self._edit(user_id, passkey_id, [PasskeyRow.public_key.remove()], None, change)

    def _edit(
        self,
        user_id: UserId,
        passkey_id: PasskeyId,
        actions: list[Action],
        condition: Condition | None,
        change: Change,
    ) -> bool:
        stands = PasskeyRow.public_key.exists()
        allowed = stands if condition is None else stands & condition
        key = _passkey_key(user_id, passkey_id)
        try:
            self._dynamo.update(PasskeyRow, key, actions, change=change, condition=allowed)
        except ConditionRefusedError:
            return False
        return True


class DynamoChallengeStore:
    """ChallengeStore on the `live` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def add(self, digest: str, challenge: Challenge, change: Change) -> None:
        row = ChallengeRow(
            _challenge_key(digest)[0],
            user_id=challenge.user_id,
            epoch=challenge.epoch,
            purpose=challenge.purpose,
            sealed_secret=challenge.sealed_secret,
            until_ms=to_ms(challenge.expires_at),
            expires_at=to_ms(challenge.expires_at + _KEPT_AFTER) // 1000,
        )
        self._dynamo.put(row, change=change)

    def look_at(self, digest: str, purpose: Purpose, change: Change) -> Challenge | None:
        row = self._dynamo.get(ChallengeRow, _challenge_key(digest), consistent=True)
        if row is None or row.purpose != purpose or row.until_ms <= change.at_ms:
            return None
        return _challenge(row)

    def attempt(
        self, digest: str, purpose: Purpose, *, limit: int, change: Change
    ) -> Challenge | None:
        may_be_tried = (
            (ChallengeRow.tries < limit)
            & (ChallengeRow.purpose == purpose)
            & (ChallengeRow.until_ms > change.at_ms)
        )
        try:
            row = self._dynamo.update_and_get(
                ChallengeRow,
                _challenge_key(digest),
                [ChallengeRow.tries.add(1)],
                change=change,
                condition=may_be_tried,
            )
        except ConditionRefusedError:
            return None
        return _challenge(row)

    def take(self, digest: str) -> bool:
        try:
            key = _challenge_key(digest)
            self._dynamo.delete(ChallengeRow, key, condition=ChallengeRow.pk.exists())
        except ConditionRefusedError:
            return False
        return True


def _factor_key(user_id: UserId) -> RowKey:
    return f"credential#{user_id}", _FACTOR


def _passwords_key(user_id: UserId) -> RowKey:
    return f"credential#{user_id}", _PASSWORDS


def _passkey_key(user_id: UserId, passkey_id: PasskeyId) -> RowKey:
    return f"credential#{user_id}", f"{_PASSKEY}{passkey_id}"


def _challenge_key(digest: str) -> RowKey:
    return f"challenge#{digest}", _SORT


def _passkey(row: PasskeyRow) -> Passkey:
    return Passkey(
        id=PasskeyId(row.sk.removeprefix(_PASSKEY)),
        user_id=UserId(row.pk.partition("#")[2]),
        credential_id=row.credential_id,
        public_key=row.public_key,
        counter=int(row.counter),
        name=row.name,
        created_at=from_ms(int(row.created_ms)),
        used_at=None if row.used_ms is None else from_ms(int(row.used_ms)),
    )


def _challenge(row: ChallengeRow) -> Challenge:
    return Challenge(
        user_id=UserId(row.user_id),
        epoch=int(row.epoch),
        purpose=cast("Purpose", row.purpose),
        expires_at=from_ms(int(row.until_ms)),
        sealed_secret=row.sealed_secret,
    )


def _whole(stored: float | None) -> int | None:
    return None if stored is None else int(stored)
