"""`/.well-known/security.txt` (RFC 9116): whom the organisation wants to be told of a hole."""

from __future__ import annotations

from datetime import datetime, timedelta

from infra.deployment.cloud import Cloud

NAME = ".well-known/security.txt"
_GOOD_FOR = timedelta(days=365)
"""As long as the standard advises; each deployment writes it anew."""


def security_txt(contact: str, address: str, now: datetime) -> str:
    """`contact` is an e-mail address or a page of `https`."""
    told = contact if contact.startswith("https://") else f"mailto:{contact}"
    expires = (now + _GOOD_FOR).strftime("%Y-%m-%dT00:00:00Z")
    lines = (
        f"Contact: {told}",
        f"Expires: {expires}",
        "Preferred-Languages: es, en, pt",
        f"Canonical: {address.rstrip('/')}/{NAME}",
    )
    return "\n".join(lines) + "\n"


def publish_contact(cloud: Cloud, bucket: str, text: str) -> None:
    """Beside the web client, whose files it is none of."""
    cloud.client("s3").put_object(
        Bucket=bucket,
        Key=NAME,
        Body=text.encode(),
        ContentType="text/plain; charset=utf-8",
        CacheControl="max-age=3600",
    )
