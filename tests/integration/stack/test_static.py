"""The built client as it is served."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from infra.local.stack.static import StaticSite
from infra.security_headers import page_headers
from tests.integration.stack.serving import serving

MEDIA = "http://127.0.0.1:8000"


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("secret")
    root = tmp_path / "dist"
    (root / "assets").mkdir(parents=True)
    (root / "index.html").write_text("<p>desk")
    (root / "phone.html").write_text("<p>phone")
    (root / "assets" / "desk-1.js").write_text("x" * 5000)
    return root


@pytest.fixture
def origin(dist: Path) -> Iterator[str]:
    site = StaticSite(MEDIA, dist)
    route = Route("/{rest:path}", site.serve, methods=["GET", "HEAD", "POST"])
    with serving(Starlette(routes=[route])) as served:
        yield served


@pytest.mark.parametrize(
    ("path", "text"), [("/", "<p>desk"), ("/conversations/1", "<p>desk"), ("/phone", "<p>phone")]
)
def test_pages_are_asked_for_again(origin: str, path: str, text: str) -> None:
    answer = httpx.get(origin + path)
    assert answer.text == text
    assert answer.headers["cache-control"] == "no-cache"
    again = httpx.get(origin + path, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/", "/conversations/1", "/phone", "/assets/desk-1.js"])
def test_pages_and_their_files_come_with_the_security_headers(origin: str, path: str) -> None:
    fresh = httpx.get(origin + path)
    unchanged = httpx.get(origin + path, headers={"if-none-match": fresh.headers["etag"]})
    expected = page_headers(MEDIA).items()
    assert expected <= dict(fresh.headers).items()
    assert expected <= dict(unchanged.headers).items()


def test_hashed_files_are_compressed_and_kept_for_ever(origin: str) -> None:
    with httpx.stream("GET", f"{origin}/assets/desk-1.js") as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == b"x" * 5000
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/javascript")
    plain = httpx.get(f"{origin}/assets/desk-1.js", headers={"accept-encoding": "identity"})
    assert len(plain.content) == 5000


def test_a_rebuilt_file_is_served_at_once(origin: str, dist: Path) -> None:
    httpx.get(origin)
    (dist / "index.html").write_text("<p>new desk")
    assert httpx.get(origin).text == "<p>new desk"


@pytest.mark.parametrize(
    "path", ["/assets/none.js", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "/a%00.js"]
)
def test_nothing_outside_the_build_is_served(origin: str, path: str) -> None:
    assert httpx.get(origin + path).status_code == 404


def test_writing_is_refused(origin: str) -> None:
    assert httpx.post(origin).status_code == 405


def test_an_unbuilt_client_says_what_to_do(tmp_path: Path) -> None:
    site = StaticSite(MEDIA, tmp_path / "none")
    with serving(Starlette(routes=[Route("/", site.serve)])) as served:
        assert "make web" in httpx.get(served).text
