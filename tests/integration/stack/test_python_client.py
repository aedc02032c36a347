"""A client that `openapi-python-client` generates from our description works as it is.

It is made without a warning, imported, and used with an application's token against a running
product: what a program of an integrator does on its first day.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.stack import Stack, running
from tests.integration.stack.serving import eventually

ROOT = Path(__file__).parents[3]
NAME = "hilo_generated_client"
GRANTED = ["conversations.read", "conversations.answer", "conversations.start", "templates.use"]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Any]]:
    """Modules of the client by their names within it."""
    folder = tmp_path_factory.mktemp("client")
    config = folder / "config.json"
    overrides = {"application/csp-report": "application/json"}  # browsers speak it, no client
    settings = {"post_hooks": [], "literal_enums": True, "content_type_overrides": overrides}
    config.write_text(json.dumps(settings))
    command = [str(Path(sys.executable).with_name("openapi-python-client")), "generate"]
    options = ["--meta", "none", "--fail-on-warning", "--config", str(config)]
    paths = ["--path", str(ROOT / "web/openapi.json"), "--output-path", str(folder / NAME)]
    done = subprocess.run(
        [*command, *options, *paths],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TERM": "dumb"},
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    yield lambda name: importlib.import_module(f"{NAME}.{name}")
    sys.path.remove(str(folder))
    for name in [one for one in sys.modules if one.partition(".")[0] == NAME]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with running(demo=False) as stack:
        yield stack


@pytest.fixture(scope="module")
def credentials(stack: Stack) -> dict[str, str]:
    """Those of an application that sees one queue."""
    admin = stack.api("admin")
    fields = {"permissions": GRANTED, "scope": "queues", "queues": ["general"]}
    made = admin.call("POST", "/applications", {"name": "Tienda", **fields})
    secret = admin.call(
        "POST", f"/applications/{made['id']}/secrets", {}, **{"If-Match": str(made["version"])}
    )
    return {"client_id": secret["client_id"], "client_secret": secret["client_secret"]}


@pytest.fixture(scope="module")
def client(generated: Callable[[str], Any], stack: Stack, credentials: dict[str, str]) -> Any:
    """Signed in with the application's token."""
    clients, base_url = generated("client"), f"{stack.origin}/api"
    form = generated("models").TokenForm(grant_type="client_credentials", **credentials)
    anonymous = clients.Client(base_url=base_url, timeout=60)
    token = generated("api.auth.give_token").sync(client=anonymous, body=form)
    assert token.expires_in == 300
    return clients.AuthenticatedClient(base_url=base_url, token=token.access_token, timeout=60)


def test_every_module_of_it_can_be_imported(generated: Callable[[str], Any]) -> None:
    root = Path(generated("client").__file__).parent
    modules = [one.relative_to(root).with_suffix("") for one in root.rglob("[a-z]*.py")]
    assert len(modules) > 200
    for module in modules:
        generated(".".join(module.parts))


def test_it_lists_answers_and_reads_the_status(
    generated: Callable[[str], Any], stack: Stack, client: Any
) -> None:
    models, listing = generated("models"), generated("api.conversations.list_conversations")
    stack.writes("rosa", "¿Llegó mi pedido?")
    eventually(lambda: bool(listing.sync(client=client).items), 60)
    (conversation,) = listing.sync(client=client).items
    body = models.NewMessage(kind="text", text="Su pedido salió hoy.")
    send = generated("api.conversations.send_message")
    sent = send.sync(conversation.id, client=client, body=body, idempotency_key="order-118")
    again = send.sync(conversation.id, client=client, body=body, idempotency_key="order-118")
    assert (again.id, sent.author.kind, sent.author.name) == (sent.id, "bot", "Tienda")
    messages = generated("api.conversations.list_messages")

    def status() -> str:
        (ours,) = [
            one for one in messages.sync(conversation.id, client=client).items if one.id == sent.id
        ]
        return str(ours.status)

    eventually(lambda: status() in ("sent", "delivered", "read"), 60)
    assert stack.accepted_texts().count("Su pedido salió hoy.") == 1


def test_one_key_at_once_sends_one(
    generated: Callable[[str], Any], stack: Stack, client: Any
) -> None:
    models, send = generated("models"), generated("api.conversations.send_message")
    stack.writes("jorge", "¿Y el mío?")
    listing = generated("api.conversations.list_conversations")

    def waiting() -> list[Any]:
        items = listing.sync(client=client).items
        return [one for one in items if one.last_message.preview == "¿Y el mío?"]

    eventually(lambda: bool(waiting()), 60)
    identifier = waiting()[0].id
    body = models.NewMessage(kind="text", text="El suyo también.")

    def once(_: int) -> Any:
        return send.sync_detailed(identifier, client=client, body=body, idempotency_key="at-once")

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(once, range(16)))
    assert {one.status_code for one in answers} <= {HTTPStatus.CREATED, HTTPStatus.CONFLICT}
    assert len({one.parsed.id for one in answers if one.status_code == HTTPStatus.CREATED}) == 1
    eventually(lambda: "El suyo también." in stack.accepted_texts(), 60)
    assert stack.accepted_texts().count("El suyo también.") == 1


def test_it_starts_one_that_nobody_holds(generated: Callable[[str], Any], client: Any) -> None:
    models = generated("models")
    start = generated("api.conversations.start_conversation")
    values = {"1": "Rosa", "2": "su pedido"}
    template = {"name": "seguimiento_consulta", "language": "es", "parameters": values}
    body = models.NewConversation.from_dict(
        {"connection_id": "wa-principal", "phone": "59170000777", "template": template}
    )
    made = start.sync(client=client, body=body, idempotency_key="welcome-777")
    assert (made.assignee, made.queue_id, made.state) == (None, "general", "new")
    assert start.sync(client=client, body=body, idempotency_key="welcome-777").id == made.id


def test_refusals_are_typed(generated: Callable[[str], Any], client: Any) -> None:
    refused = generated("api.queues.list_queues").sync_detailed(client=client)
    assert (refused.status_code, refused.parsed.code) == (HTTPStatus.FORBIDDEN, "forbidden")
    of_people = generated("api.me.me").sync_detailed(client=client)
    assert (of_people.status_code, of_people.parsed.code) == (HTTPStatus.FORBIDDEN, "people_only")
    unknown = generated("api.conversations.get_conversation")
    missing = unknown.sync_detailed("01JDFK2M8Q6R4T9W1XY", client=client)
    assert (missing.status_code, missing.parsed.code) == (HTTPStatus.NOT_FOUND, "not_found")
