"""`make audit-verify` reads a deployment's chains and seals, and says what is wrong."""

from __future__ import annotations

import pytest

from chalicelib.adapters.seals import S3Seals
from chalicelib.domains.audit.repository import DynamoRecord
from chalicelib.domains.audit.services.chaining import Chaining
from chalicelib.domains.audit.services.sealing import Sealing
from infra.audit.__main__ import main
from infra.local.engines.moto_engine import MotoEngine
from tests.engines import EngineTables
from tests.fakes.clock import FakeClock
from tests.integration.audit.acts import act
from tests.integration.audit.test_tampering import SHARD, Intruder

REGION = "us-east-1"


def test_a_cut_chain_is_told(
    moto_engine: MotoEngine,
    tables: EngineTables,
    record: DynamoRecord,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_REGION", REGION)
    account = moto_engine.client("sts").get_caller_identity()["Account"]
    bucket = f"{tables.prefix}seals-{account}-{REGION}"
    s3 = moto_engine.client("s3")
    s3.create_bucket(Bucket=bucket)
    for number in (1, 2, 3):
        Chaining(record).add(act(number))
    Sealing(record, S3Seals(bucket, lambda: s3), FakeClock()).seal()

    assert main(["--prefix", tables.prefix]) == 0
    assert capsys.readouterr().out == "3 entries in 4 chains, 0 holes\n"
    Intruder(tables).remove(3)
    assert main(["--prefix", tables.prefix]) == 1
    assert f"chain {SHARD}, entry 3: cut\n" in capsys.readouterr().out
