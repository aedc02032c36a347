"""By which ways people are told of what: the house's rule for each role, and the caller's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import ConfiguredView, configured_view
from chalicelib.api.endpoint import AUTHENTICATED, endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.domains.alerts.models import AlertEvent, AlertWay, EventRule

if TYPE_CHECKING:
    from chalicelib.domains.alerts.models import AlertRule

routes = Blueprint(__name__)

_WAYS = 4


class EventRuleView(TypedDict):
    """By which ways a role is told of an event; `is_open`: each person may choose others."""

    ways: list[AlertWay]
    is_open: bool


class AlertRuleView(ConfiguredView):
    """What the house says for a role, whose name is its id; version 0 before it was chosen."""

    events: dict[AlertEvent, EventRuleView]


class AlertRuleList(TypedDict):
    """One rule a role."""

    items: list[AlertRuleView]
    next_cursor: str | None


class EventRuleToChoose(RequestModel):
    """Ways are `screen`, `sound`, `browser` and `centre`; none: the role is not told."""

    ways: list[AlertWay] = Field(max_length=_WAYS)
    is_open: bool


class AlertRuleToChoose(RequestModel):
    """What to choose; events left out stay."""

    events: dict[AlertEvent, EventRuleToChoose] = Field(min_length=1)


@endpoint(
    routes,
    "GET",
    "/v1/alert-rules",
    permission="alert_rules.manage",
    callers="everybody",
    response=AlertRuleList,
    summary="By which ways each role is told of what",
)
def list_alert_rules(call: Call[None, None, None]) -> AlertRuleList:
    """By the role's name; the product's own where nobody chose yet."""
    items = [_view(call, one) for one in call.container.alert_rule_book.all()]
    return AlertRuleList(items=items, next_cursor=None)


@endpoint(
    routes,
    "PUT",
    "/v1/alert-rules/{role}",
    permission="alert_rules.manage",
    callers="everybody",
    body=AlertRuleToChoose,
    response=AlertRuleView,
    needs_version=True,
    guards="alert_rules",
    summary="Choose by which ways a role is told",
)
def choose_alert_rule(call: Call[None, AlertRuleToChoose, None]) -> AlertRuleView:
    """It holds within seconds for whoever did not choose otherwise, or may not."""
    events = {
        name: EventRule(frozenset(one.ways), one.is_open) for name, one in call.body.events.items()
    }
    rule = call.container.alert_rule_book.choose(
        call.path["role"],
        events,
        expected_version=call.expected_version(),
        change=call.change("alert_rule.changed"),
    )
    return _view(call, rule)


@endpoint(
    routes,
    "GET",
    "/v1/me/alert-rule",
    permission=AUTHENTICATED,
    callers="people",
    response=AlertRuleView,
    summary="By which ways my role is told of what",
)
def my_alert_rule(call: Call[None, None, None]) -> AlertRuleView:
    """Where `is_open`, the caller's `alert_ways` of `GET /me/preferences` go before it."""
    return _view(call, call.container.alert_rule_book.of(call.principal.role))


def _view(call: Call[Any, Any, Any], rule: AlertRule) -> AlertRuleView:
    return {
        **configured_view(call, rule),
        "events": {
            name: EventRuleView(ways=sorted(one.ways), is_open=one.is_open)
            for name, one in rule.events.items()
        },
    }
