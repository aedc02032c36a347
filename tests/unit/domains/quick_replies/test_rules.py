"""Who uses a quick reply, and which one greets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.access.models import Principal
from chalicelib.domains.quick_replies import rules
from chalicelib.domains.quick_replies.errors import UnsoundReplyError
from chalicelib.domains.quick_replies.models import QuickReply, QuickReplyId
from tests.samples import COBRANZAS, GENERAL

ANA = Principal(
    user_id=UserId("ana"),
    name="Ana",
    email="ana@hilo.test",
    role="agent",
    permissions=frozenset({"conversations.answer"}),
    scope="own",
    queue_ids=frozenset({GENERAL}),
)


def reply(name: str = "Saldo", **fields: Any) -> QuickReply:
    return replace(QuickReply(QuickReplyId(name), name, text="Hola"), **fields)


@pytest.mark.parametrize(
    ("fields", "used"),
    [
        ({}, True),
        ({"used_by": frozenset({"agent"})}, True),
        ({"used_by": frozenset({"supervisor"})}, False),
        ({"used_by": frozenset({"a role that is gone"})}, False),
        ({"queue_ids": frozenset({GENERAL, COBRANZAS})}, True),
        ({"queue_ids": frozenset({COBRANZAS})}, False),
        ({"queue_ids": frozenset({QueueId("gone")})}, False),
        ({"used_by": frozenset({"agent"}), "queue_ids": frozenset({COBRANZAS})}, False),
    ],
)
def test_a_reply_is_for_its_roles_and_queues_alone(fields: Any, *, used: bool) -> None:
    assert rules.is_used(reply(**fields), ANA) is used


def test_the_greeting_of_the_queue_goes_before_that_of_all() -> None:
    general = reply("A todos", greets="on_claim")
    queues = reply("Z de la cola", greets="on_claim", queue_ids=frozenset({GENERAL}))
    assert rules.greeting_for([general, queues], ANA, GENERAL) == queues
    assert rules.greeting_for([queues, general], ANA, COBRANZAS) == general


@pytest.mark.parametrize(
    "fields",
    [
        {"greets": "no"},
        {"greets": "by_hand"},
        {"is_retired": True},
        {"used_by": frozenset({"supervisor"})},
        {"queue_ids": frozenset({COBRANZAS})},
    ],
)
def test_nothing_greets_when_it_is_not_for_this(fields: Any) -> None:
    greeting = reply(**{"greets": "on_claim"} | fields)
    assert rules.greeting_for([greeting], ANA, GENERAL) is None


@pytest.mark.parametrize(
    ("fields", "has_files", "wrong"),
    [
        ({"text": " "}, False, [("text", "nothing_to_send")]),
        ({"text": "{{cliente.saldo"}, False, [("text", "malformed_variable")]),
        ({"greets": "on_claim"}, True, [("files", "no_files")]),
    ],
)
def test_what_could_never_be_sent_is_refused(
    fields: Any, has_files: bool, wrong: list[tuple[str, str]]
) -> None:
    with pytest.raises(UnsoundReplyError) as caught:
        rules.require_sound(reply(**fields), has_files=has_files)
    assert [(one["field"], one["code"]) for one in caught.value.errors] == wrong


def test_files_alone_can_be_sent() -> None:
    rules.require_sound(reply(text=""), has_files=True)
