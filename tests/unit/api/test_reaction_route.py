"""Reactions over the API: who may, and what is an emoji."""

from __future__ import annotations

from typing import Any

import pytest

from app import app
from chalicelib.bootstrap import Container, install
from chalicelib.core.ids import UserId
from chalicelib.core.queues import OUTBOUND
from infra.local.seed import seed
from tests.fakes.api import Answer, ApiClient, fake_container
from tests.fakes.channel import FakeMediaStore, FakeSender
from tests.fakes.contacts import MemoryContacts
from tests.fakes.messages import MemoryMessages
from tests.fakes.queues import FakeQueues
from tests.fakes.threads import MemoryThreads
from tests.samples import CHANGE, heard, id_at, id_of, written

PATH = f"/v1/conversations/{id_of('one')}/messages/{id_at(0)}/reaction"


@pytest.fixture
def services() -> Container:
    made = fake_container()
    made.__dict__.update(
        thread_store=MemoryThreads(),
        message_store=MemoryMessages(),
        contact_store=MemoryContacts(),
        media_store=FakeMediaStore(),
        sender=FakeSender(),
        queues=FakeQueues(),
    )
    install(made)
    seed(made)
    return made


@pytest.fixture
def api(services: Container) -> ApiClient:
    holder = services.people.get().by_email("agente1@hilo.test")
    assert holder is not None
    services.thread_store.create_head(heard("one", 0, assignee_id=UserId(holder.id)), CHANGE)
    services.message_store.put(written(0), CHANGE)
    return ApiClient(app)


def react(api: ApiClient, body: Any, name: str = "agente1", path: str = PATH) -> Answer:
    return api.request("POST", path, body, token=api.token(name))


def test_the_holder_reacts_and_the_provider_is_to_be_told(
    api: ApiClient, services: Container
) -> None:
    answer = react(api, {"emoji": "👍"})
    assert answer.status == 200
    assert answer.json["reactions"] == [{"author": "business", "emoji": "👍", "state": "waiting"}]
    queues = services.queues
    assert isinstance(queues, FakeQueues)
    assert len(queues.sent[OUTBOUND]) == 1


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        (None, 401, "unauthenticated"),
        ("agente2", 404, "not_found"),
        ("agente3", 404, "not_found"),
        ("supervisora", 409, "not_holder"),
    ],
)
def test_nobody_else_does(api: ApiClient, name: str | None, status: int, code: str) -> None:
    token = api.token(name) if name else None
    answer = api.request("POST", PATH, {"emoji": "👍"}, token=token)
    assert (answer.status, answer.code) == (status, code)


@pytest.mark.parametrize(
    "body", [{}, {"emoji": "ok"}, {"emoji": ""}, {"emoji": "👍" * 33}, {"emoji": 1}]
)
def test_what_is_no_emoji_is_refused(api: ApiClient, body: Any) -> None:
    answer = react(api, body)
    assert (answer.status, answer.code) == (422, "invalid_request")


def test_a_message_that_is_not_there_takes_none(api: ApiClient) -> None:
    path = PATH.replace(id_at(0), id_at(1))
    assert react(api, {"emoji": "👍"}, path=path).status == 404
