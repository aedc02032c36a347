"""Buckets: encrypted, closed to the public, over TLS only, kept when the stack goes."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.cdk.filling import fill
from infra.deployment.logs import KEPT_DAYS
from infra.deployment.names import Names
from infra.deployment.policies import UNDELIVERED
from infra.deployment.rights import BODIES, FILES, SEALS

_UPDATES_KEPT_DAYS = 90  # on a queue they are for days; bodies of dead letters stay
_UPLOADS_KEPT_DAYS = 1  # what is sent is copied out
_EXPORTS_KEPT_DAYS = 366  # a net: they go by their own rule, after days
_UNDELIVERED_KEPT_DAYS = 90
_SEALS_KEPT_DAYS = 3_650  # nobody deletes or changes one before, no administrator either
_RARELY_READ_AFTER_DAYS = 60


class Buckets(Construct):
    """`of` maps what functions call them to buckets; `undelivered` takes lost stream batches."""

    def __init__(self, scope: Construct, name: str, *, names: Names) -> None:
        super().__init__(scope, name)
        self._names = names
        self.logs = self._bucket(
            "logs",
            lifecycle_rules=[_expire(KEPT_DAYS)],
            # The CDN can write its log only with an access list.
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
        )
        media = self._logged(
            FILES,
            versioned=True,
            # Browsers post files by forms that we sign, and read by addresses that we sign (pages
            # of a PDF, the shape of a recording); nobody else can, wherever their page is.
            cors=[
                s3.CorsRule(
                    allowed_methods=[s3.HttpMethods.POST, s3.HttpMethods.GET],
                    allowed_origins=["*"],
                    allowed_headers=["*"],
                    max_age=3600,
                )
            ],
            lifecycle_rules=[
                s3.LifecycleRule(
                    noncurrent_version_expiration=cdk.Duration.days(30),
                    abort_incomplete_multipart_upload_after=cdk.Duration.days(1),
                    transitions=[
                        s3.Transition(
                            storage_class=s3.StorageClass.INTELLIGENT_TIERING,
                            transition_after=cdk.Duration.days(_RARELY_READ_AFTER_DAYS),
                        )
                    ],
                ),
                _expire(_UPLOADS_KEPT_DAYS, "uploads/"),
                _expire(_EXPORTS_KEPT_DAYS, "exports/"),
            ],
        )
        bodies = self._logged(BODIES, lifecycle_rules=[_expire(_UPDATES_KEPT_DAYS, "updates/")])
        self.undelivered = self._logged(
            UNDELIVERED, lifecycle_rules=[_expire(_UNDELIVERED_KEPT_DAYS)]
        )
        seals = self._logged(
            SEALS,
            versioned=True,
            object_lock_enabled=True,
            object_lock_default_retention=s3.ObjectLockRetention.compliance(
                cdk.Duration.days(_SEALS_KEPT_DAYS)
            ),
            lifecycle_rules=[
                s3.LifecycleRule(abort_incomplete_multipart_upload_after=cdk.Duration.days(1))
            ],
        )
        self.of = {FILES: media, BODIES: bodies, SEALS: seals}

    def _logged(self, name: str, **different: Any) -> s3.Bucket:
        return self._bucket(
            name,
            server_access_logs_bucket=self.logs,
            server_access_logs_prefix=f"buckets/{name}/",
            **different,
        )

    def _bucket(self, name: str, **different: Any) -> s3.Bucket:
        return s3.Bucket(
            self,
            name,
            bucket_name=fill(cdk.Stack.of(self), self._names.bucket(name)),
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            removal_policy=cdk.RemovalPolicy.RETAIN,
            **different,
        )


def _expire(days: int, prefix: str | None = None) -> s3.LifecycleRule:
    return s3.LifecycleRule(
        prefix=prefix,
        expiration=cdk.Duration.days(days),
        abort_incomplete_multipart_upload_after=cdk.Duration.days(1),
    )
