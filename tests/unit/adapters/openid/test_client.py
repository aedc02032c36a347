"""Discovery, keys and the ways in which a client shows who it is."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from chalicelib.adapters.openid.client import OpenIdClient
from chalicelib.adapters.openid.requests import OpenIdSettings, ProviderRequests
from chalicelib.domains.identity_providers.errors import ProviderFailedError
from chalicelib.domains.identity_providers.models import (
    AuthorizationRequest,
    IdentityProvider,
    ProviderId,
)
from tests.fakes.clock import FakeClock
from tests.fakes.openid import ISSUER, FakeProvider

PROVIDER = IdentityProvider(ProviderId("p"), "Casa", issuer=ISSUER, client_id="hilo")
REDIRECT = "https://hilo.test/sign-in/callback"


@pytest.fixture
def fake() -> FakeProvider:
    return FakeProvider(FakeClock())


def reason_of(fake: FakeProvider) -> str:
    with pytest.raises(ProviderFailedError) as failed:
        fake.client().metadata(ISSUER)
    return failed.value.reason


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"issuer": ISSUER + "/"}, "issuer_differs"),
        ({"token_endpoint": None}, "incomplete"),
        ({"jwks_uri": "http://login.provider.test/jwks"}, "insecure_address"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "insecure_address"),
        ({"end_session_endpoint": 7}, "insecure_address"),
    ],
)
def test_metadata_that_do_not_hold_are_refused(
    fake: FakeProvider, told: dict[str, Any], reason: str
) -> None:
    fake.metadata |= told
    assert reason_of(fake) == reason


def test_metadata_are_kept_for_some_minutes() -> None:
    clock = FakeClock()
    fake = FakeProvider(clock)
    client = fake.client()
    for seconds in (0, 599, 2):
        clock.advance(seconds)
        client.metadata(ISSUER)
    assert fake.requests == ["openid-configuration"] * 2


@pytest.mark.parametrize(
    "keys",
    [
        [],
        "none",
        [{"kty": "oct", "k": "c2VjcmV0"}],
        [{"kty": "RSA"}],
        [{"kty": "EC", "use": "enc"}],
    ],
)
def test_a_provider_without_keys_that_anybody_may_verify_with_has_none(
    fake: FakeProvider, keys: Any
) -> None:
    path = f"{urlsplit(ISSUER).path}/jwks"
    fake.answers[path] = httpx.Response(200, json={"keys": keys})
    with pytest.raises(ProviderFailedError) as failed:
        fake.client().check_keys(ISSUER)
    assert failed.value.reason == "incomplete"


def test_the_challenge_is_the_one_of_the_standard(fake: FakeProvider) -> None:
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636, appendix B
    request = AuthorizationRequest(REDIRECT, "state", "nonce", verifier)
    address = fake.client().authorization_address(PROVIDER, request)
    challenge = parse_qs(urlsplit(address).query)["code_challenge"]
    assert challenge == ["E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"]


@pytest.mark.parametrize(
    ("methods", "secret", "sent_in_form", "sent_in_header"),
    [
        (None, "s", set(), True),
        (["client_secret_post", "client_secret_basic"], "s", set(), True),
        (["client_secret_post"], "s", {"client_id", "client_secret"}, False),
        (["client_secret_post"], "", {"client_id"}, False),
    ],
)
def test_a_client_shows_who_it_is_as_the_provider_wants(
    methods: list[str] | None, secret: str, sent_in_form: set[str], sent_in_header: bool
) -> None:
    clock = FakeClock()
    fake = FakeProvider(clock)
    if methods:
        fake.metadata["token_endpoint_auth_methods_supported"] = methods
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return fake.answer(request)
        sent.append(request)
        return httpx.Response(400, json={"error": "invalid_grant"})

    requests = ProviderRequests(OpenIdSettings(), transport=httpx.MockTransport(answer))
    standing = OpenIdClient(requests, clock).client_standing(PROVIDER, secret, REDIRECT)
    form = parse_qs(sent[0].content.decode())
    assert standing == "accepted"
    assert form.keys() & {"client_id", "client_secret"} == sent_in_form
    assert ("authorization" in sent[0].headers) is sent_in_header
