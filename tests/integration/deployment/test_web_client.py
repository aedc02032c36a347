"""The web client in its bucket: complete, cached rightly, and never pulled from open tabs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from infra.deployment.code import ROOT
from infra.deployment.rollout.web_client import NoPageError, UnknownContentTypeError, publish
from tests.fakes.aws_account import FakeAccount
from tests.fakes.deployment import new_distribution

BUCKET = "web"
FOR_EVER, ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"


class Site:
    """A bucket and the CDN before it."""

    def __init__(self, account: FakeAccount) -> None:
        self._account = account
        self.s3 = account.client("s3")
        self.s3.create_bucket(Bucket=BUCKET)
        self.distribution = new_distribution(account)

    def publish(self, folder: Path) -> list[str]:
        return publish(self._account, bucket=BUCKET, distribution=self.distribution, folder=folder)

    def names(self) -> set[str]:
        return {one["Key"] for one in self.s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])}

    def served(self, name: str) -> tuple[str, str, str]:
        got: Any = self.s3.get_object(Bucket=BUCKET, Key=name)
        return got["Body"].read().decode(), got["ContentType"], got["CacheControl"]

    def invalidated(self) -> list[set[str]]:
        client, asked = self._account.client("cloudfront"), {"DistributionId": self.distribution}
        listed = client.list_invalidations(**asked)["InvalidationList"].get("Items", [])
        told = [client.get_invalidation(Id=one["Id"], **asked)["Invalidation"] for one in listed]
        return [set(one["InvalidationBatch"]["Paths"]["Items"]) for one in told]


@pytest.fixture
def site(account: FakeAccount) -> Site:
    return Site(account)


def test_everything_is_stored_but_the_phone_and_the_page_comes_last(
    site: Site, web_folder: Path
) -> None:
    stored = site.publish(web_folder)
    assert site.names() == set(stored)
    assert set(stored) == {
        "assets/desk-A1.css",
        "assets/desk-A1.js",
        "assets/font-A1.woff2",
        "color-scheme.js",
        "icon.svg",
        "index.html",
    }
    assert stored[-1] == "index.html"
    assert all(name.startswith("assets/") for name in stored[:3])
    assert site.invalidated() == []


def test_files_are_served_as_what_they_are(site: Site, web_folder: Path) -> None:
    site.publish(web_folder)
    for name, content_type, cached in (
        ("index.html", "text/html; charset=utf-8", ASK_AGAIN),
        ("color-scheme.js", "text/javascript; charset=utf-8", ASK_AGAIN),
        ("icon.svg", "image/svg+xml", ASK_AGAIN),
        ("assets/desk-A1.js", "text/javascript; charset=utf-8", FOR_EVER),
        ("assets/desk-A1.css", "text/css; charset=utf-8", FOR_EVER),
        ("assets/font-A1.woff2", "font/woff2", FOR_EVER),
    ):
        assert site.served(name) == ((web_folder / name).read_text(), content_type, cached)


def test_a_second_run_changes_nothing(site: Site, web_folder: Path) -> None:
    site.publish(web_folder)
    assert site.publish(web_folder) == []
    assert site.invalidated() == []


def test_an_upgrade_keeps_what_open_tabs_load_and_invalidates_only_what_changed(
    site: Site, web_folder: Path
) -> None:
    site.publish(web_folder)
    (web_folder / "assets/desk-A1.js").rename(web_folder / "assets/desk-B2.js")
    (web_folder / "index.html").write_text('<script src="/assets/desk-B2.js"></script>')
    assert site.publish(web_folder) == ["assets/desk-B2.js", "index.html"]
    assert {"assets/desk-A1.js", "assets/desk-B2.js"} < site.names()
    assert "desk-B2" in site.served("index.html")[0]
    assert site.invalidated() == [{"/index.html"}]


def test_nothing_is_stored_when_the_kind_of_a_file_is_unknown(site: Site, web_folder: Path) -> None:
    (web_folder / "assets/model-A1.wasm").write_text("")
    with pytest.raises(UnknownContentTypeError, match=r"model-A1\.wasm"):
        site.publish(web_folder)
    assert site.names() == set()


def test_nothing_is_stored_when_nothing_was_built(site: Site, tmp_path: Path) -> None:
    with pytest.raises(NoPageError, match="make web"):
        site.publish(tmp_path)


@pytest.mark.skipif(
    not (ROOT / "web/dist/index.html").is_file(), reason="the web client is not built (make web)"
)
def test_the_real_build_can_be_served_and_refers_to_nothing_left_out(site: Site) -> None:
    stored = site.publish(ROOT / "web" / "dist")
    page = site.served("index.html")[0]
    assert not [name for name in stored if "phone" in name]
    for name in stored:
        if name.endswith((".js", ".css")):
            assert "assets/phone-" not in site.served(name)[0], name
    assert any(f"/{name}" in page for name in stored if name.startswith("assets/"))
