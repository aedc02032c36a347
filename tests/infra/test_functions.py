"""Lambdas as they are deployed: their numbers, what calls them, and what they are told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.definition import Function, QueueTrigger, ScheduleTrigger, StreamTrigger
from functions.registry import FUNCTIONS
from infra.deployment.lambdas import LAMBDAS, DeployedLambda
from infra.deployment.layers import LAYERS, distributions
from infra.deployment.logs import WRITES_PLATFORM_LINES
from infra.queues import QUEUES
from tests.infra.templates import function_named, live_alias, mentioned, of_type, properties, shown

Template = dict[str, Any]
MAPPING = "AWS::Lambda::EventSourceMapping"
OF_QUEUES = [(one, trigger) for one in FUNCTIONS for trigger in one.queue_triggers]
OF_STREAMS = [(one.name, trigger) for one in FUNCTIONS for trigger in one.streams]


def _name(one: Function | QueueTrigger) -> str:
    return one.name if isinstance(one, Function) else one.queue


def test_every_function_of_the_registry_is_deployed(stateless: Template) -> None:
    assert {one.name for one in FUNCTIONS} < set(LAMBDAS)
    assert len(of_type(stateless, "AWS::Lambda::Function")) == len(LAMBDAS)


@pytest.mark.parametrize("one", LAMBDAS.values(), ids=lambda one: one.name)
def test_numbers_are_those_of_its_definition(stateless: Template, one: DeployedLambda) -> None:
    made = function_named(stateless, one.name)[1]
    assert made["Handler"] == one.handler
    assert made["Timeout"] == one.timeout_seconds
    assert made["MemorySize"] == one.memory_mb
    assert made.get("ReservedConcurrentExecutions") == one.reserved_concurrency
    assert made["Architectures"] == ["arm64"]
    layers = of_type(stateless, "AWS::Lambda::LayerVersion")
    paths = {layers[layer["Ref"]]["Properties"]["Description"] for layer in made["Layers"]}
    assert paths == {f"Hilo: layers/{layer}/requirements.txt" for layer in one.layers}
    assert set(one.layers) <= set(LAYERS)


@pytest.mark.parametrize("name", LAMBDAS)
def test_its_log_has_our_lines_and_only_failures_of_the_platform(
    stateless: Template, name: str
) -> None:
    assert not WRITES_PLATFORM_LINES
    made = dict(function_named(stateless, name)[1]["LoggingConfig"])
    del made["LogGroup"]
    assert made == {
        "LogFormat": "JSON",
        "ApplicationLogLevel": "INFO",
        "SystemLogLevel": "WARN",
    }


@pytest.mark.parametrize(("function", "trigger"), OF_QUEUES, ids=_name)
def test_queue_feeds_it_and_takes_back_what_failed(
    stateful: Template, stateless: Template, function: Function, trigger: QueueTrigger
) -> None:
    (queue,) = [
        logical_id
        for logical_id, one in of_type(stateful, "AWS::SQS::Queue").items()
        if one["Properties"]["QueueName"] == f"hilo-{trigger.queue}"
    ]
    (made,) = [
        one for one in _mappings(stateless, function.name) if queue in shown(one["EventSourceArn"])
    ]
    assert made["BatchSize"] == trigger.batch_size
    assert made["ScalingConfig"] == {"MaximumConcurrency": trigger.maximum_concurrency}
    assert made["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


@pytest.mark.parametrize(("function", "trigger"), OF_QUEUES, ids=_name)
def test_message_stays_hidden_for_as_long_as_the_function_may_run(
    function: Function, trigger: QueueTrigger
) -> None:
    (queue,) = [one for one in QUEUES if one.name == trigger.queue]
    assert queue.visibility_timeout_seconds > function.timeout_seconds


@pytest.mark.parametrize(("name", "trigger"), OF_STREAMS, ids=str)
def test_stream_feeds_it_and_keeps_what_failed(
    stateless: Template, name: str, trigger: StreamTrigger
) -> None:
    (made,) = [
        one for one in _mappings(stateless, name) if trigger.table in str(one["EventSourceArn"])
    ]
    assert made["BatchSize"] == trigger.batch_size
    assert made["BisectBatchOnFunctionError"] is True
    assert made["MaximumRetryAttempts"] == 5
    assert made["StartingPosition"] == "TRIM_HORIZON"
    kept_in = shown(made["DestinationConfig"]["OnFailure"]["Destination"])
    assert kept_in == "arn:<AWS::Partition>:s3:::hilo-undelivered-<AWS::AccountId>-<AWS::Region>"
    patterns = [json.loads(one["Pattern"]) for one in made["FilterCriteria"]["Filters"]]
    assert patterns == trigger.patterns()


@pytest.mark.parametrize("one", FUNCTIONS, ids=lambda one: one.name)
def test_it_reads_every_stream_it_names_and_no_other(stateless: Template, one: Any) -> None:
    streamed = [made for made in _mappings(stateless, one.name) if "FilterCriteria" in made]
    assert len(streamed) == len(one.streams)


def test_schedule_calls_the_clock_every_minute(stateless: Template) -> None:
    (scheduled,) = [one for one in FUNCTIONS if isinstance(one.trigger, ScheduleTrigger)]
    (rule,) = properties(stateless, "AWS::Events::Rule")
    assert (scheduled.name, rule["ScheduleExpression"]) == ("clock", "rate(1 minute)")
    (target,) = rule["Targets"]
    assert target["Arn"] == {"Ref": live_alias(stateless, "clock")}


def test_no_package_is_in_two_layers() -> None:
    """The CDK sorts the layers of a function: none may hide what is in another."""
    packages = [package for layer in LAYERS for package in distributions(layer)]
    assert len(packages) == len(set(packages))


def test_a_mapping_waits_for_its_rights(stateless: Template) -> None:
    for mapping in of_type(stateless, MAPPING).values():
        assert any("DefaultPolicy" in name for name in mapping["DependsOn"])


def test_logs_end_some_day(stateless: Template) -> None:
    groups = properties(stateless, "AWS::Logs::LogGroup")
    assert len(groups) == len(LAMBDAS) + 3  # and an access log for each door
    assert {group["RetentionInDays"] for group in groups} == {90}


def _mappings(template: Template, name: str) -> list[dict[str, Any]]:
    alias = live_alias(template, name)
    return [one for one in properties(template, MAPPING) if alias in mentioned(one["FunctionName"])]
