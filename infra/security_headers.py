"""The security headers: the one list that the local stack sends and the CDK gives to CloudFront.

A page may load what its own origin serves, and media from where they are stored; nothing written
inside a page (script, style element, style attribute) is ever obeyed, nothing may frame it.
"""

from collections.abc import Mapping

# Only for an origin that has TLS: CloudFront adds it, the local stack does not.
HSTS_SECONDS = 2 * 365 * 24 * 3600
STRICT_TRANSPORT_SECURITY = f"max-age={HSTS_SECONDS}; includeSubDomains"

_UNUSED_FEATURES = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "midi",
    "payment",
    "usb",
)
_EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
}

# For answers that are no page (API, webhooks): opened as one they are inert.
DATA_HEADERS: Mapping[str, str] = {
    **_EVERYWHERE,
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
}


def page_headers(media_origin: str) -> dict[str, str]:
    """For pages and their files. `media_origin` serves presigned addresses (`https://host`)."""
    return {
        **_EVERYWHERE,
        "content-security-policy": content_security_policy(media_origin),
        "referrer-policy": "same-origin",
        "permissions-policy": ", ".join(
            ("microphone=(self)", *(f"{feature}=()" for feature in _UNUSED_FEATURES))
        ),
        "cross-origin-opener-policy": "same-origin",
    }


def content_security_policy(media_origin: str) -> str:
    """The policy of a page. Its socket is on its own host, which `'self'` covers (CSP 3)."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            f"img-src 'self' {media_origin}",
            f"media-src 'self' {media_origin}",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
