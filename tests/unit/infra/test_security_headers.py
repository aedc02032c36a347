"""What a page may do, and what no header may say."""

from __future__ import annotations

import pytest

from infra.security_headers import (
    CONTENT_SECURITY_POLICY,
    DATA_HEADERS,
    REPORTS,
    SECURITY_HEADERS,
    STRICT_TRANSPORT_SECURITY,
    page_headers,
)

MEDIA = "https://media.example"
PAGE_HEADERS = page_headers(MEDIA)


def directives(policy: str) -> dict[str, list[str]]:
    """The sources of each directive."""
    parts = (one.split() for one in policy.split("; "))
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize("headers", [PAGE_HEADERS, SECURITY_HEADERS, DATA_HEADERS])
def test_what_is_written_inside_a_page_is_never_obeyed(headers: dict[str, str]) -> None:
    policy = headers[CONTENT_SECURITY_POLICY]
    assert "unsafe-" not in policy
    assert "*" not in policy
    assert directives(policy)["default-src"] == ["'none'"]
    assert directives(policy)["frame-ancestors"] == ["'none'"]


def test_files_alone_come_from_where_media_are_stored_and_go_there() -> None:
    found = directives(PAGE_HEADERS[CONTENT_SECURITY_POLICY])
    admitting = {name for name, sources in found.items() if MEDIA in sources}
    assert admitting == {"img-src", "media-src", "connect-src"}
    assert found.pop("report-uri") == [REPORTS]
    others = {source for sources in found.values() for source in sources} - {MEDIA}
    assert others == {"'self'", "'none'"}


@pytest.mark.parametrize("directive", ["base-uri", "form-action", "frame-ancestors"])
def test_what_the_default_does_not_cover_is_refused_by_name(directive: str) -> None:
    assert directives(PAGE_HEADERS[CONTENT_SECURITY_POLICY])[directive] == ["'none'"]


def test_the_microphone_is_the_only_feature_of_a_page() -> None:
    features = dict(one.split("=") for one in PAGE_HEADERS["permissions-policy"].split(", "))
    assert features.pop("microphone") == "(self)"
    assert {"camera", "geolocation"} < features.keys()
    assert set(features.values()) == {"()"}


def test_lasting_tls_is_promised_only_where_there_is_some() -> None:
    promised = SECURITY_HEADERS[STRICT_TRANSPORT_SECURITY]
    assert promised.startswith("max-age=")
    assert page_headers() | {STRICT_TRANSPORT_SECURITY: promised} == SECURITY_HEADERS
    assert STRICT_TRANSPORT_SECURITY not in DATA_HEADERS
