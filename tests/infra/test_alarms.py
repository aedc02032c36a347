"""Somebody is told of what does not mend itself."""

from __future__ import annotations

import json
from typing import Any

from chalicelib.domains.conversations.ports import UNCONFIRMED_LINE
from functions.definition import QueueTrigger, StreamTrigger
from functions.registry import FUNCTIONS
from infra.deployment.lambdas import LAMBDAS
from infra.queues import QUEUES
from tests.infra.templates import function_named, of_type, properties, shown

Template = dict[str, Any]
ALARM = "AWS::CloudWatch::Alarm"


def test_one_message_in_a_net_alarms(stateless: Template) -> None:
    nets = [one.dead_letter for one in QUEUES if one.dead_letter]
    alarms = _on(stateless, "ApproximateNumberOfMessagesVisible")
    assert len(alarms) == len(nets)
    assert {one["Threshold"] for one in alarms} == {0}
    assert {one["Statistic"] for one in alarms} == {"Maximum"}


def test_errors_and_throttles_of_every_function_alarm(stateless: Template) -> None:
    everyone = {function_named(stateless, name)[0] for name in LAMBDAS}
    for metric in ("Errors", "Throttles"):
        watched = {shown(one["Dimensions"][0]["Value"]) for one in _on(stateless, metric)}
        assert watched == {f"<{logical_id}>" for logical_id in everyone}


def test_old_messages_alarm_as_their_functions_say(stateless: Template) -> None:
    fed = [one for one in FUNCTIONS if isinstance(one.trigger, QueueTrigger)]
    alarms = _on(stateless, "ApproximateAgeOfOldestMessage")
    assert sorted(one["Threshold"] for one in alarms) == [60, 60, 60, 240, 3600]
    assert len(alarms) == len(fed)


def test_the_oldest_record_alarms_after_a_minute(stateless: Template) -> None:
    fed = [one for one in FUNCTIONS if isinstance(one.trigger, StreamTrigger)]
    alarms = _on(stateless, "IteratorAge")
    assert len(alarms) == len(fed)
    for alarm in alarms:
        assert (alarm["Statistic"], alarm["Threshold"], alarm["Period"]) == ("Maximum", 60_000, 60)


def test_a_silent_clock_alarms(stateless: Template) -> None:
    (alarm,) = _on(stateless, "Invocations")
    assert alarm["TreatMissingData"] == "breaching"
    assert (alarm["ComparisonOperator"], alarm["EvaluationPeriods"]) == ("LessThanThreshold", 3)


def test_an_unconfirmed_send_alarms(stateless: Template) -> None:
    (made,) = properties(stateless, "AWS::Logs::MetricFilter")
    assert made["FilterPattern"] == f'{{ $.message = "{UNCONFIRMED_LINE}" }}'
    (metric,) = made["MetricTransformations"]
    (alarm,) = _on(stateless, metric["MetricName"])
    assert (alarm["Namespace"], alarm["Threshold"]) == (metric["MetricNamespace"], 0)
    groups = of_type(stateless, "AWS::Logs::LogGroup")
    assert made["LogGroupName"]["Ref"] in groups
    logged_to = function_named(stateless, "outbound")[1]["LoggingConfig"]["LogGroup"]
    assert logged_to == made["LogGroupName"]


def test_every_alarm_tells_the_topic(stateless: Template) -> None:
    (topic,) = of_type(stateless, "AWS::SNS::Topic")
    for alarm in properties(stateless, ALARM):
        assert alarm["AlarmActions"] == [{"Ref": topic}] == alarm["OKActions"]


def test_dashboard_shows_every_alarm(stateless: Template) -> None:
    (dashboard,) = properties(stateless, "AWS::CloudWatch::Dashboard")
    body = shown(dashboard["DashboardBody"])
    for name in of_type(stateless, ALARM):
        assert f"<{name}.Arn>" in body
    assert json.loads(body)["widgets"]


def _on(template: Template, metric: str) -> list[dict[str, Any]]:
    return [one for one in properties(template, ALARM) if one.get("MetricName") == metric]
