"""Seals lie on a bucket with an object lock: nobody deletes one, and what is put over it counts."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from chalicelib.adapters.seals import S3Seals
from chalicelib.core.body_store import BodyUnavailableError
from chalicelib.domains.audit.models import Head, Seal
from infra.local.engines.moto_engine import MotoEngine
from tests.samples import NOW_MS

BUCKET = "seals-of-a-test"
HOUR_MS = 3_600_000
SEAL = Seal(NOW_MS, tuple(Head(number, f"digest-{number}") for number in range(4)))


@pytest.fixture
def seals(moto_engine: MotoEngine) -> S3Seals:
    s3 = moto_engine.client("s3")
    s3.create_bucket(Bucket=BUCKET, ObjectLockEnabledForBucket=True)
    s3.put_object_lock_configuration(
        Bucket=BUCKET,
        ObjectLockConfiguration={
            "ObjectLockEnabled": "Enabled",
            "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 3650}},
        },
    )
    return S3Seals(BUCKET, lambda: moto_engine.client("s3"))


def test_a_seal_is_found_by_its_hour(seals: S3Seals) -> None:
    assert seals.of_hour(NOW_MS) is None
    seals.put(SEAL)
    assert seals.of_hour(NOW_MS + 1) == SEAL
    assert seals.of_hour(NOW_MS + HOUR_MS) is None


def test_what_is_put_over_a_seal_counts_beside_it(seals: S3Seals) -> None:
    forged = Seal(NOW_MS, tuple(Head(0, "nothing") for _ in range(4)))
    seals.put(SEAL)
    seals.put(forged)
    assert set(seals.all()) == {SEAL, forged}


def test_nobody_deletes_a_seal(seals: S3Seals, moto_engine: MotoEngine) -> None:
    seals.put(SEAL)
    s3 = moto_engine.client("s3")
    (version,) = s3.list_object_versions(Bucket=BUCKET)["Versions"]
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.delete_object(Bucket=BUCKET, Key=version["Key"], VersionId=version["VersionId"])
    assert list(seals.all()) == [SEAL]


def test_it_is_told_when_seals_cannot_be_reached(moto_engine: MotoEngine) -> None:
    nowhere = S3Seals("no-such-bucket", lambda: moto_engine.client("s3"))
    with pytest.raises(BodyUnavailableError):
        nowhere.put(SEAL)
    with pytest.raises(BodyUnavailableError):
        nowhere.of_hour(NOW_MS)
