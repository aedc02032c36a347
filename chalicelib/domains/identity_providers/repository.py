"""Providers and accounts in `directory`, sign-ins under way and the newest of each in `live`.

Items of `directory`: `identity_provider`/<id> and `provider_account`/<digest of issuer and
subject>. Items of `live`: `provider_sign_in#<digest of the state>`/`-` and
`provider_visit#<user>`/`-`, which expire.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.clock import from_ms, to_ms
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo, RowKey
from chalicelib.core.ids import QueueId, UserId, digest
from chalicelib.core.tables import DIRECTORY, LIVE
from chalicelib.domains.configuration.repository import ConfiguredRow, Kind
from chalicelib.domains.identity_providers.models import (
    IdentityProvider,
    MappingRule,
    PendingSignIn,
    ProviderAccount,
    ProviderId,
    ProviderVisit,
)

_SORT = "-"
_ACCOUNT = "provider_account"
_ACCOUNT_LENGTH = 50
_KEPT_AFTER = timedelta(hours=1)


class ProviderRow(ConfiguredRow):
    class Meta:
        table_name = DIRECTORY.name

    issuer = UnicodeAttribute(attr_name="is")
    client_id = UnicodeAttribute(attr_name="ci")
    sealed_secret = UnicodeAttribute(attr_name="se", null=True)
    scopes: ListAttribute[Any] = ListAttribute(attr_name="sc", of=UnicodeAttribute)
    rules = JSONAttribute(attr_name="ru", null=True)
    default_role = UnicodeAttribute(attr_name="dr", null=True)
    keeps_in_step = BooleanAttribute(attr_name="ks")
    creates_people = BooleanAttribute(attr_name="cp")
    links_by_email = BooleanAttribute(attr_name="le")
    vouches_for_email = BooleanAttribute(attr_name="ve")
    vouches_for_factor = BooleanAttribute(attr_name="vf")


def _pack(provider: IdentityProvider) -> dict[str, Any]:
    return {
        "issuer": provider.issuer,
        "client_id": provider.client_id,
        "sealed_secret": provider.sealed_secret or None,
        "scopes": list(provider.scopes),
        "rules": [_packed(rule) for rule in provider.rules] or None,
        "default_role": provider.default_role,
        "keeps_in_step": provider.keeps_in_step,
        "creates_people": provider.creates_people,
        "links_by_email": provider.links_by_email,
        "vouches_for_email": provider.vouches_for_email,
        "vouches_for_factor": provider.vouches_for_factor,
    }


def _read(row: ProviderRow) -> dict[str, Any]:
    return {
        "issuer": row.issuer,
        "client_id": row.client_id,
        "sealed_secret": row.sealed_secret or "",
        "scopes": tuple(row.scopes),
        "rules": tuple(_rule(one) for one in row.rules or ()),
        "default_role": row.default_role,
        "keeps_in_step": row.keeps_in_step,
        "creates_people": row.creates_people,
        "links_by_email": row.links_by_email,
        "vouches_for_email": row.vouches_for_email,
        "vouches_for_factor": row.vouches_for_factor,
    }


def _packed(rule: MappingRule) -> dict[str, Any]:
    queues = sorted(rule.queue_ids)
    return {"claim": rule.claim, "value": rule.value, "role": rule.role, "queues": queues}


def _rule(packed: dict[str, Any]) -> MappingRule:
    queue_ids = frozenset(map(QueueId, packed["queues"]))
    return MappingRule(packed["claim"], packed["value"], packed["role"], queue_ids)


IDENTITY_PROVIDER = Kind("identity_provider", ProviderRow, IdentityProvider, _pack, _read)


class AccountRow(Model):
    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True, default=_ACCOUNT)
    sk = UnicodeAttribute(range_key=True)
    issuer = UnicodeAttribute(attr_name="is")
    subject = UnicodeAttribute(attr_name="su")
    user_id = UnicodeAttribute(attr_name="us")
    provider_id = UnicodeAttribute(attr_name="pr")
    linked_ms = NumberAttribute(attr_name="li")


class PendingRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default=_SORT)
    provider_id = UnicodeAttribute(attr_name="pr")
    nonce = UnicodeAttribute(attr_name="no")
    verifier_digest = UnicodeAttribute(attr_name="vd")
    redirect_uri = UnicodeAttribute(attr_name="ru")
    return_to = UnicodeAttribute(attr_name="rt")
    until_ms = NumberAttribute(attr_name="un")
    expires_at = NumberAttribute()


class VisitRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default=_SORT)
    provider_id = UnicodeAttribute(attr_name="pr")
    sealed_id_token = UnicodeAttribute(attr_name="se")
    until_ms = NumberAttribute(attr_name="un")
    expires_at = NumberAttribute()


class DynamoProviderAccounts:
    """ProviderAccounts on the `directory` table, without its stamp: nobody caches these."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def get(self, issuer: str, subject: str) -> ProviderAccount | None:
        row = self._dynamo.get(AccountRow, _account_key(issuer, subject), consistent=True)
        return _account(row) if row else None

    def add(self, account: ProviderAccount, change: Change) -> ProviderAccount:
        row = AccountRow(
            *_account_key(account.issuer, account.subject),
            issuer=account.issuer,
            subject=account.subject,
            user_id=account.user_id,
            provider_id=account.provider_id,
            linked_ms=to_ms(account.linked_at),
        )
        try:
            self._dynamo.put(row, change=change, condition=AccountRow.pk.does_not_exist())
        except ConditionRefusedError:
            return self.get(account.issuer, account.subject) or account
        return account


class DynamoPendingSignIns:
    """PendingSignIns on the `live` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def add(self, digest: str, pending: PendingSignIn, change: Change) -> None:
        row = PendingRow(
            _pending_key(digest)[0],
            provider_id=pending.provider_id,
            nonce=pending.nonce,
            verifier_digest=pending.verifier_digest,
            redirect_uri=pending.redirect_uri,
            return_to=pending.return_to,
            until_ms=to_ms(pending.expires_at),
            expires_at=to_ms(pending.expires_at + _KEPT_AFTER) // 1000,
        )
        self._dynamo.put(row, change=change)

    def take(self, digest: str) -> PendingSignIn | None:
        key = _pending_key(digest)
        row = self._dynamo.get(PendingRow, key, consistent=True)
        if row is None:
            return None
        try:
            self._dynamo.delete(PendingRow, key, condition=PendingRow.pk.exists())
        except ConditionRefusedError:
            return None
        return PendingSignIn(
            provider_id=ProviderId(row.provider_id),
            nonce=row.nonce,
            verifier_digest=row.verifier_digest,
            redirect_uri=row.redirect_uri,
            return_to=row.return_to,
            expires_at=from_ms(int(row.until_ms)),
        )


class DynamoProviderVisits:
    """ProviderVisits on the `live` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def put(self, visit: ProviderVisit, change: Change) -> None:
        row = VisitRow(
            _visit_key(visit.user_id)[0],
            provider_id=visit.provider_id,
            sealed_id_token=visit.sealed_id_token,
            until_ms=to_ms(visit.expires_at),
            expires_at=to_ms(visit.expires_at + _KEPT_AFTER) // 1000,
        )
        self._dynamo.put(row, change=change)

    def get(self, user_id: UserId) -> ProviderVisit | None:
        row = self._dynamo.get(VisitRow, _visit_key(user_id), consistent=True)
        if row is None:
            return None
        return ProviderVisit(
            user_id, ProviderId(row.provider_id), row.sealed_id_token, from_ms(int(row.until_ms))
        )


def _account_key(issuer: str, subject: str) -> RowKey:
    return _ACCOUNT, digest(f"{issuer}\n{subject}", _ACCOUNT_LENGTH)


def _pending_key(state_digest: str) -> RowKey:
    return f"provider_sign_in#{state_digest}", _SORT


def _visit_key(user_id: UserId) -> RowKey:
    return f"provider_visit#{user_id}", _SORT


def _account(row: AccountRow) -> ProviderAccount:
    return ProviderAccount(
        issuer=row.issuer,
        subject=row.subject,
        user_id=UserId(row.user_id),
        provider_id=ProviderId(row.provider_id),
        linked_at=from_ms(int(row.linked_ms)),
    )
