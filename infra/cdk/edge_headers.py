"""The security headers of `infra/security_headers.py` as policies of the CDN.

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
    DATA_HEADERS,
    SECURITY_HEADERS,
    STRICT_TRANSPORT_SECURITY,
    content_security_policy,
)

_KNOWN = (
    CONTENT_SECURITY_POLICY,
    STRICT_TRANSPORT_SECURITY,
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
)


def page_policy(scope: Construct, file_host: str) -> cloudfront.ResponseHeadersPolicy:
    """Sent with the pages and their files; files of customers come from a host of their own."""
    policy = content_security_policy(f"https://{file_host}")
    return _policy(scope, "security-headers", {**SECURITY_HEADERS, CONTENT_SECURITY_POLICY: policy})


def data_policy(scope: Construct) -> cloudfront.ResponseHeadersPolicy:
    """Sent with every answer of the doors, which is no page."""
    lasting = {STRICT_TRANSPORT_SECURITY: SECURITY_HEADERS[STRICT_TRANSPORT_SECURITY]}
    return _policy(scope, "data-headers", {**DATA_HEADERS, **lasting})


def _policy(
    scope: Construct, name: str, headers: Mapping[str, str]
) -> cloudfront.ResponseHeadersPolicy:
    """Overrides whatever the origin said."""
    return cloudfront.ResponseHeadersPolicy(
        scope,
        name,
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
    transport = headers[STRICT_TRANSPORT_SECURITY]
    seconds = re.search(r"max-age=(\d+)", transport)
    if seconds is None:
        raise ValueError(f"{STRICT_TRANSPORT_SECURITY} without max-age: {transport}")
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
