"""What the rest relies on: the audit, mails, and how people like to work."""

# ruff: noqa: PLC0415 - imports belong to the piece that needs them, so that cold starts stay short

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.foundations import FoundationsParts
from chalicelib.core.settings import load_settings

if TYPE_CHECKING:
    from chalicelib.domains.audit.ports import Record, Seals, Witness
    from chalicelib.domains.audit.services.chaining import Chaining
    from chalicelib.domains.audit.services.recording import Recording
    from chalicelib.domains.audit.services.sealing import Sealing
    from chalicelib.domains.audit.services.search import AuditSearch
    from chalicelib.domains.mail.models import MailPolicy
    from chalicelib.domains.mail.ports import DispatchStore, MailCarrier
    from chalicelib.domains.mail.services.mail_room import MailRoom
    from chalicelib.domains.mail.services.rounds import Rounds
    from chalicelib.domains.preferences.ports import PreferenceStore
    from chalicelib.domains.preferences.service import PreferenceBook


class HouseParts(FoundationsParts):
    """What the rest relies on: the audit, mails, and how people like to work."""

    # mails --------------------------------------------------------------------------------

    @cached_property
    def mail_policy(self) -> MailPolicy:
        from chalicelib.domains.mail.models import MailPolicy

        return load_settings(MailPolicy, self.environment)

    @cached_property
    def dispatch_store(self) -> DispatchStore:
        from chalicelib.domains.mail.repository import DynamoDispatchStore

        return DynamoDispatchStore(self.dynamo)

    @cached_property
    def mail_room(self) -> MailRoom:
        """Where mails are left: `mail_room.send(...)`."""
        from chalicelib.domains.mail.services.mail_room import MailRoom

        return MailRoom(self.mail_policy, self.dispatch_store, self.queues)

    @cached_property
    def mail_carrier(self) -> MailCarrier:
        from chalicelib.adapters.mail.ses import SesCarrier, connect_ses
        from chalicelib.adapters.mail.smtp import SmtpCarrier

        policy = self.mail_policy
        if policy.mail_carrier == "smtp":
            return SmtpCarrier(self.secrets, policy.mail_from)
        return SesCarrier(lambda: connect_ses(self.session), policy.mail_from)

    @cached_property
    def mail_rounds(self) -> Rounds:
        from chalicelib.domains.mail.services.rounds import Rounds

        return Rounds(self.mail_carrier, self.dispatch_store, self.clock)

    @cached_property
    def preference_store(self) -> PreferenceStore:
        from chalicelib.domains.preferences.repository import DynamoPreferenceStore

        return DynamoPreferenceStore(self.dynamo)

    @cached_property
    def preferences(self) -> PreferenceBook:
        from chalicelib.domains.preferences.service import PreferenceBook

        return PreferenceBook(self.preference_store)

    # what was done ------------------------------------------------------------------------

    @cached_property
    def witness(self) -> Witness:
        from chalicelib.domains.audit.services.witnessing import QueueWitness

        return QueueWitness(self.queues)

    @cached_property
    def recording(self) -> Recording:
        from chalicelib.adapters.stored_names import StoredNames
        from chalicelib.domains.audit.services.recording import Recording

        return Recording(StoredNames(), self.queues)

    @cached_property
    def audit_record(self) -> Record:
        from chalicelib.domains.audit.repository import DynamoRecord

        return DynamoRecord(self.dynamo)

    @cached_property
    def chaining(self) -> Chaining:
        from chalicelib.domains.audit.services.chaining import Chaining

        return Chaining(self.audit_record)

    @cached_property
    def seals(self) -> Seals:
        from chalicelib.adapters.seals import S3Seals
        from chalicelib.adapters.storage import connect_s3

        return S3Seals(self.settings.seals_bucket, lambda: connect_s3(self.session))

    @cached_property
    def sealing(self) -> Sealing:
        from chalicelib.domains.audit.services.sealing import Sealing

        return Sealing(self.audit_record, self.seals, self.clock)

    @cached_property
    def audit_search(self) -> AuditSearch:
        from chalicelib.domains.audit.services.search import AuditSearch

        return AuditSearch(self.audit_record, self.clock)
