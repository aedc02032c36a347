"""What is billed for a month: idle, a million texts with one open desk, people at work."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.core.queues import INBOUND, OUTBOUND, STATUS
from chalicelib.core.stamped_cache import STAMP_CHECK_SECONDS
from chalicelib.domains.access.models import AccessPolicy
from functions.definition import ScheduleTrigger
from functions.registry import FUNCTIONS
from infra.cost.assumptions import MONTH_MINUTES, OPEN_DAYS, Assumptions
from infra.cost.bill import Bill, bill, total
from infra.cost.counts import Count, Counts, load_counts
from infra.cost.design import Design
from infra.cost.work import DESK, GB, Works, queue_kind

MILLION = 1_000_000
WATCHING = "watching"
_STATUSES_SHOWN = 2  # delivered and read; sent is known already
_METRICS_OF_A_ROUTE = 5
_TOKEN_MINUTES = AccessPolicy().access_token_seconds / 60
_PING_MINUTES, _SOCKET_MINUTES = 5, 110  # of the desk's socket


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a bill follows from but prices."""

    counts: Counts
    given: Assumptions
    design: Design

    @classmethod
    def current(cls) -> Plan:
        """The product as it is."""
        return cls(load_counts(), Assumptions(), Design())

    @property
    def works(self) -> Works:
        return Works(self.given, self.design)

    def bill_of(self, action: str) -> Bill:
        return self.works.action(self.counts[action])


def idle(plan: Plan) -> Bill:
    """Nobody writes and no desk is open."""
    return total([_clock(plan), _polls(plan), _watching(plan)])


def million_texts(plan: Plan) -> Bill:
    """A million texts of known customers in a month, one open desk that is told of each.

    With all that works for them: also `clock`, the desk's own requests and the polling of
    the one queue they travel on. Not in it: what watches over an idle deployment.
    """
    a_second = MILLION / (plan.given.open_hours * 3600)
    return total(
        [
            text(plan, a_second) * MILLION,
            _clock(plan),
            _poll(plan, INBOUND, "inbound") * _quiet_share(plan),
            desk(plan),
            counters(plan, desks=1, events=MILLION, moves=MILLION * plan.given.moving_share),
        ]
    )


def at_work(plan: Plan, messages: float) -> Bill:
    """A month of so many messages, half of them in and half out, people working on them."""
    given, inbound = plan.given, messages / 2
    desks = max(1.0, round(messages / given.desk_messages))
    opened = inbound * given.first_share
    images = inbound * given.image_share
    texts = inbound - opened - images
    moves = texts * given.moving_share + inbound + opened * 2 * given.watchers
    heard = inbound + inbound * (1 + _STATUSES_SHOWN) + opened * 2 * given.watchers
    return total(
        [
            _clock(plan),
            _watching(plan),
            _polls(plan, travelled=_quiet_share(plan)),
            text(plan, inbound / (given.open_hours * 3600)) * texts,
            plan.bill_of("image") * images,
            bill("media", s3__stored_gb=images * given.image_mb * 1e6 / GB),
            _watched(plan, "first_contact") * opened,
            _watched(plan, "claim") * opened,
            plan.bill_of("resolve") * opened,
            plan.bill_of("read") * (inbound * given.read_share),
            answer(plan) * inbound,
            desk(plan) * desks,
            counters(plan, desks=desks, events=heard, moves=moves),
        ]
    )


def text(plan: Plan, a_second: float) -> Bill:
    """One text of a known customer; containers look at the configuration every few seconds."""
    aged = min(1.0, 1 / (a_second * STAMP_CHECK_SECONDS))
    split = plan.given.split_share
    return (
        plan.bill_of("text_rested") * aged
        + plan.bill_of("text_in_two_batches") * ((1 - aged) * split)
        + plan.bill_of("text") * ((1 - aged) * (1 - split))
    )


def answer(plan: Plan) -> Bill:
    """One text of ours with the provider's three words on it."""
    return (
        plan.bill_of("answer")
        + plan.bill_of("status_sent")
        + plan.bill_of("status_delivered") * _STATUSES_SHOWN
    )


def desk(plan: Plan) -> Bill:
    """A desk that is open in working hours, beside what it is told and asked to do."""
    minutes = plan.given.open_hours * 60
    sockets = minutes / _SOCKET_MINUTES
    loads = plan.given.page_files * OPEN_DAYS
    return total(
        [
            plan.bill_of("sign_in") * OPEN_DAYS,
            plan.bill_of("desk_shown") * (sockets + OPEN_DAYS),
            plan.bill_of("ticket") * sockets,
            plan.bill_of("socket_opened") * sockets,
            plan.bill_of("ping") * (minutes / _PING_MINUTES),
            plan.bill_of("token_renewed") * (minutes / _TOKEN_MINUTES),
            bill(
                DESK,
                api_gateway__socket_minutes=minutes,
                cloudfront__desk_requests=loads,
                cloudfront__desk_gb=OPEN_DAYS * plan.given.page_mb * 1e6 / GB,
            ),
        ]
    )


def counters(plan: Plan, *, desks: float, events: float, moves: float) -> Bill:
    """Desks ask how many chats are in each tray after events, not more often than they may.

    `events` are told to all desks together; `moves` are those that change a tray.
    """
    design = plan.design
    asking = events if design.counters_after_any_event else moves
    seconds = plan.given.open_hours * 3600
    between = desks * seconds / asking
    return plan.bill_of("counters") * (desks * seconds / (design.counters_seconds + between))


def _watched(plan: Plan, action: str) -> Bill:
    """An action that a queue's other watchers hear of, too; one is counted already."""
    counted = plan.counts[action]
    told = plan.counts["first_contact"]["push"]
    more = plan.given.watchers - 1
    push = replace(
        counted["push"],
        frames=counted["push"].frames + told.frames * more,
        frame_bytes=counted["push"].frame_bytes + told.frame_bytes * more,
    )
    return plan.works.action({**counted, "push": push})


def _clock(plan: Plan) -> Bill:
    runs = sum(
        MONTH_MINUTES * 60 / one.trigger.every_seconds
        for one in FUNCTIONS
        if isinstance(one.trigger, ScheduleTrigger)
    )
    return plan.bill_of("clock") * runs + bill("clock", eventbridge__rule_runs=runs)


def _polls(plan: Plan, travelled: float = 1.0) -> Bill:
    """Of every queue; `travelled` is the share of those that each message travels on."""
    return total(
        [
            _poll(plan, trigger.queue, one.name)
            * (travelled if trigger.queue in _TRAVELLED else 1.0)
            for one in FUNCTIONS
            for trigger in one.queue_triggers
        ]
    )


_TRAVELLED = (INBOUND, STATUS, OUTBOUND)


def _poll(plan: Plan, queue: str, step: str) -> Bill:
    """Answers that bring nothing: long polls go on day and night."""
    asked = plan.given.pollers * MONTH_MINUTES * 60 / plan.given.poll_seconds
    return bill(step, **{f"sqs__{queue_kind(queue)}_requests": asked})


def _quiet_share(plan: Plan) -> float:
    """Of the month; while messages flow, polls bring some before they end empty."""
    return 1 - plan.given.open_hours * 60 / MONTH_MINUTES


def _watching(plan: Plan) -> Bill:
    """Alarms, the dashboard, secrets and their reading every five minutes."""
    standing, given = plan.design.standing, plan.given
    routes = standing.routes_metered * given.routes_used * _METRICS_OF_A_ROUTE
    readers = Count(calls=3)  # webhook, api, outbound
    return bill(
        WATCHING,
        cloudwatch__alarms=standing.alarms,
        cloudwatch__dashboards=standing.dashboards,
        cloudwatch__metrics=standing.metrics + routes,
        secrets__stored=standing.secrets + given.provider_secrets,
        secrets__reads=readers.calls * given.open_hours * 12,
        kms__keys=standing.keys,
    )
