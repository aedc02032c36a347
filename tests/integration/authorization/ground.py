"""What the house stands on: everything in memory, and an identity provider to sign in by."""

from __future__ import annotations

from chalicelib.adapters.openid.client import OpenIdClient
from chalicelib.bootstrap import Container
from chalicelib.core.secret_store import app_secret_name
from infra.local.seed import APP
from tests.fakes.api import fake_container
from tests.fakes.audit import MemoryRecord
from tests.fakes.catalogue import MemoryCatalogue
from tests.fakes.changes import MemoryChanges
from tests.fakes.channel import FakeSender
from tests.fakes.clock import FakeClock
from tests.fakes.dead_letters import MemoryDeadLetters
from tests.fakes.health import MemoryNotebook
from tests.fakes.notes import MemoryMentions, MemoryNotes, MemoryWhispers
from tests.fakes.openid import FakeProvider
from tests.fakes.privacy import ErasableMemory, MemoryCases, MemoryRequests, MemorySweepings
from tests.fakes.queues import FakeQueues
from tests.fakes.secrets import FakeSecretStore


def identity_provider() -> OpenIdClient:
    return FakeProvider(FakeClock()).client()


def bare_container() -> Container:
    """Nobody and nothing is in it yet."""
    made = fake_container()
    made.__dict__.update(
        note_store=MemoryNotes(),
        mention_store=MemoryMentions(),
        whisper_store=MemoryWhispers(),
        audit_record=MemoryRecord(),
        dead_letter_store=MemoryDeadLetters(),
        notebook=MemoryNotebook(),
        queues=FakeQueues(),
        sender=FakeSender(),
        openid=identity_provider(),
        activity_store=MemoryCatalogue(),
        retention_rule_store=MemoryCatalogue(),
        four_eyes_store=MemoryCatalogue(),
        change_store=MemoryChanges(),
        privacy_cases=MemoryCases(),
        privacy_requests=MemoryRequests(),
        sweepings=MemorySweepings(),
        erasable_files=ErasableMemory(),
        known_contacts=made.contact_store,
        secrets=FakeSecretStore({app_secret_name(APP.id): {}}),
    )
    return made
