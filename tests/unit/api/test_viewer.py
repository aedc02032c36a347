"""Whose address counts: the viewer's where the CDN proves itself, else the caller's."""

from __future__ import annotations

import pytest

from chalicelib.api.viewer import EDGE_HEADER, HOST_HEADER, VIEWER_HEADER, opened_host, viewer_ip
from chalicelib.core.secret_store import EDGE_KEY
from tests.fakes.secrets import FakeSecretStore

CDN, VIEWER = "198.51.100.1", "192.0.2.7"
KEY = {EDGE_KEY: {"key": "right"}}


def address(headers: dict[str, str], stored: dict[str, dict[str, str]] | None = None) -> str:
    store = FakeSecretStore(KEY if stored is None else stored)
    return viewer_ip(headers, CDN, lambda: store)


@pytest.mark.parametrize("shown", ["wrong", "", "righ", "right ", "ñ"])
def test_viewer_is_not_believed_when_the_key_is_wrong(shown: str) -> None:
    assert address({EDGE_HEADER: shown, VIEWER_HEADER: VIEWER}) == CDN


@pytest.mark.parametrize("stored", [{}, {EDGE_KEY: {}}, {EDGE_KEY: {"key": ""}}])
def test_viewer_is_not_believed_when_there_is_no_key(stored: dict[str, dict[str, str]]) -> None:
    assert address({EDGE_HEADER: "right", VIEWER_HEADER: VIEWER}, stored) == CDN


def test_viewer_is_not_believed_when_secrets_cannot_be_read() -> None:
    store = FakeSecretStore(KEY)
    store.is_down = True
    headers = {EDGE_HEADER: "right", VIEWER_HEADER: VIEWER}
    assert viewer_ip(headers, CDN, lambda: store) == CDN


def test_no_secret_is_read_when_nobody_claims_to_be_the_cdn() -> None:
    def no_secrets() -> FakeSecretStore:
        raise AssertionError("read")

    assert viewer_ip({VIEWER_HEADER: VIEWER}, CDN, no_secrets) == CDN


def test_viewer_is_believed_when_the_cdn_proves_itself() -> None:
    assert address({EDGE_HEADER: "right", VIEWER_HEADER: VIEWER}) == VIEWER


def test_the_connection_counts_when_the_cdn_names_nobody() -> None:
    assert address({EDGE_HEADER: "right"}) == CDN


@pytest.mark.parametrize(
    ("shown", "host"), [("right", "hilo.example"), ("wrong", None), ("", None)]
)
def test_only_the_cdn_says_at_which_address_we_were_opened(shown: str, host: str | None) -> None:
    headers = {EDGE_HEADER: shown, HOST_HEADER: "hilo.example", "host": "elsewhere.example"}
    assert opened_host(headers, lambda: FakeSecretStore(KEY)) == host
