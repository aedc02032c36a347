"""The one domain: the CDN serves the web client and forwards to the three doors.

The bucket of the web client is here and not among what must never be lost: it is a build,
and its policy names the distribution.
"""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from constructs import Construct

from chalicelib.api.viewer import EDGE_HEADER
from chalicelib.core.secret_store import EDGE_KEY
from infra.cdk.edge_headers import data_policy, page_policy
from infra.cdk.edge_programs import PAGE_ADDRESSES, VIEWER, at_request
from infra.cdk.nag import acknowledge
from infra.cdk.settings import DeploymentSettings

_EVERYWHERE = "The organisation's own matter: who may open the desk is decided by signing in."


class Edge(Construct):
    """`origin` is the address people open; `web` takes the built web client."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        settings: DeploymentSettings,
        hosts: tuple[str, str, str],
        file_host: str,
        logs: s3.IBucket,
    ) -> None:
        super().__init__(scope, name)
        self.web = self._web_bucket(logs)
        self._page_headers = page_policy(self, file_host)
        self._data_headers = data_policy(self)
        api, sockets, webhooks = hosts
        self.distribution = cloudfront.Distribution(
            self,
            "distribution",
            comment="Hilo",
            default_root_object="index.html",
            default_behavior=self._pages(),
            additional_behaviors={
                "/api/*": self._api(api),
                "/ws": self._door(sockets),
                "/webhooks/*": self._door(webhooks),
            },
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
            price_class=cloudfront.PriceClass.PRICE_CLASS_ALL,
            enable_logging=True,
            log_bucket=logs,
            log_file_prefix="cdn/",
            **_own_domain(self, settings),
        )
        domain = settings.domain_name or self.distribution.distribution_domain_name
        self.origin = f"https://{domain}"
        self._acknowledge(settings)

    def _web_bucket(self, logs: s3.IBucket) -> s3.Bucket:
        return s3.Bucket(
            self,
            "web",
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            versioned=True,
            lifecycle_rules=[s3.LifecycleRule(noncurrent_version_expiration=cdk.Duration.days(30))],
            server_access_logs_bucket=logs,
            server_access_logs_prefix="buckets/web/",
            removal_policy=cdk.RemovalPolicy.RETAIN,
        )

    def _pages(self) -> cloudfront.BehaviorOptions:
        return cloudfront.BehaviorOptions(
            origin=origins.S3BucketOrigin.with_origin_access_control(self.web),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
            response_headers_policy=self._page_headers,
            compress=True,
            function_associations=[at_request(self, "page-addresses", PAGE_ADDRESSES)],
        )

    def _api(self, host: str) -> cloudfront.BehaviorOptions:
        """The API counts attempts by address: it is told the viewer's, with a proof."""
        key = cdk.SecretValue.secrets_manager(EDGE_KEY, json_field="key")
        return self._door(
            host,
            headers={EDGE_HEADER: key.unsafe_unwrap()},
            function_associations=[at_request(self, "viewer", VIEWER)],
        )

    def _door(
        self, host: str, headers: dict[str, str] | None = None, **more: Any
    ) -> cloudfront.BehaviorOptions:
        """Nothing is cached; everything but the host's name is handed on."""
        return cloudfront.BehaviorOptions(
            origin=origins.HttpOrigin(
                host,
                custom_headers=headers,
                protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
                origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
                read_timeout=cdk.Duration.seconds(30),
            ),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
            response_headers_policy=self._data_headers,
            compress=True,
            **more,
        )

    def _acknowledge(self, settings: DeploymentSettings) -> None:
        acknowledge(self.distribution, "AwsSolutions-CFR1", _EVERYWHERE)
        firewall = "Rules of a firewall are the organisation's; doors limit rates themselves."
        acknowledge(self.distribution, "AwsSolutions-CFR2", firewall)
        if not settings.domain_name:
            default = "Without a domain of one's own the CDN's certificate sets the TLS version."
            acknowledge(self.distribution, "AwsSolutions-CFR4", default)


def _own_domain(scope: Construct, settings: DeploymentSettings) -> dict[str, object]:
    if not settings.domain_name:
        return {}
    certificate = acm.Certificate.from_certificate_arn(
        scope, "certificate", settings.certificate_arn
    )
    return {"domain_names": [settings.domain_name], "certificate": certificate}
