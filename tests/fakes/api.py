"""A program that calls the API in this process, on fakes or on whatever a container holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from chalice.app import Chalice
from chalice.test import Client

from chalicelib.api.resources import ResourceApp
from chalicelib.bootstrap import Container
from infra.local.seed import PASSWORD
from tests.fakes.access import (
    MemoryAttempts,
    MemoryLinks,
    MemoryPeople,
    MemorySessions,
    MemoryTickets,
    PlainPasswords,
    PlainTokens,
)
from tests.fakes.alerts import MemoryAlerts
from tests.fakes.applications import MemorySecretUses
from tests.fakes.audit import FakeWitness
from tests.fakes.catalogue import MemoryCatalogue
from tests.fakes.channel import FakeMediaStore
from tests.fakes.client_values import MemoryValues
from tests.fakes.clock import FakeClock
from tests.fakes.closings import MemoryClosings
from tests.fakes.connections import MemoryConnections
from tests.fakes.contacts import MemoryContacts
from tests.fakes.drafts import MemoryDrafts
from tests.fakes.idempotency import MemoryClaims
from tests.fakes.identity_providers import MemoryAccounts, MemoryPending, MemoryVisits
from tests.fakes.messages import MemoryMessages
from tests.fakes.preferences import MemoryPreferences
from tests.fakes.presence import MemoryPresence
from tests.fakes.provider_updates import MemoryNotices
from tests.fakes.quick_replies import MemoryUses
from tests.fakes.security import (
    CountingCodes,
    FakePost,
    FewLeaked,
    MemoryChallenges,
    MemoryCredentials,
    MemoryPasskeys,
    PlainPasses,
    PlainSealer,
)
from tests.fakes.sockets import FakeRealtime, MemorySockets
from tests.fakes.templates import FakeTemplateSource, MemoryTemplates
from tests.fakes.threads import MemoryThreads
from tests.fakes.timers import MemoryTimers
from tests.fakes.trays import MemoryTrays
from tests.fakes.uploads import FakeUploadSpace
from tests.fakes.views import MemoryViews


def fake_container(**settings: str) -> Container:
    """A container that reaches nothing outside this process; `settings` are HILO_* values."""
    people, threads = MemoryPeople(), MemoryThreads()
    return Container(
        {"HILO_PUBLIC_ADDRESS": "https://hilo.test", **settings},
        clock=FakeClock(),
        people_repository=people,
        queue_store=MemoryCatalogue(people.queues),
        label_store=MemoryCatalogue(),
        group_store=MemoryCatalogue(),
        upload_space=FakeUploadSpace(),
        quick_reply_store=MemoryCatalogue(),
        use_store=MemoryUses(),
        value_store=MemoryValues(),
        alert_rule_store=MemoryCatalogue(),
        alert_store=MemoryAlerts(),
        tree_store=MemoryCatalogue(),
        content_policy_store=MemoryCatalogue(),
        author_colours_store=MemoryCatalogue(),
        application_store=MemoryCatalogue(),
        secret_uses=MemorySecretUses(),
        witness=FakeWitness(),
        thread_store=threads,
        closing_store=MemoryClosings(threads),
        message_store=MemoryMessages(),
        tray_store=MemoryTrays(threads),
        contact_store=MemoryContacts(),
        session_repository=MemorySessions(),
        attempt_repository=MemoryAttempts(),
        ticket_repository=MemoryTickets(),
        link_repository=MemoryLinks(),
        connection_repository=MemoryConnections(),
        claim_repository=MemoryClaims(),
        draft_store=MemoryDrafts(),
        preference_store=MemoryPreferences(),
        provider_notices=MemoryNotices(),
        template_source=FakeTemplateSource(),
        template_store=MemoryTemplates(),
        socket_store=MemorySockets(),
        presence_store=MemoryPresence(),
        break_type_store=MemoryCatalogue(),
        timer_store=MemoryTimers(),
        media_store=FakeMediaStore(),
        view_store=MemoryViews(),
        realtime=FakeRealtime(),
        passwords=PlainPasswords(),
        access_tokens=PlainTokens(),
        security_settings_store=MemoryCatalogue(),
        identity_provider_store=MemoryCatalogue(),
        provider_accounts=MemoryAccounts(),
        pending_sign_ins=MemoryPending(),
        provider_visits=MemoryVisits(),
        credential_store=MemoryCredentials(),
        passkey_store=MemoryPasskeys(),
        challenge_store=MemoryChallenges(),
        sealer=PlainSealer(),
        time_codes=CountingCodes(),
        leaked_passwords=FewLeaked(),
        device_passes=PlainPasses(),
        security_post=FakePost(),
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names are lower case."""

    status: int
    headers: dict[str, str]
    text: str
    cookies: tuple[str, ...] = ()

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> Any:
        """The code of a problem, once its form is right."""
        assert self.headers["content-type"] == "application/problem+json"
        problem = self.json
        assert problem["status"] == self.status
        assert problem["request_id"] == self.headers["x-request-id"]
        assert {"type", "title", "detail", "errors"} <= problem.keys()
        return problem["code"]


class ApiClient:
    """Calls the app as API Gateway would."""

    def __init__(self, app: Chalice) -> None:
        if isinstance(app, ResourceApp):
            app.register_all()  # Chalice's client asks for the routes beforehand
        self._client = Client(app)

    def request(
        self, method: str, path: str, body: Any = None, *, token: str | None = None, **headers: str
    ) -> Answer:
        """`body` is sent as JSON unless it is bytes; `if_match="1"` sends `If-Match: 1`."""
        sent = {"Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        raw = (
            body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        )
        answer = self._client.http.request(method, path, headers=sent, body=raw)
        names = {name.lower(): value for name, value in answer.headers.items()}
        cookies = tuple(names.pop("set-cookie", ()))
        return Answer(answer.status_code, names, answer.body.decode(), cookies)

    def sign_in(self, name: str, password: str = PASSWORD) -> Answer:
        body = {"email": f"{name}@hilo.test", "password": password}
        return self.request("POST", "/v1/auth/sign-in", body)

    def token(self, name: str) -> str:
        """An access token of a seeded user."""
        token: str = self.sign_in(name).json["access_token"]
        return token
