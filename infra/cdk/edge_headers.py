"""The security headers of `infra/security_headers.py` as a policy of the CDN.

The CDN takes headers it knows to be about security only by their own settings, and refuses
them among the custom ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront
from constructs import Construct

from infra.security_headers import (
    CONTENT_SECURITY_POLICY,
    SECURITY_HEADERS,
    content_security_policy,
)

_KNOWN = (
    CONTENT_SECURITY_POLICY,
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
)


def response_headers(scope: Construct, file_host: str) -> cloudfront.ResponseHeadersPolicy:
    """Sent with every answer, whatever the origin said; files come from a host of their own."""
    policy = content_security_policy(f"https://{file_host}")
    headers = {**SECURITY_HEADERS, CONTENT_SECURITY_POLICY: policy}
    return cloudfront.ResponseHeadersPolicy(
        scope,
        "security-headers",
        comment="Hilo: infra/security_headers.py",
        security_headers_behavior=_known(headers),
        custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(
            custom_headers=[
                cloudfront.ResponseCustomHeader(header=name, value=value, override=True)
                for name, value in headers.items()
                if name not in _KNOWN
            ]
        ),
    )


def _known(headers: Mapping[str, str]) -> cloudfront.ResponseSecurityHeadersBehavior:
    transport = headers["strict-transport-security"]
    seconds = re.search(r"max-age=(\d+)", transport)
    if seconds is None:
        raise ValueError(f"strict-transport-security without max-age: {transport}")
    return cloudfront.ResponseSecurityHeadersBehavior(
        content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
            content_security_policy=headers[CONTENT_SECURITY_POLICY], override=True
        ),
        content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
        frame_options=cloudfront.ResponseHeadersFrameOptions(
            frame_option=cloudfront.HeadersFrameOption[headers["x-frame-options"]], override=True
        ),
        referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
            referrer_policy=cloudfront.HeadersReferrerPolicy[
                headers["referrer-policy"].replace("-", "_").upper()
            ],
            override=True,
        ),
        strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
            access_control_max_age=cdk.Duration.seconds(int(seconds[1])),
            include_subdomains="includeSubDomains" in transport,
            override=True,
        ),
    )
