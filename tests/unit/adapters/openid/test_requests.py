"""What is asked of a provider is bounded, whatever it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from chalicelib.adapters.openid.requests import OpenIdSettings, ProviderRequests
from chalicelib.domains.identity_providers.errors import ProviderFailedError

ADDRESS = "https://login.provider.test/keys"
Handler = Callable[[httpx.Request], httpx.Response]


def reason_of(handler: Handler, address: str = ADDRESS, **settings: float) -> str:
    requests = ProviderRequests(
        OpenIdSettings(**settings),  # type: ignore[arg-type]
        transport=httpx.MockTransport(handler),
    )
    with pytest.raises(ProviderFailedError) as failed:
        requests.read(address)
    return failed.value.reason


def answering(status: int, **told: object) -> Handler:
    return lambda _: httpx.Response(status, **told)  # type: ignore[arg-type]


def raising(error: Exception) -> Handler:
    def handler(_: httpx.Request) -> httpx.Response:
        raise error

    return handler


def endless() -> Iterator[bytes]:
    while True:
        yield b" " * 65_536


@pytest.mark.parametrize(
    ("handler", "reason"),
    [
        (answering(302, headers={"Location": "https://elsewhere.test/"}), "redirected"),
        (answering(404), "not_found"),
        (answering(500), "answered_error"),
        (answering(200, text="<html>"), "not_json"),
        (answering(200, json=["no", "object"]), "not_json"),
        (answering(200, content=endless()), "too_large"),
        (raising(httpx.ConnectError("refused")), "unreachable"),
        (raising(httpx.ReadTimeout("silent")), "too_slow"),
    ],
)
def test_what_went_wrong_has_a_name(handler: Handler, reason: str) -> None:
    assert reason_of(handler) == reason


def test_an_answer_that_drips_is_given_up() -> None:
    assert reason_of(answering(200, content=endless()), openid_answer_seconds=0) == "too_slow"


@pytest.mark.parametrize(
    "address",
    [
        "http://login.provider.test/",
        "ftp://login.provider.test/",
        "https://",
        "https://user@login.provider.test/",
        "https://login.provider.test/#fragment",
        "https://login.provider.test:99999/",
        "https://l\u00f6gin.provider.test/",
        "//login.provider.test",
        "file:///etc/passwd",
    ],
)
def test_nothing_is_asked_of_an_address_that_is_not_safe(address: str) -> None:
    asked: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, json={})

    assert reason_of(handler, address) == "insecure_address"
    assert asked == []


def test_http_is_spoken_only_where_it_is_set_so() -> None:
    assert not ProviderRequests(OpenIdSettings()).is_secure("http://localhost:9000")
    settings = OpenIdSettings(openid_allows_http=True)
    assert ProviderRequests(settings).is_secure("http://localhost:9000")


def test_no_secret_of_ours_follows_to_another_host() -> None:
    hosts: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        hosts.append(request.url.host)
        return httpx.Response(307, headers={"Location": "https://evil.test/"})

    requests = ProviderRequests(OpenIdSettings(), transport=httpx.MockTransport(handler))
    with pytest.raises(ProviderFailedError):
        requests.post(ADDRESS, {"code": "c"}, {"Authorization": "Basic secret"})
    assert hosts == ["login.provider.test"]
