"""Where sign-ins by identity providers are kept, in memory."""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.core.ids import UserId
from chalicelib.domains.identity_providers.models import (
    PendingSignIn,
    ProviderAccount,
    ProviderVisit,
)


class MemoryAccounts:
    """ProviderAccounts."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], ProviderAccount] = {}

    def get(self, issuer: str, subject: str) -> ProviderAccount | None:
        return self.rows.get((issuer, subject))

    def add(self, account: ProviderAccount, change: Change) -> ProviderAccount:
        return self.rows.setdefault((account.issuer, account.subject), account)


class MemoryPending:
    """PendingSignIns."""

    def __init__(self) -> None:
        self.rows: dict[str, PendingSignIn] = {}

    def add(self, digest: str, pending: PendingSignIn, change: Change) -> None:
        self.rows[digest] = pending

    def take(self, digest: str) -> PendingSignIn | None:
        return self.rows.pop(digest, None)


class MemoryVisits:
    """ProviderVisits."""

    def __init__(self) -> None:
        self.rows: dict[UserId, ProviderVisit] = {}

    def put(self, visit: ProviderVisit, change: Change) -> None:
        self.rows[visit.user_id] = visit

    def get(self, user_id: UserId) -> ProviderVisit | None:
        return self.rows.get(user_id)
