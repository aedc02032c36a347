"""The security headers: the one list that the local stack sends and the CDK gives to CloudFront.

A page may load what its own origin serves, and files of customers from where those are stored;
nothing written inside a page (script, style element, style attribute) is ever obeyed, and
nothing may frame it. Names are in lower case.
"""

from collections.abc import Mapping

CONTENT_SECURITY_POLICY = "content-security-policy"
REPORTS = "/api/v1/health/policy-reports"
"""Where browsers tell of what a page tried and was refused. `report-uri`, which all of them know,
tells at once; `report-to` would need a header more and wait."""

STRICT_TRANSPORT_SECURITY = "strict-transport-security"

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
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
}


def content_security_policy(*file_origins: str) -> str:
    """The policy of a page. `file_origins` serve presigned addresses and take uploads
    (`https://host`).

    The socket is on the page's own host, which `'self'` covers (CSP level 3).
    """
    files = " ".join(("'self'", *file_origins))
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": files,
        "media-src": files,
        "connect-src": files,
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "report-uri": REPORTS,
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def page_headers(*file_origins: str) -> dict[str, str]:
    """What comes with a page and its files, whether or not there is TLS."""
    unused = ", ".join(f"{feature}=()" for feature in _UNUSED_FEATURES)
    return {
        **_EVERYWHERE,
        CONTENT_SECURITY_POLICY: content_security_policy(*file_origins),
        "referrer-policy": "same-origin",
        "permissions-policy": f"microphone=(self), {unused}",
        "cross-origin-opener-policy": "same-origin",
    }


# A page as deployed: with TLS, which the local stack has not.
SECURITY_HEADERS: Mapping[str, str] = {
    **page_headers(),
    STRICT_TRANSPORT_SECURITY: "max-age=63072000; includeSubDomains",
}

# For answers that are no page (API, webhooks): opened as one they are inert.
DATA_HEADERS: Mapping[str, str] = {
    **_EVERYWHERE,
    CONTENT_SECURITY_POLICY: "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
}
