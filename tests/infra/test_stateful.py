"""What must never be lost: complete, protected, and replaced by no upgrade."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from chalicelib.core.tables import TABLES, Table
from infra.queue_definition import QueueDefinition
from infra.queues import QUEUES
from tests.infra.kept import FILE, kept
from tests.infra.templates import of_type, properties, shown

Template = dict[str, Any]
TABLE, QUEUE, BUCKET = "AWS::DynamoDB::GlobalTable", "AWS::SQS::Queue", "AWS::S3::Bucket"


def test_nothing_is_replaced_when_the_stack_is_upgraded(stateful: Template) -> None:
    assert kept(stateful) == json.loads(FILE.read_text())


def test_resources_are_as_many_as_the_definitions(stateful: Template) -> None:
    counted = Counter(one["Type"] for one in stateful["Resources"].values())
    assert counted == {
        TABLE: len(TABLES),
        QUEUE: len(QUEUES),
        "AWS::SQS::QueuePolicy": len(QUEUES),
        BUCKET: 5,
        "AWS::S3::BucketPolicy": 5,
        "AWS::SecretsManager::Secret": 2,
    }


@pytest.mark.parametrize("kind", [TABLE, QUEUE, BUCKET, "AWS::SecretsManager::Secret"])
def test_it_stays_when_the_stack_is_deleted(stateful: Template, kind: str) -> None:
    policies = {
        (one["DeletionPolicy"], one["UpdateReplacePolicy"])
        for one in of_type(stateful, kind).values()
    }
    assert policies == {("Retain", "Retain")}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_table_is_as_the_product_defines_it(stateful: Template, table: Table) -> None:
    made = _named(stateful, TABLE, "TableName", f"hilo-{table.name}")
    wanted = table.create_arguments("hilo-")
    assert made["KeySchema"] == wanted["KeySchema"]
    assert _sorted(made["AttributeDefinitions"]) == _sorted(wanted["AttributeDefinitions"])
    assert made.get("GlobalSecondaryIndexes") == wanted.get("GlobalSecondaryIndexes")
    assert made["BillingMode"] == "PAY_PER_REQUEST"
    streams = made.get("StreamSpecification", {}).get("StreamViewType")
    assert streams == ("NEW_AND_OLD_IMAGES" if table.stream else None)
    assert made.get("TimeToLiveSpecification") == (
        {"AttributeName": table.ttl, "Enabled": True} if table.ttl else None
    )


def test_table_is_recoverable_and_protected(stateful: Template) -> None:
    replicas = [one for table in properties(stateful, TABLE) for one in table["Replicas"]]
    assert len(replicas) == len(TABLES)
    for replica in replicas:
        recovery = replica["PointInTimeRecoverySpecification"]
        assert recovery["PointInTimeRecoveryEnabled"] is True
        assert replica["DeletionProtectionEnabled"] is True


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.name)
def test_queue_is_as_the_product_defines_it(stateful: Template, queue: QueueDefinition) -> None:
    made = _named(stateful, QUEUE, "QueueName", f"hilo-{queue.name}")
    assert made["VisibilityTimeout"] == queue.visibility_timeout_seconds
    assert made["SqsManagedSseEnabled"] is True
    assert made["MessageRetentionPeriod"] == 14 * 24 * 3600
    if queue.fifo:
        assert made["FifoQueue"] is True
        assert made["DeduplicationScope"] == "messageGroup"
        assert made["FifoThroughputLimit"] == "perMessageGroupId"
    if queue.dead_letter is None:
        assert "RedrivePolicy" not in made
        return
    redrive = made["RedrivePolicy"]
    assert redrive["maxReceiveCount"] == queue.max_receive_count
    net = redrive["deadLetterTargetArn"]["Fn::GetAtt"][0]
    assert stateful["Resources"][net]["Properties"]["QueueName"] == f"hilo-{queue.dead_letter}"


def test_bucket_is_encrypted_and_closed(stateful: Template) -> None:
    for bucket in properties(stateful, BUCKET):
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket["BucketEncryption"]
        assert bucket["LifecycleConfiguration"]["Rules"]


def test_bodies_expire_but_those_of_dead_letters(stateful: Template) -> None:
    (bodies,) = [
        one for one in properties(stateful, BUCKET) if "-bodies-" in shown(one["BucketName"])
    ]
    (rule,) = bodies["LifecycleConfiguration"]["Rules"]
    assert (rule["Prefix"], rule["ExpirationInDays"]) == ("updates/", 90)


@pytest.mark.parametrize("kind", ["AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy"])
def test_policy_refuses_everybody_without_tls(stateful: Template, kind: str) -> None:
    for policy in properties(stateful, kind):
        refusals = [
            one
            for one in policy["PolicyDocument"]["Statement"]
            if one["Effect"] == "Deny"
            and one["Condition"].get("Bool") == {"aws:SecureTransport": "false"}
        ]
        assert [one["Principal"] for one in refusals] == [{"AWS": "*"}]


def _named(template: Template, kind: str, property_name: str, name: str) -> dict[str, Any]:
    (found,) = [one for one in properties(template, kind) if shown(one[property_name]) == name]
    return found


def _sorted(attributes: list[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(attributes, key=lambda one: one["AttributeName"])


def test_seals_of_the_audit_are_locked_for_years(stateful: Template) -> None:
    (seals,) = [
        one for one in properties(stateful, BUCKET) if "-seals-" in shown(one["BucketName"])
    ]
    assert seals["ObjectLockEnabled"] is True
    retention = seals["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert retention == {"Mode": "COMPLIANCE", "Days": 3650}
    assert seals["VersioningConfiguration"] == {"Status": "Enabled"}
