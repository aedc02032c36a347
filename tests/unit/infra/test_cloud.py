"""Which region a deployment goes to."""

from __future__ import annotations

import pytest

from infra.deployment.cloud import Cloud


@pytest.mark.parametrize("region", ["sa-east-1", "us-east-1"])
def test_the_region_is_the_one_that_the_cdk_obeys(region: str) -> None:
    cloud = Cloud.of({"AWS_REGION": region})
    assert cloud.region == region
    assert cloud.client("sqs").meta.region_name == region
    assert cloud.client("service-quotas", "us-east-1").meta.region_name == "us-east-1"
