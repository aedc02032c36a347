"""A deployment held still: what calls its functions in an account, and who else is there."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import boto3
import pytest

from infra.backup.errors import BackupError
from infra.backup.pausing import Deployment
from infra.deployment.lambdas import API, LAMBDAS, MESSAGE
from infra.local.engines.moto_engine import MotoEngine


@pytest.fixture
def session(moto_engine: MotoEngine) -> boto3.Session:
    """An account with the most of two deployments."""
    made = boto3.Session("aws", "secret", region_name=moto_engine.region)
    trust = '{"Version": "2012-10-17", "Statement": []}'
    role = made.client("iam").create_role(RoleName="any", AssumeRolePolicyDocument=trust)
    for prefix in ("hilo-", "other-"):
        for name in (API, MESSAGE, "inbound", "clock", "webhook"):
            function(made, role["Role"]["Arn"], prefix, name)
    return made


def function(session: boto3.Session, role: str, prefix: str, name: str) -> None:
    """As the stack makes it, with what calls it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("app.py", "app = None")
    made = session.client("lambda").create_function(
        FunctionName=prefix + name,
        Description=f"Hilo: {name}",
        Environment={"Variables": {"HILO_TABLE_PREFIX": prefix}},
        Code={"ZipFile": packed.getvalue()},
        Handler=LAMBDAS[name].handler,
        Role=role,
        Runtime="python3.11",
    )
    if name == "inbound":
        sqs: Any = session.client("sqs")
        sqs.create_queue(QueueName=f"{prefix}queue")
        queue = made["FunctionArn"].replace("lambda", "sqs").replace(f"function:{prefix}{name}", "")
        session.client("lambda").create_event_source_mapping(
            EventSourceArn=f"{queue}{prefix}queue", FunctionName=made["FunctionArn"], Enabled=True
        )
    if name == "clock":
        events = session.client("events")
        events.put_rule(Name=f"{prefix}clock", ScheduleExpression="rate(1 minute)")
        target: Any = {"Id": "clock", "Arn": f"{made['FunctionArn']}:live"}
        events.put_targets(Rule=f"{prefix}clock", Targets=[target])


def state(session: boto3.Session, prefix: str = "hilo-") -> dict[str, Any]:
    """Who is called; None where concurrency is not reserved."""
    functions, events = session.client("lambda"), session.client("events")
    (mapping,) = [
        one
        for one in functions.list_event_source_mappings()["EventSourceMappings"]
        if f":{prefix}" in one["FunctionArn"]
    ]
    rule = events.describe_rule(Name=f"{prefix}clock")
    found: dict[str, Any] = {"mapping": mapping["State"], "rule": rule["State"]}
    for name in (API, MESSAGE, "inbound", "webhook"):
        told = functions.get_function_concurrency(FunctionName=prefix + name)
        found[name] = told.get("ReservedConcurrentExecutions")
    return found


def test_nothing_but_providers_gets_in_while_it_is_paused(session: boto3.Session) -> None:
    before = state(session, "other-")
    Deployment(session, "hilo-").pause()
    assert state(session) == {
        "mapping": "Disabled",
        "rule": "DISABLED",
        API: 0,
        MESSAGE: 0,
        "inbound": None,
        "webhook": None,
    }
    assert state(session, "other-") == before


def test_it_goes_on_as_it_was_defined(session: boto3.Session) -> None:
    Deployment(session, "hilo-").pause()
    Deployment(session, "hilo-").resume()
    assert state(session) == {
        "mapping": "Enabled",
        "rule": "ENABLED",
        API: LAMBDAS[API].reserved_concurrency,
        MESSAGE: None,
        "inbound": None,
        "webhook": None,
    }


def test_pause_of_nothing_is_refused(session: boto3.Session) -> None:
    with pytest.raises(BackupError, match="no function"):
        Deployment(session, "third-")
