"""Somebody is told of what does not mend itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from chalicelib.core.tables import TABLES
from functions.definition import StreamTrigger
from functions.registry import FUNCTIONS
from infra.deployment.lambdas import LAMBDAS
from infra.deployment.watched_lines import WATCHED_LINES, WatchedLine
from infra.queues import QUEUES
from tests.infra.templates import function_named, of_type, properties, shown

Template = dict[str, Any]
ALARM = "AWS::CloudWatch::Alarm"
ROOT = Path(__file__).parents[2]
PAGE = re.compile(r"docs/runbooks/[a-z-]+\.md")
SECTIONS = (
    "Qué significa",
    "Qué ve la gente",
    "Cómo confirmarlo",
    "Qué hacer",
    "Cómo se sabe que terminó",
)


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
    fed = [trigger for one in FUNCTIONS for trigger in one.queue_triggers]
    alarms = _on(stateless, "ApproximateAgeOfOldestMessage")
    assert sorted(one["Threshold"] for one in alarms) == [60, 60, 60, 60, 240, 3600, 7200, 21_600]
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


@pytest.mark.parametrize("line", WATCHED_LINES, ids=lambda line: line.alarm)
def test_a_watched_line_alarms(stateless: Template, line: WatchedLine) -> None:
    made = [
        one
        for one in properties(stateless, "AWS::Logs::MetricFilter")
        if one["MetricTransformations"][0]["MetricName"] == line.metric
    ]
    assert {one["FilterPattern"] for one in made} == {line.pattern}
    assert {one["MetricTransformations"][0]["MetricValue"] for one in made} == {line.value}
    groups = [
        function_named(stateless, name)[1]["LoggingConfig"]["LogGroup"] for name in line.functions
    ]
    assert [one["LogGroupName"] for one in made] == groups
    (alarm,) = _on(stateless, line.metric)
    (namespace,) = {one["MetricTransformations"][0]["MetricNamespace"] for one in made}
    assert (alarm["Namespace"], alarm["Threshold"]) == (namespace, 0)


def test_throttled_requests_of_every_table_alarm(stateless: Template) -> None:
    watched = {
        shown(metric["MetricStat"]["Metric"]["Dimensions"][0]["Value"])
        for alarm in properties(stateless, ALARM)
        for metric in alarm.get("Metrics", [])
        if metric.get("MetricStat", {}).get("Metric", {}).get("Namespace") == "AWS/DynamoDB"
    }
    assert len(watched) == len(TABLES)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_alarm_names_a_page_that_tells_what_to_do(stateless: Template, section: str) -> None:
    for alarm in properties(stateless, ALARM):
        named = PAGE.search(alarm["AlarmDescription"])
        assert named, alarm["AlarmDescription"]
        page = (ROOT / named[0]).read_text()
        assert f"\n## {section}\n" in page, named[0]


def test_every_page_belongs_to_an_alarm(stateless: Template) -> None:
    """But for the way in, and for what is done without one: bringing everything back."""
    told = " ".join(one["AlarmDescription"] for one in properties(stateless, ALARM))
    others = {"README", "respaldo-y-restauracion"}
    pages = {page for page in (ROOT / "docs/runbooks").glob("*.md") if page.stem not in others}
    assert {str(page.relative_to(ROOT)) for page in pages} == set(PAGE.findall(told))


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
