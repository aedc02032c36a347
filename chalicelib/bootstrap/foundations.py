"""What everything stands on: settings, clock, tables, queues, buckets, secrets."""

# ruff: noqa: PLC0415 - imports belong to the piece that needs them, so that cold starts stay short

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.core.clock import Clock, SystemClock
from chalicelib.core.settings import load_settings

if TYPE_CHECKING:
    import boto3

    from chalicelib.adapters.storage import OpenS3
    from chalicelib.core.body_store import BodyStore
    from chalicelib.core.change import Change
    from chalicelib.core.directory import DirectoryTable
    from chalicelib.core.dynamo import Dynamo, Meter, TransactionWrite
    from chalicelib.core.queues import Queues
    from chalicelib.core.secret_store import SecretStore
    from chalicelib.domains.changes.services.gate import Gate
    from chalicelib.domains.conversations.ports import MediaStore
    from chalicelib.domains.health.ports import Notebook
    from chalicelib.domains.health.services.notes import HealthNotes
    from chalicelib.domains.idempotency.ports import ClaimRepository
    from chalicelib.domains.idempotency.service import Idempotency
    from chalicelib.domains.policy_reports.service import PolicyReports
    from chalicelib.domains.uploads.models import Sendable
    from chalicelib.domains.uploads.ports import UploadSpace
    from chalicelib.domains.uploads.service import Uploads


@dataclass(frozen=True, slots=True)
class Settings:
    """What every entry point shares."""

    table_prefix: str = ""
    region: str = ""
    secure_cookies: bool = True
    queue_urls: str = "{}"  # JSON: logical name -> address
    bodies_bucket: str = ""
    media_bucket: str = ""
    seals_bucket: str = ""  # of the audit, with an object lock
    media_endpoint_url: str = ""  # where browsers reach the media bucket, if not at S3 itself
    sockets_endpoint_url: str = ""
    public_origin: str = ""  # the one domain's, where a proxy hides the host
    public_address: str = ""  # what links in mails begin with, where no CDN tells it
    privacy_underway_seconds: int = 900  # until what was sent before an erasure has arrived


class FoundationsParts:
    """What everything stands on: settings, clock, tables, queues, buckets, secrets."""

    if TYPE_CHECKING:  # built further up

        @property
        def change_gate(self) -> Gate: ...

    def __init__(self, environment: Mapping[str, str], **ports: Any) -> None:
        self.environment = environment
        for name, port in ports.items():
            if not isinstance(getattr(type(self), name, None), cached_property):
                raise TypeError(f"nothing here is called {name}")
            self.__dict__[name] = port

    # foundations --------------------------------------------------------------------------

    @cached_property
    def settings(self) -> Settings:
        return load_settings(Settings, self.environment)

    @cached_property
    def clock(self) -> Clock:
        return SystemClock()

    @cached_property
    def session(self) -> boto3.Session:
        """Every client comes from this one session; a second one costs 80 ms."""
        from chalicelib.adapters.aws_session import open_session

        return open_session()

    @cached_property
    def meter(self) -> Meter | None:
        """Told what each request to DynamoDB consumed; the bench hands one in."""
        return None

    @cached_property
    def dynamo(self) -> Dynamo:
        from chalicelib.core.dynamo import Dynamo, connect

        prefix = self.settings.table_prefix
        return Dynamo(
            lambda: connect(self.session),
            prefix=prefix,
            meter=self.meter,
            watch=lambda *told: self.health_notes.table_refused(*told),  # noqa: PLW0108 - it needs us
        )

    @cached_property
    def secrets(self) -> SecretStore:
        from chalicelib.adapters.secrets import SecretsManagerStore, connect_secrets

        return SecretsManagerStore(lambda: connect_secrets(self.session), self.clock)

    @cached_property
    def directory_table(self) -> DirectoryTable:
        from chalicelib.core.directory import DirectoryTable

        def gate(writes: Sequence[TransactionWrite], change: Change) -> None:
            if change.is_asked_for:
                self.change_gate(writes, change)

        return DirectoryTable(self.dynamo, gate)

    # requests -----------------------------------------------------------------------------

    @cached_property
    def claim_repository(self) -> ClaimRepository:
        from chalicelib.domains.idempotency.repository import DynamoClaimRepository

        return DynamoClaimRepository(self.dynamo)

    @cached_property
    def idempotency(self) -> Idempotency:
        from chalicelib.adapters.sealing import JoseAnswerSeal
        from chalicelib.domains.idempotency.service import Idempotency

        return Idempotency(self.claim_repository, self.clock, JoseAnswerSeal())

    # queues, bodies, files ----------------------------------------------------------------

    @cached_property
    def queues(self) -> Queues:
        import json

        from chalicelib.adapters.queues import SqsQueues, connect_sqs

        urls = json.loads(self.settings.queue_urls)
        return SqsQueues(lambda: connect_sqs(self.session), urls)

    # files and bodies ---------------------------------------------------------------------

    @cached_property
    def bodies(self) -> BodyStore:
        from chalicelib.adapters.storage import S3BodyStore, connect_s3

        return S3BodyStore(self.settings.bodies_bucket, lambda: connect_s3(self.session))

    @cached_property
    def media_store(self) -> MediaStore:
        from chalicelib.adapters.storage import BRIEF, S3MediaStore, connect_s3

        return S3MediaStore(
            self.settings.media_bucket,
            lambda: connect_s3(self.session),
            self.clock,
            open_reader=lambda: connect_s3(self.session, patience=BRIEF),
            open_presigner=self._open_presigner,
        )

    @cached_property
    def sendable_files(self) -> Sendable:
        from chalicelib.adapters.channels.whatsapp_cloud.limits import SENDABLE

        return SENDABLE

    @cached_property
    def uploads(self) -> Uploads:
        from chalicelib.domains.uploads.service import Uploads

        return Uploads(self.upload_space, self.sendable_files)

    @cached_property
    def upload_space(self) -> UploadSpace:
        from chalicelib.adapters.storage import connect_s3
        from chalicelib.adapters.uploads import S3Uploads

        return S3Uploads(
            self.settings.media_bucket,
            lambda: connect_s3(self.session),
            open_presigner=self._open_presigner,
        )

    @property
    def _open_presigner(self) -> OpenS3 | None:
        """Makes the client that signs for browsers, where those reach S3 elsewhere than we do."""
        from chalicelib.adapters.storage import connect_s3

        public = self.settings.media_endpoint_url
        return (lambda: connect_s3(self.session, endpoint_url=public)) if public else None

    @cached_property
    def notebook(self) -> Notebook:
        from chalicelib.domains.health.repository import DynamoNotebook

        return DynamoNotebook(self.dynamo)

    @cached_property
    def health_notes(self) -> HealthNotes:
        from chalicelib.domains.health.services.notes import HealthNotes

        return HealthNotes(self.notebook, self.clock)

    # what browsers report -----------------------------------------------------------------

    @cached_property
    def policy_reports(self) -> PolicyReports:
        from chalicelib.domains.policy_reports.service import PolicyReports

        return PolicyReports(self.clock)
