"""Each Lambda may do what it does, and nothing more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.core.queues import NETS
from infra.deployment.lambdas import LAMBDAS
from tests.infra.templates import properties, statements_of

Template = dict[str, Any]

_NOTES = {"table/health": "UpdateItem"}
_COMING = {"table/presence": "GetItem PutItem UpdateItem"}
_UPDATES = {
    **_NOTES,
    "table/directory": "GetItem PutItem Query",
    "table/conversations": "GetItem PutItem Query UpdateItem",
    "table/contacts": "BatchGetItem GetItem PutItem UpdateItem",
    "table/records": "PutItem UpdateItem",
    "bodies/*": "GetObject PutObject",
    "media/*": "PutObject",
}
_FEED = "DeleteMessage GetQueueAttributes ReceiveMessage"
_STREAM = {
    "table/conversations/stream/*": "DescribeStream GetRecords GetShardIterator",
    "undelivered": "ListBucket",
    "undelivered/*": "PutObject",
}
_CONVERSATION_INDEXES = {
    f"table/conversations/index/{name}": "Query" for name in ("tray", "queue", "contact", "due")
}
_LOGS = {"logs": "CreateLogStream PutLogEvents"}
_SOCKETS = {"ws/*/@connections/*": "ManageConnections"}

ALLOWED: Mapping[str, Mapping[str, str]] = {
    "webhook": {
        "inbound.fifo": "SendMessage",
        "status": "SendMessage",
        "history": "SendMessage",
        "bodies/*": "PutObject",
        "secret:hilo/app/*": "GetSecretValue",
    },
    "inbound": {
        **_UPDATES,
        "table/live": "UpdateItem",
        "inbound.fifo": f"ChangeMessageVisibility {_FEED}",
        "status": "SendMessage",
    },
    "status": {**_UPDATES, "status": f"ChangeMessageVisibility {_FEED} SendMessage"},
    "history": {**_UPDATES, "history": f"ChangeMessageVisibility {_FEED} SendMessage"},
    "media": {
        **_NOTES,
        "table/directory": "GetItem Query",
        "table/conversations": "GetItem UpdateItem",
        "media": f"ChangeMessageVisibility {_FEED}",
        "history-media": f"ChangeMessageVisibility {_FEED}",
        "media/*": "PutObject",
        "secret:hilo/app/*": "GetSecretValue",
    },
    "push": {
        **_NOTES,
        "table/directory": "GetItem Query",
        "table/conversations": "BatchGetItem GetItem Query",
        "table/contacts": "BatchGetItem",
        "table/live": "DeleteItem GetItem PutItem Query UpdateItem",
        "table/presence": "BatchGetItem GetItem PutItem Query UpdateItem",
        "table/presence/stream/*": "DescribeStream GetRecords GetShardIterator",
        "media/*": "GetObject",
        **_CONVERSATION_INDEXES,
        **_STREAM,
        **_SOCKETS,
    },
    "relay": {
        **_NOTES,
        "outbound.fifo": "SendMessage",
        "media": "SendMessage",
        "history-media": "SendMessage",
        "audit.fifo": "SendMessage",
        **_STREAM,
        **{
            f"table/{name}/stream/*": "DescribeStream GetRecords GetShardIterator"
            for name in ("contacts", "directory", "presence")
        },
    },
    "audit": {
        **_NOTES,
        "table/records": "GetItem PutItem Query",
        "audit.fifo": f"ChangeMessageVisibility {_FEED}",
    },
    "outbound": {
        **_NOTES,
        "table/directory": "GetItem PutItem Query",
        "table/conversations": "GetItem PutItem Query UpdateItem",
        "table/contacts": "BatchGetItem",
        "outbound.fifo": f"ChangeMessageVisibility {_FEED}",
        "media/*": "GetObject",
        "secret:hilo/app/*": "GetSecretValue",
    },
    "mail": {
        **_NOTES,
        "table/live": "GetItem PutItem",
        "mail": f"ChangeMessageVisibility {_FEED}",
        "secret:hilo/smtp-??????": "GetSecretValue",
        "identity/*": "SendEmail",
    },
    "clock": {
        **{queue: "GetQueueAttributes" for name in NETS for queue in (name, NETS[name])},
        "table/directory": "BatchGetItem GetItem PutItem Query UpdateItem",
        "table/conversations": "BatchGetItem DeleteItem GetItem PutItem Query UpdateItem",
        "table/contacts": "BatchGetItem DeleteItem GetItem Query UpdateItem",
        "table/live": "DeleteItem GetItem PutItem Query",
        "table/health": "PutItem Query UpdateItem",
        "table/records/index/listing": "Query",
        "table/records": "BatchGetItem GetItem PutItem Query UpdateItem",
        "seals/*": "GetObject PutObject",
        "media": "GetQueueAttributes ListBucketVersions",
        "media/*": "DeleteObject DeleteObjectVersion GetObject PutObject",
        "bodies": "ListBucket",
        "bodies/*": "GetObject PutObject",
        "outbound.fifo": "GetQueueAttributes SendMessage",
        "audit.fifo": "GetQueueAttributes SendMessage",
        "secret:hilo/app/*": "GetSecretValue",
        **_CONVERSATION_INDEXES,
    },
    "api": {
        "table/directory": "BatchGetItem ConditionCheckItem GetItem PutItem Query UpdateItem",
        "table/conversations": "BatchGetItem GetItem PutItem Query UpdateItem",
        "table/contacts": "BatchGetItem GetItem PutItem Query UpdateItem",
        "table/live": "DeleteItem GetItem PutItem Query UpdateItem",
        "table/presence": "BatchGetItem GetItem PutItem Query UpdateItem",
        "table/records": "BatchGetItem GetItem PutItem Query UpdateItem",
        "table/health": "Query UpdateItem",
        "table/records/index/listing": "Query",
        "inbound.fifo": "SendMessage",
        "status": "SendMessage",
        "history": "SendMessage",
        "mail": "SendMessage",
        "outbound.fifo": "SendMessage",
        "audit.fifo": "SendMessage",
        "bodies/*": "GetObject",
        "media": "ListBucketVersions",
        "media/*": "DeleteObject DeleteObjectVersion GetObject PutObject",
        "secret:hilo/signing-key-??????": "GetSecretValue",
        "secret:hilo/edge-key-??????": "GetSecretValue",
        "secret:hilo/app/*": "GetSecretValue",
        **_CONVERSATION_INDEXES,
        **_SOCKETS,
    },
    "socket-connect": {
        **_NOTES,
        "table/directory": "GetItem Query",
        "table/live": "DeleteItem GetItem PutItem",
        **_COMING,
    },
    "socket-message": {
        **_NOTES,
        "table/directory": "GetItem Query",
        "table/conversations": "GetItem",
        "table/live": "DeleteItem GetItem PutItem Query UpdateItem",
        **_COMING,
        **_SOCKETS,
    },
    "socket-disconnect": {**_NOTES, **_COMING, "table/live": "DeleteItem GetItem"},
}


def test_rights_of_every_lambda_are_written_down_here() -> None:
    assert set(ALLOWED) == set(LAMBDAS)


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_it_may_do_this_and_nothing_more(stateless: Template, name: str) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for actions, resource in statements_of(stateless, name):
        found[_short(resource)] |= {action.partition(":")[2] for action in actions}
    allowed = {**ALLOWED[name], **_LOGS}
    assert {what: " ".join(sorted(actions)) for what, actions in found.items()} == {
        what: " ".join(sorted(actions.split())) for what, actions in allowed.items()
    }


@pytest.mark.parametrize("name", sorted(LAMBDAS))
def test_nobody_scans_and_only_live_rows_may_be_deleted_but_by_an_erasure(
    stateless: Template, name: str
) -> None:
    """`clock` carries erasures out; the API removes archives of exports before their time."""
    erased = {"clock": ("live", "conversations", "contacts")}.get(name, ("live",))
    for actions, resource in statements_of(stateless, name):
        assert not [action for action in actions if "*" in action or action.endswith(":Scan")]
        if actions & {"dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:DeleteTable"}:
            assert resource.endswith(tuple(f":table/hilo-{table}" for table in erased))
        if actions & {"s3:DeleteObject", "s3:DeleteObjectVersion"}:
            assert name in {"clock", "api"}
            assert _short(resource) == "media/*"
        assert "sqs:PurgeQueue" not in actions


def test_no_role_has_a_policy_of_others_but_the_gateways_for_logs(stateless: Template) -> None:
    managed = {
        role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["Service"]
        for role in properties(stateless, "AWS::IAM::Role")
        if role.get("ManagedPolicyArns")
    }
    assert managed == {"apigateway.amazonaws.com"}


def _short(resource: str) -> str:
    """An ARN without what is the same everywhere."""
    if resource.startswith("<"):  # a log group of this stack
        return "logs"
    _, _, service, _, _, name = resource.replace("<AWS::", "<").split(":", 5)
    if service == "s3":
        return name.replace("hilo-", "").replace("-<AccountId>-<Region>", "")
    if service == "execute-api":
        return name.partition("/")[2]
    return name.replace("table/hilo-", "table/").removeprefix("hilo-")
