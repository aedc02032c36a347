"""The built web client in its bucket: what is new, the page last, and nothing taken away.

Files under `assets/` carry a hash of their content in their names: they are stored once, for
ever, and stay for tabs that were opened before. The others keep their names; browsers and
the CDN ask again each time, and the CDN is told which of them have changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

from infra.deployment.cloud import Cloud

PAGE = "index.html"
_HASHED = "assets/"
_LOCAL_ONLY = ("phone.html", f"{_HASHED}phone-")
_CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


class WebClientError(Exception):
    """What was built cannot be served; nothing was stored."""


class UnknownContentTypeError(WebClientError):
    """The build made a kind of file that nobody said how to serve."""


class NoPageError(WebClientError):
    """The folder holds no built web client."""


def publish(cloud: Cloud, *, bucket: str, distribution: str, folder: Path) -> list[str]:
    """Upload what the bucket has not; answers it, in the order in which it was stored.

    Nothing is stored before every file is known to be servable.
    """
    s3 = cloud.client("s3")
    files = {name: folder / name for name in _served(folder)}
    content_types = {name: _content_type(name) for name in files}
    stored = _etags(s3, bucket)
    changed = [name for name, file in files.items() if _is_new(name, file, stored)]
    for name in changed:
        s3.put_object(
            Bucket=bucket,
            Key=name,
            Body=files[name].read_bytes(),
            ContentType=content_types[name],
            CacheControl=_FOR_EVER if name.startswith(_HASHED) else _ASK_AGAIN,
        )
    _invalidate(cloud, distribution, [name for name in changed if name in stored])
    return changed


def _served(folder: Path) -> Iterator[str]:
    """Names of files, each after those it may refer to."""
    if not (folder / PAGE).is_file():
        raise NoPageError(f"there is no {PAGE} in {folder}: build it (make web)")
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    shown = [one for one in names if not one.startswith((".", *_LOCAL_ONLY))]
    yield from sorted(shown, key=lambda name: (name == PAGE, not name.startswith(_HASHED), name))


def _content_type(name: str) -> str:
    try:
        return _CONTENT_TYPES[Path(name).suffix]
    except KeyError as exc:
        raise UnknownContentTypeError(name) from exc


def _etags(s3: Any, bucket: str) -> dict[str, str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {
        one["Key"]: one["ETag"].strip('"') for page in pages for one in page.get("Contents", [])
    }


def _is_new(name: str, file: Path, stored: dict[str, str]) -> bool:
    """S3's tag of an object that was stored at once is the MD5 of its content."""
    if name.startswith(_HASHED):
        return name not in stored
    return stored.get(name) != hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()


def _invalidate(cloud: Cloud, distribution: str, names: list[str]) -> None:
    """Only what was replaced can be remembered wrongly."""
    if not names:
        return
    paths = [f"/{name}" for name in names]
    cloud.client("cloudfront").create_invalidation(
        DistributionId=distribution,
        InvalidationBatch={
            "Paths": {"Quantity": len(paths), "Items": paths},
            "CallerReference": str(uuid4()),
        },
    )
