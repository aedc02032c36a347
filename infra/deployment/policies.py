"""Rights as statements of a policy: actions and one resource each, with a reason for every `*`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.core.tables import TABLES
from infra.deployment.names import Names
from infra.deployment.rights import Actions, Rights

_ANY_OBJECT = "Objects of one bucket: keys are of customers' files and bodies."
_ANY_SOCKET = "Sockets of one stage: ids are API Gateway's."
_ANY_APP = "Secrets of providers' applications, which administrators add later."
_SUFFIX = "Secrets Manager adds six characters of its own to the name."
_ANY_STREAM = "The stream of one table: its label is the time when it was switched on."
_ANY_SENDER = "Identities of SES that whoever deploys has proven to be theirs."
_INDEXES = {table.name: table.indexes for table in TABLES}


@dataclass(frozen=True, slots=True)
class Grant:
    """Allows actions on one resource; `why_wildcard` where its ARN ends openly."""

    actions: Actions
    arn: str
    why_wildcard: str | None = None


def grants(rights: Rights, names: Names) -> Iterator[Grant]:
    """What follows from the rights; ARNs are templates, see `Names`."""
    for table, actions in rights.tables.items():
        yield Grant(actions, names.table_arn(table))
    for table in rights.indexes:
        for index in _INDEXES[table]:
            yield Grant(("dynamodb:Query",), names.index_arn(table, index.name))
    yield from _of_queues(rights, names)
    for bucket, actions in rights.buckets.items():
        yield Grant(actions, names.objects_arn(bucket), _ANY_OBJECT)
    for bucket, actions in rights.lists.items():
        yield Grant(actions, names.bucket_arn(bucket))
    for secret in rights.secrets:
        why = _ANY_APP if secret.endswith("*") else _SUFFIX
        yield Grant(("secretsmanager:GetSecretValue",), names.secret_arn(secret), why)
    if rights.posts_to_sockets:
        yield Grant(("execute-api:ManageConnections",), names.sockets_arn(), _ANY_SOCKET)
    if rights.sends_mail:
        yield Grant(("ses:SendEmail",), names.mail_identities_arn(), _ANY_SENDER)


def _of_queues(rights: Rights, names: Names) -> Iterator[Grant]:
    for queue in rights.sends:
        yield Grant(("sqs:SendMessage",), names.queue_arn(queue))
    for queue in rights.postpones:
        yield Grant(("sqs:ChangeMessageVisibility",), names.queue_arn(queue))
    for queue in rights.measures:
        yield Grant(("sqs:GetQueueAttributes",), names.queue_arn(queue))


UNDELIVERED = "undelivered"
"""The bucket for batches of a stream that nobody could take."""


def queue_grants(queue: str, names: Names) -> Iterator[Grant]:
    """What Lambda needs to feed a function from a queue."""
    actions = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
    yield Grant(actions, names.queue_arn(queue))


def stream_grants(table: str, names: Names) -> Iterator[Grant]:
    """What Lambda needs to feed a function from a stream, and to keep what it could not take."""
    actions = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")
    yield Grant(actions, f"{names.table_arn(table)}/stream/*", _ANY_STREAM)
    yield Grant(("s3:PutObject",), names.objects_arn(UNDELIVERED), _ANY_OBJECT)
    yield Grant(("s3:ListBucket",), names.bucket_arn(UNDELIVERED))
