"""What providers tell, and how the product is."""

# ruff: noqa: PLC0415 - imports belong to the piece that needs them, so that cold starts stay short

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.changes import ChangesParts
from chalicelib.core.settings import load_settings

if TYPE_CHECKING:
    from chalicelib.adapters.channels.pipeline import Pipeline
    from chalicelib.adapters.channels.webhooks import WebhookDependencies
    from chalicelib.domains.conversations.ports import KeptUpdates
    from chalicelib.domains.dead_letters.ports import DeadLetterStore
    from chalicelib.domains.dead_letters.service import DeadLetters
    from chalicelib.domains.health.services.report import HealthReport
    from chalicelib.domains.limits.ports import CountStore
    from chalicelib.domains.limits.service import InboundLimits
    from chalicelib.domains.provider_updates.ports import NoticeStore


class IntakeParts(ChangesParts):
    """What providers tell, and how the product is."""

    # what comes in ------------------------------------------------------------------------

    @cached_property
    def dead_letter_store(self) -> DeadLetterStore:
        from chalicelib.domains.dead_letters.repository import DynamoDeadLetterStore

        return DynamoDeadLetterStore(self.dynamo)

    @cached_property
    def dead_letters(self) -> DeadLetters:
        from chalicelib.domains.dead_letters.service import DeadLetters

        return DeadLetters(self.dead_letter_store, self.queues, self.bodies, self.clock)

    @cached_property
    def kept_updates(self) -> KeptUpdates:
        from chalicelib.domains.provider_updates.repository import DynamoKeptUpdates

        return DynamoKeptUpdates(self.dynamo)

    @cached_property
    def provider_notices(self) -> NoticeStore:
        from chalicelib.domains.provider_updates.repository import DynamoKeptUpdates

        return DynamoKeptUpdates(self.dynamo)

    @cached_property
    def count_store(self) -> CountStore:
        from chalicelib.domains.limits.repository import DynamoCountStore

        return DynamoCountStore(self.dynamo)

    @cached_property
    def limits(self) -> InboundLimits:
        from chalicelib.domains.limits.models import LimitPolicy
        from chalicelib.domains.limits.service import InboundLimits

        policy = load_settings(LimitPolicy, self.environment)
        return InboundLimits(self.count_store, policy, self.clock)

    @cached_property
    def pipeline(self) -> Pipeline:
        from chalicelib.adapters.channels.pipeline import Pipeline

        return Pipeline(
            connections=self.connections,
            intake=self.intake,
            facts=self.facts,
            queues=self.queues,
            bodies=self.bodies,
            files=self.media_store,
            limits=self.limits,
            clock=self.clock,
            echoes=lambda: self.echoes,
            history=lambda: self.history,
            dead_letters=lambda: self.dead_letters,
            kept=lambda: self.kept_updates,
            health=lambda: self.health_notes,
        )

    @cached_property
    def webhook(self) -> WebhookDependencies:
        from chalicelib.adapters.channels.webhooks import WebhookDependencies

        return WebhookDependencies(
            secrets=self.secrets,
            queues=self.queues,
            bodies=self.bodies,
            clock=self.clock,
        )

    # how the product is -------------------------------------------------------------------

    @cached_property
    def health_report(self) -> HealthReport:
        from chalicelib.domains.health.services.report import HealthReport

        return HealthReport(
            self.notebook,
            self.connections,
            self.dead_letters,
            self.queues,
            self.secrets,
            self.clock,
        )
