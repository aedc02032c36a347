"""Every implementation of the ports of identity providers keeps the same promises."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.directory import DirectoryTable
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.configuration.ports import CatalogueStore
from chalicelib.domains.configuration.repository import DynamoCatalogueStore
from chalicelib.domains.identity_providers.models import (
    IdentityProvider,
    MappingRule,
    PendingSignIn,
    ProviderAccount,
    ProviderId,
    ProviderVisit,
)
from chalicelib.domains.identity_providers.ports import (
    PendingSignIns,
    ProviderAccounts,
    ProviderVisits,
)
from chalicelib.domains.identity_providers.repository import (
    IDENTITY_PROVIDER,
    DynamoPendingSignIns,
    DynamoProviderAccounts,
    DynamoProviderVisits,
)
from tests.fakes.catalogue import MemoryCatalogue
from tests.fakes.clock import START
from tests.fakes.identity_providers import MemoryAccounts, MemoryPending, MemoryVisits

CHANGE = Change("thing.stored", "test", to_ms(START))
PROVIDER_ID = ProviderId("3E6XNMK482AKGV9YEK1")
ANA, BEA = UserId("ana"), UserId("bea")
ISSUER = "https://login.provider.test"
ACCOUNT = ProviderAccount(ISSUER, "sub-1", ANA, PROVIDER_ID, START)
PENDING = PendingSignIn(
    PROVIDER_ID, "nonce", "digest", "https://hilo.test/sign-in/callback", "/", START
)
PROVIDER = IdentityProvider(
    id=PROVIDER_ID,
    name="Casa",
    issuer=ISSUER,
    client_id="hilo",
    sealed_secret="sealed",
    scopes=("email", "groups"),
    rules=(
        MappingRule("groups", "bosses", "supervisor"),
        MappingRule("groups", "clerks", None, frozenset({QueueId("a"), QueueId("b")})),
    ),
    default_role="agent",
    keeps_in_step=False,
    creates_people=True,
    links_by_email=True,
    vouches_for_email=True,
    vouches_for_factor=True,
)


@pytest.fixture
def store(directory_storage: DirectoryTable | None) -> CatalogueStore[IdentityProvider]:
    if directory_storage is None:
        return MemoryCatalogue()
    return DynamoCatalogueStore(directory_storage, IDENTITY_PROVIDER)


@pytest.fixture
def accounts(storage: Dynamo | None) -> ProviderAccounts:
    return DynamoProviderAccounts(storage) if storage else MemoryAccounts()


@pytest.fixture
def pending(storage: Dynamo | None) -> PendingSignIns:
    return DynamoPendingSignIns(storage) if storage else MemoryPending()


@pytest.fixture
def visits(storage: Dynamo | None) -> ProviderVisits:
    return DynamoProviderVisits(storage) if storage else MemoryVisits()


def test_a_provider_is_read_as_it_was_stored(store: CatalogueStore[IdentityProvider]) -> None:
    bare = IdentityProvider(ProviderId("bare"), "Otra", issuer=ISSUER, client_id="hilo", scopes=())
    for one in (PROVIDER, bare):
        store.add(one, CHANGE)
    assert store.load() == {PROVIDER.id: PROVIDER, bare.id: bare}
    edited = replace(PROVIDER, rules=(), sealed_secret="", default_role=None, version=2)
    store.replace(edited, PROVIDER, CHANGE)
    assert store.get(PROVIDER.id) == edited


def test_an_account_is_of_its_issuer_and_subject(accounts: ProviderAccounts) -> None:
    assert accounts.get(ISSUER, "sub-1") is None
    assert accounts.add(ACCOUNT, CHANGE) == ACCOUNT
    assert accounts.get(ISSUER, "sub-1") == ACCOUNT
    assert accounts.get(ISSUER, "sub-2") is None
    assert accounts.get("https://other.test", "sub-1") is None


def test_an_account_is_whose_it_was_first(accounts: ProviderAccounts) -> None:
    accounts.add(ACCOUNT, CHANGE)
    assert accounts.add(replace(ACCOUNT, user_id=BEA), CHANGE) == ACCOUNT
    assert accounts.get(ISSUER, "sub-1") == ACCOUNT


def test_a_sign_in_is_taken_once(pending: PendingSignIns) -> None:
    pending.add("one", PENDING, CHANGE)
    pending.add("two", replace(PENDING, return_to="/x"), CHANGE)
    with ThreadPoolExecutor(4) as many:
        taken = list(many.map(lambda _: pending.take("one"), range(4)))
    assert [one for one in taken if one] == [PENDING]
    assert pending.take("two") == replace(PENDING, return_to="/x")
    assert pending.take("three") is None


def test_the_newest_visit_of_each_person_is_kept(visits: ProviderVisits) -> None:
    first = ProviderVisit(ANA, PROVIDER_ID, "sealed", START)
    newer = replace(first, sealed_id_token="another", expires_at=START + timedelta(hours=1))
    visits.put(first, CHANGE)
    visits.put(newer, CHANGE)
    assert visits.get(ANA) == newer
    assert visits.get(BEA) is None
